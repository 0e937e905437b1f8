"""Answers that are tapped, not typed: one of several, some of several, yes or no. Each is kept as a text.

Some of several are one text, so that both sides hold the same bytes: the values in the order of the list,
each once, with commas between them. Rules know them as a list, and yes or no as true or false.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.flows.fields.wrong import wrong
from kiosk.flows.text import Option, Text

TAPPED = ("choice", "multi", "bool")
BETWEEN = ","
YES, NO = "yes", "no"
YES_OR_NO = (Option(YES, Text("是", "是", "Yes")), Option(NO, Text("否", "不是", "No")))


def one(text: str, values: Sequence[str]) -> str:
    """Raises FieldError."""
    if text not in values:
        raise wrong("请选一项", "选一个", "Choose one")
    return text


def some(text: str, values: Sequence[str]) -> str:
    """Raises FieldError."""
    chosen = parts(text)
    if not chosen or not set(chosen) <= set(values):
        raise wrong("请至少选一项", "至少选一个", "Choose at least one")
    return together(chosen, values)


def yes_or_no(text: str) -> str:
    """Raises FieldError."""
    if text not in (YES, NO):
        raise wrong("请选“是”或“否”", "选“是”或“不是”", "Choose yes or no")
    return text


def parts(answer: str) -> list[str]:
    return answer.split(BETWEEN) if answer else []


def together(chosen: Sequence[str], values: Sequence[str]) -> str:
    """Those of the values that were chosen, in their normal form."""
    return BETWEEN.join(value for value in values if value in chosen)


def tapped(type: str, answer: str, value: str, values: Sequence[str], *, optional: bool) -> str:
    """What stands in a field after a tap on one of its values: of several it goes when it was there, and so
    does the only one of a field that may stay empty."""
    if type == "multi":
        there = parts(answer)
        return together([v for v in there if v != value] if value in there else [*there, value], values)
    return "" if optional and answer == value else value

"""Lines of a slip → rows that fit the paper. Counts in half cells: 12 dots, one ASCII character wide.

A character that GB18030 writes in one byte takes one half cell, every other two; marks that join a
character take none. Control characters never reach the printer: text cannot give it orders.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kiosk.model import SlipLine, SlipPair, SlipQr, SlipRule, SlipText

HALF_CELL = 12
_INDENT = "  "
_NEVER_FIRST = "，。、；：？！）》〉」』】”’"  # they take the character before them down to the next line
_BREAKS = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n") | {ord("\t"): " "}


@dataclass(frozen=True)
class TextRow:
    """One printed line; never wider than the paper."""

    text: str = field(repr=False)
    size: Literal[1, 2] = 1
    align: Literal["left", "center"] = "left"
    bold: bool = False


@dataclass(frozen=True)
class QrRow:
    payload: str = field(repr=False)


Row = TextRow | QrRow


def rows(lines: Sequence[SlipLine], dots: int) -> list[Row]:
    columns = dots // HALF_CELL
    return [row for line in lines for row in _rows(line, columns)]


def clusters(text: str) -> list[str]:
    """Characters with the marks that join them, as one code point where there is one."""
    found: list[str] = []
    for character in text:
        if found and _joins(character):
            found[-1] += character
        else:
            found.append(character)
    return [part if len(part) == 1 else unicodedata.normalize("NFC", part) for part in found]


def width(cluster: str) -> int:
    """In half cells."""
    return 1 if cluster[0].isascii() else 2


def _rows(line: SlipLine, columns: int) -> Iterator[Row]:
    match line:
        case SlipText():
            for part in _wrapped(line.text, columns // line.size):
                yield TextRow(part, line.size, line.align, line.bold)
        case SlipPair():
            yield from map(TextRow, _pair(_clean(line.label), _clean(line.value), columns))
        case SlipRule():
            yield TextRow("-" * columns)
        case SlipQr():
            yield QrRow(line.payload)


def _pair(label: str, value: str, columns: int) -> list[str]:
    gap = columns - _width(label) - _width(value)
    if gap >= 1 and "\n" not in label + value:
        return [label + " " * gap + value]
    below = [_INDENT + part for part in _wrapped(value, columns - len(_INDENT))]
    return _wrapped(label, columns) + below


def _wrapped(text: str, columns: int) -> list[str]:
    found: list[str] = []
    for paragraph in _clean(text).split("\n"):
        row: list[str] = []
        for cluster in clusters(paragraph):
            if sum(map(width, row)) + width(cluster) > columns:
                keep = _last_break([*row, cluster])
                found.append("".join(row[:keep]))
                row = row[keep:]
            row.append(cluster)
        found.append("".join(row))
    return found


def _last_break(parts: list[str]) -> int:
    """How many of the parts before the last one stay on their line."""
    keep = len(parts) - 1
    while keep > 1 and parts[keep] in _NEVER_FIRST:
        keep -= 1
    return keep if parts[keep] not in _NEVER_FIRST else len(parts) - 1


def _clean(text: str) -> str:
    unified = text.replace("\r\n", "\n").translate(_BREAKS)
    return "".join(c for c in unified if c == "\n" or unicodedata.category(c) != "Cc")


def _width(text: str) -> int:
    return sum(map(width, clusters(text)))


def _joins(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Cf")

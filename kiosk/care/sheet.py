"""What a page of a technician says: one sentence first, then lines, then what can be done."""

from __future__ import annotations

from dataclasses import dataclass


class NotOnDutyError(Exception):
    """No technician has signed in here."""


@dataclass(frozen=True)
class Act:
    """`name`: what Care.act takes; `label`: on its button."""

    name: str
    label: str


@dataclass(frozen=True)
class Row:
    title: str
    value: str
    act: Act | None = None


@dataclass(frozen=True)
class Sheet:
    page: str
    heading: str
    lead: str = ""
    says: str = ""  # the sentence that comes first
    tone: str = ""  # of it: good, warm or bad
    rows: tuple[Row, ...] = ()
    acts: tuple[Act, ...] = ()


WORDS = {"pass": "通过", "warn": "警告", "fail": "失败"}
TONES = {"pass": "good", "warn": "warm", "fail": "bad"}

"""What is wrong with this machine, the worst first: the cause, what to do, and what only follows from it."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.care.machine import Machine
from kiosk.care.sheet import TONES, WORDS, Row, Sheet
from kiosk.diagnostics.causes import Found, causes
from kiosk.diagnostics.page import headline, summary
from kiosk.model import Health, Level


def sheet(machine: Machine) -> Sheet:
    report = machine.report(Level.INTERNAL)
    says, tone, rows = judged(report)
    return Sheet("overview", "维护总览", summary(report), says, tone, rows)


def judged(report: Sequence[Health]) -> tuple[str, str, tuple[Row, ...]]:
    """The first sentence, its tone, and the other causes."""
    found = causes(report)
    first = headline(report, found)
    if not found:
        return first, TONES["pass"], ()
    return _with_remedy(first, found[0]), TONES[found[0].result], tuple(map(_row, found[1:]))


def _with_remedy(sentence: str, cause: Found) -> str:
    return f"{sentence}\n→ {cause.remedy}" if cause.remedy else sentence


def _row(cause: Found) -> Row:
    follows = f"（随之：{'、'.join(cause.follows)}）" if cause.follows else ""
    return Row(f"{WORDS[cause.result]}{follows}", _with_remedy(cause.sentence, cause))

"""What is behind the findings of a report: causes, the worst first, and what only follows from each.

A finding that no row of the table knows is a cause of its own, so that nothing is left unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.diagnostics.table import TABLE, Cause, Symptom
from kiosk.diagnostics.verdict import LEFT_OUT, UNASKED
from kiosk.model import Health


@dataclass(frozen=True)
class Found:
    """One cause, said in a sentence; `finding` and `follows` are names of checks."""

    code: str
    sentence: str
    remedy: str
    result: str  # fail or warn
    finding: str
    follows: tuple[str, ...] = ()


def causes(report: Sequence[Health]) -> tuple[Found, ...]:
    left = [health for health in report if health.result != "pass" and health.code not in (UNASKED, LEFT_OUT)]
    found: list[Found] = []
    for result in ("fail", "warn"):
        for cause in TABLE:
            while health := next((h for h in left if h.result == result and fits(cause.when, h)), None):
                left.remove(health)
                follows = [other for other in left if _follows(cause, health, other)]
                left = [other for other in left if other not in follows]
                found.append(_said(cause, health, follows))
    return _with_unasked(found, report)


def fits(symptom: Symptom, health: Health) -> bool:
    named = not symptom.names or health.name in symptom.names
    return (
        named
        and bool(re.fullmatch(symptom.code, health.code))
        and bool(re.search(symptom.says, health.value))
    )


def _follows(cause: Cause, health: Health, other: Health) -> bool:
    """A warning is never the cause of a failure."""
    if health.result == "warn" and other.result == "fail":
        return False
    return cause.folds_named and other.name in health.value or any(fits(s, other) for s in cause.folds)


def _said(cause: Cause, health: Health, follows: Iterable[Health]) -> Found:
    where = re.search(r"（.*）", health.value)
    words = {
        "name": health.name, "value": health.value, "advice": health.advice,
        "where": where[0] if where else "",
    }  # fmt: skip
    names = tuple(other.name for other in follows)
    sentence, remedy = cause.sentence.format(**words), cause.remedy.format(**words)
    return Found(cause.code or health.code or "other", sentence, remedy, health.result, health.name, names)


def _with_unasked(found: Sequence[Found], report: Sequence[Health]) -> tuple[Found, ...]:
    """What was not asked because of something else goes with that, or with the worst cause of all."""
    homes: dict[int, list[str]] = {place: list(cause.follows) for place, cause in enumerate(found)}
    for health in report:
        if health.code == UNASKED and found:
            behind = (
                place
                for place, cause in enumerate(found)
                if any(f"“{name}”" in health.advice for name in (cause.finding, *cause.follows))
            )
            homes[next(behind, 0)].append(health.name)
    return tuple(
        Found(c.code, c.sentence, c.remedy, c.result, c.finding, tuple(homes[place]))
        for place, c in enumerate(found)
    )

"""What doctors and the medical insurance say: examinations asked for, chronic illnesses, prescriptions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from acceptance.question import Question


def _referrals(asked: Question) -> list[dict[str, Any]]:
    exams = asked.registers.clinic.referrals.get(asked.number, ())
    return [{"exams": list(exams)}] if exams else []


def _chronic(asked: Question) -> list[dict[str, Any]]:
    """Where the person is enrolled, and which part of the price they pay themselves."""
    held = asked.registers.clinic.chronic.get(asked.number)
    return [{"clinic": held["clinic"], "own": str(held["own"])}] if held else []


def _prescriptions(asked: Question) -> list[dict[str, Any]]:
    """The last one: what of it may be renewed, what not, and for how many days it still lasts."""
    last = asked.registers.clinic.prescriptions.get(asked.number)
    if last is None:
        return []
    age = (asked.today - last.on).days
    usual = [drug for drug in last.drugs if not drug.special]
    return [
        {
            "drugs": [drug.code for drug in usual],
            "refused": [drug.code for drug in last.drugs if drug.special],
            "doses": [drug.dose for drug in usual],
            "age_days": age,
            "days_left": max(0, last.days - age),
            "long": last.long,
            "changed": last.changed,
        }
    ]


SHARES: Mapping[str, Callable[[Question], Any]] = {
    "examination-referrals": _referrals,
    "chronic-record": _chronic,
    "prescriptions": _prescriptions,
}

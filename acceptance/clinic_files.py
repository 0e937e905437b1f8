"""What doctors hold of a person: what they asked for, chronic illnesses, last prescriptions; all invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

# Classes that nobody renews without being seen: narcotic, psychotropic, against tumours, by infusion.
SPECIAL = frozenset(("narcotic", "psychotropic", "tumour", "infusion"))


@dataclass(frozen=True)
class Drug:
    code: str
    special: str  # a class of SPECIAL; empty: none
    dose: str = field(repr=False)


@dataclass(frozen=True)
class Prescription:
    on: date
    days: int  # for how long it was given
    drugs: tuple[Drug, ...] = field(repr=False)
    long: bool  # the doctor allows up to 12 weeks
    changed: bool  # the illness has changed since


@dataclass(frozen=True)
class ClinicFiles:
    referrals: Mapping[str, tuple[str, ...]] = field(repr=False, default_factory=dict)
    chronic: Mapping[str, Mapping[str, str]] = field(repr=False, default_factory=dict)
    prescriptions: Mapping[str, Prescription] = field(repr=False, default_factory=dict)


def read(data: Mapping[str, Any], numbers: Mapping[str, str]) -> ClinicFiles:
    """`numbers`: of the persons, by id. Raises AttributeError, KeyError, TypeError or ValueError."""

    def by_number(name: str) -> dict[str, Any]:
        return {numbers[id]: entry for id, entry in data.get(name, {}).items()}

    return ClinicFiles(
        referrals={number: tuple(exams) for number, exams in by_number("referrals").items()},
        chronic=by_number("chronic"),
        prescriptions={number: _prescription(one) for number, one in by_number("prescriptions").items()},
    )


def _prescription(entry: Mapping[str, Any]) -> Prescription:
    drugs = tuple(Drug(one["code"], one.get("special", ""), one["dose"]) for one in entry["drugs"])
    if any(drug.special not in SPECIAL | {""} for drug in drugs):
        raise ValueError("special")
    on = date.fromisoformat(entry["given"])
    return Prescription(on, int(entry["days"]), drugs, entry["long"] is True, entry["changed"] is True)

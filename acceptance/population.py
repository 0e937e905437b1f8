"""The invented persons that the data services know, and what their offices hold about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from acceptance import registers
from acceptance.failure import StartError
from acceptance.registers import Registers
from kiosk.flows.loader import RESOURCES


class PopulationError(StartError):
    """The files of persons do not fit together."""


@dataclass(frozen=True)
class Insurance:
    """One unbroken time of insurance in one city. Months are YYYY-MM, both counted."""

    region: str
    start: str
    end: str | None  # none: still insured
    employer: str | None = None  # its unified social credit code; none: not told


@dataclass(frozen=True)
class Benefit:
    """A pension or the like, paid monthly."""

    region: str
    kind: str
    since: str
    monthly: int  # yuan


@dataclass(frozen=True)
class Loan:
    kind: str
    lender: str
    since: str  # YYYY-MM
    amount: int  # yuan
    balance: int
    state: str


@dataclass(frozen=True)
class Person:
    id: str
    names: tuple[str, ...] = field(repr=False)  # as the card may state them
    number: str = field(repr=False)
    phone_key: str | None = field(repr=False)  # what only this person's phone can send; none: no phone
    insurances: tuple[Insurance, ...] = field(repr=False, default=())
    benefits: tuple[Benefit, ...] = field(repr=False, default=())
    promises: str = "allowed"  # not_now: this person's word does not stand for a paper
    loans: tuple[Loan, ...] = field(repr=False, default=())
    card: Mapping[str, str] = field(repr=False, default_factory=dict)

    @property
    def places(self) -> list[str]:
        """City codes of insurance, most recent first, each once."""
        latest = sorted(self.insurances, key=lambda i: (i.end or "9999", i.start), reverse=True)
        return list(dict.fromkeys(insurance.region for insurance in latest))

    def insured_in(self, region: str) -> tuple[Insurance, ...]:
        return tuple(sorted((i for i in self.insurances if i.region == region), key=lambda i: i.start))

    def card_valid(self, on: date) -> bool:
        return self.card["valid_to"] == "长期" or on.isoformat() <= self.card["valid_to"]


@dataclass(frozen=True)
class Population:
    by_number: Mapping[str, Person] = field(repr=False)
    registers: Registers = field(repr=False, default_factory=Registers)

    @classmethod
    def load(cls, persons: Path = RESOURCES / "persons.yaml", records: Path | None = None) -> Population:
        """Raises PopulationError."""
        known = {str(p["id"]): p for p in _read(persons)["persons"]}
        data = _read(records or Path(__file__).with_name("population.yaml"))
        kept = data["persons"]
        if strangers := sorted(kept.keys() - known.keys()):
            raise PopulationError(f"no such persons: {', '.join(strangers)}")
        people = [_person(known[id], kept.get(id) or {}) for id in known]
        try:
            held = registers.read(data.get("registers", {}), {one.id: one.number for one in people})
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise PopulationError(f"registers: {type(error).__name__}") from None
        return cls({person.number: person for person in people}, held)

    def find(self, number: str, name: str | None = None) -> Person | None:
        """The person of this number; with a name, only if it is theirs."""
        person = self.by_number.get(number)
        return person if person and (name is None or name in person.names) else None

    def by_id(self, id: str) -> Person | None:
        return next((person for person in self.by_number.values() if person.id == id), None)


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise PopulationError(f"{path.name}: {type(error).__name__}") from None
    if not isinstance(data, dict) or not data.get("persons"):
        raise PopulationError(f"{path.name}: no persons in it")
    return data


def _person(card: Mapping[str, Any], record: Mapping[str, Any]) -> Person:
    names = (str(card["name"]), str(card.get("english_name", "")))
    try:
        return Person(
            id=str(card["id"]),
            names=tuple(name for name in names if name),
            number=str(card["number"]),
            phone_key=record.get("phone_key"),
            insurances=tuple(_insurance(i) for i in record.get("insured", ())),
            benefits=tuple(Benefit(**b) for b in record.get("benefits", ())),
            promises=str(record.get("promises", "allowed")),
            loans=tuple(Loan(**loan) for loan in record.get("loans", ())),
            card={key: str(card[key]) for key in ("kind", "valid_from", "valid_to")},
        )
    except (KeyError, TypeError) as error:
        raise PopulationError(f"{card.get('id')}: {type(error).__name__}") from None


def _insurance(entry: Mapping[str, str]) -> Insurance:
    return Insurance(str(entry["region"]), str(entry["from"]), entry.get("to"), entry.get("employer"))

"""What an office is asked about somebody, and where and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from acceptance.population import Person, Population
from acceptance.registers import Registers

_MUNICIPALITIES = ("11", "12", "31", "50")


@dataclass(frozen=True)
class Detailed:
    """Yes, no or unknown, and what the answer is about, as far as the person may know it."""

    answer: bool | None
    about: Any = field(repr=False)


@dataclass(frozen=True)
class Question:
    """What is asked about whom, when, and in which city."""

    person: Person = field(repr=False)
    population: Population = field(repr=False)
    region: str  # six digits, of the terminal that asks
    today: date
    arguments: Mapping[str, str] = field(repr=False, default_factory=dict)

    @property
    def registers(self) -> Registers:
        return self.population.registers

    @property
    def number(self) -> str:
        return self.person.number

    @property
    def city(self) -> str:
        return city(self.region)

    @property
    def children(self) -> list[str]:
        """The numbers of the children that are asked about."""
        return [number for number in self.arguments.get("children", "").split(",") if number]


def city(region: str) -> str:
    """The city of a county (GB/T 2260); a municipality has one code for the whole."""
    return region[:2] + "0000" if region.startswith(_MUNICIPALITIES) else region[:4] + "00"

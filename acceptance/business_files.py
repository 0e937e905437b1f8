"""What offices hold of organisations beside their entry in the register; all invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Announcement:
    """That an organisation means to close the short way. It began so many days before anybody asks, so that
    what takes weeks can be played on any day."""

    days_ago: int
    opposed: bool = False


@dataclass(frozen=True)
class Rating:
    """What the tax office thinks of how an organisation pays, for a year."""

    year: str
    grade: str  # A, B, M, C, D


@dataclass(frozen=True)
class BusinessFiles:
    unfit: frozenset[str] = field(repr=False, default=frozenset())  # who may not represent a company
    # By the credit codes of organisations.
    barred: frozenset[str] = frozenset()  # the short way of closing is not open to them
    owing: frozenset[str] = frozenset()  # taxes, invoices
    in_arrears: frozenset[str] = frozenset()  # contributions
    announced: Mapping[str, Announcement] = field(default_factory=dict)
    ratings: Mapping[str, tuple[Rating, ...]] = field(default_factory=dict)


def read(data: Mapping[str, Any], numbers: Mapping[str, str]) -> BusinessFiles:
    """`numbers`: of the persons, by id. Raises AttributeError, KeyError, TypeError or ValueError."""
    held = data.get("businesses", {})
    return BusinessFiles(
        unfit=frozenset(numbers[id] for id in held.get("unfit", ())),
        barred=frozenset(held.get("barred", ())),
        owing=frozenset(held.get("owing", ())),
        in_arrears=frozenset(held.get("in_arrears", ())),
        ratings={code: tuple(Rating(**one) for one in all) for code, all in held.get("ratings", {}).items()},
        announced={code: Announcement(**one) for code, one in held.get("announced", {}).items()},
    )

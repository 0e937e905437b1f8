"""What offices say about an organisation to those who may act for it; to anybody else they know nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from acceptance.business_files import BusinessFiles
from acceptance.organisations import NORMAL, Organisation
from acceptance.question import Question


def _of(asked: Question) -> Organisation | None:
    """The organisation of this `uscc`, where the person may act for it."""
    held = asked.registers.organisations.get(asked.arguments.get("uscc", ""))
    return held if held and held.role(asked.number, asked.today) else None


def _files(asked: Question) -> BusinessFiles:
    return asked.registers.businesses


def _in_force(asked: Question) -> bool | None:
    held = _of(asked)
    return held.status == NORMAL if held else None


def _representative_of(asked: Question) -> bool | None:
    """Whether the register has the citizen of this `number` as the legal representative."""
    held = _of(asked)
    return held.representative == asked.arguments.get("number") if held else None


def _representative_fit(asked: Question) -> bool | None:
    """Whether nothing on record keeps the citizen of this `number` from representing a company."""
    number = asked.arguments.get("number", "")
    return number not in _files(asked).unfit if number and _of(asked) else None


def _closing_simple(asked: Question) -> bool | None:
    held = _of(asked)
    return held.uscc not in _files(asked).barred if held else None


def _closing_announced(asked: Question) -> bool | None:
    """Whether the announcement began on this `day` and nobody objected."""
    held = _of(asked)
    if held is None:
        return None
    found = _files(asked).announced.get(held.uscc)
    if found is None or found.opposed:
        return False
    return (asked.today - timedelta(days=found.days_ago)).isoformat() == asked.arguments.get("day")


def _taxes_settled(asked: Question) -> bool | None:
    held = _of(asked)
    return held.uscc not in _files(asked).owing if held else None


def _contributions_settled(asked: Question) -> bool | None:
    held = _of(asked)
    return held.uscc not in _files(asked).in_arrears if held else None


def _tax_ratings(asked: Question) -> list[dict[str, str]]:
    """Of every organisation that the person may act for."""
    held = asked.registers.organisations.values()
    mine = [one.uscc for one in held if one.status == NORMAL and one.role(asked.number, asked.today)]
    ratings = _files(asked).ratings
    return [
        {"uscc": code, "year": rating.year, "grade": rating.grade}
        for code in mine
        for rating in ratings.get(code, ())
    ]


SHARES: Mapping[str, Callable[[Question], Any]] = {"tax-ratings": _tax_ratings}
PREDICATES: Mapping[str, Callable[[Question], bool | None]] = {
    "licence-in-force": _in_force,
    "representative-of": _representative_of,
    "representative-fit": _representative_fit,
    "closing-simple": _closing_simple,
    "closing-announced": _closing_announced,
    "taxes-settled": _taxes_settled,
    "contributions-settled": _contributions_settled,
}

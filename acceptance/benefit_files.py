"""What offices hold of one person each: pensions, cards, disability, deaths, enquiries; all invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class PensionFile:
    """What the insurances alone do not tell; `group` is a key of pensions.AGES."""

    insured_as: str = ""  # self | employer
    group: str = ""
    only_child: bool | None = None  # whether the person holds the certificate; none: nobody knows


@dataclass(frozen=True)
class SocialCard:
    bank: str
    state: str  # new | normal | blocked | lost | closed


@dataclass(frozen=True)
class Disability:
    kind: str = field(repr=False)
    grade: str = field(repr=False)
    until: date


@dataclass(frozen=True)
class Death:
    day: date
    relatives: Mapping[str, tuple[str, ...]] = field(repr=False)  # spouse, child, parent → whose numbers


@dataclass(frozen=True)
class BenefitFiles:
    pensions: Mapping[str, PensionFile] = field(repr=False, default_factory=dict)
    social_cards: Mapping[str, SocialCard] = field(repr=False, default_factory=dict)
    photos: Mapping[str, bool] = field(repr=False, default_factory=dict)  # whether it will do for a card
    disabilities: Mapping[str, Disability] = field(repr=False, default_factory=dict)
    assessed: Mapping[str, bool] = field(repr=False, default_factory=dict)
    assistance: Mapping[str, bool] = field(repr=False, default_factory=dict)
    deaths: Mapping[str, Death] = field(repr=False, default_factory=dict)
    enquiries: Mapping[str, tuple[date, ...]] = field(repr=False, default_factory=dict)


def read(data: Mapping[str, Any], numbers: Mapping[str, str]) -> BenefitFiles:
    """`numbers`: of the persons, by id. Raises AttributeError, KeyError, TypeError or ValueError."""

    def by_number(name: str) -> dict[str, Any]:
        return {numbers[id]: entry for id, entry in data.get(name, {}).items()}

    return BenefitFiles(
        pensions={number: PensionFile(**one) for number, one in by_number("pensions").items()},
        social_cards={number: SocialCard(**one) for number, one in by_number("social_cards").items()},
        photos=by_number("photos"),
        disabilities={number: _disability(one) for number, one in by_number("disabilities").items()},
        assessed=by_number("assessed"),
        assistance=by_number("assistance"),
        deaths={numbers[one["person"]]: _death(one, numbers) for one in data.get("deaths", ())},
        enquiries={
            n: tuple(date.fromisoformat(day) for day in days) for n, days in by_number("enquiries").items()
        },
    )


def _disability(entry: Mapping[str, str]) -> Disability:
    return Disability(entry["kind"], str(entry["grade"]), date.fromisoformat(entry["until"]))


def _death(entry: Mapping[str, Any], numbers: Mapping[str, str]) -> Death:
    relatives = {name: tuple(numbers[id] for id in ids) for name, ids in entry["relatives"].items()}
    return Death(date.fromisoformat(entry["day"]), relatives)

"""What the register and the tax office say of a home that is sold: owners, mortgage, homes of a family."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from acceptance.question import Question
from acceptance.registers import Home

_ORDER = ("first", "second", "more")  # by the homes that a family has before it buys


def _titles_held(asked: Question) -> list[dict[str, Any]]:
    """The homes that the person owns, alone or with others, whose deed is on record."""
    return [
        {
            "number": _printed(number),
            "area": home.deed.area,
            "since": home.deed.since.isoformat(),
            "mortgaged": bool(home.deed.lender),
            "lender": home.deed.lender,
        }
        for number, home in asked.registers.homes.items()
        if home.deed is not None and asked.number in home.owners
    ]


def _transferable(asked: Question) -> bool | None:
    """Whether the owners of this `number` are exactly these `sellers`, and nothing bars the transfer."""
    home = _home(asked)
    if home is None or home.deed is None:
        return None
    return set(home.owners) == set(_people(asked, "sellers")) and not home.deed.barred


def _mortgage_at(asked: Question) -> bool | None:
    """Whether this `lender` holds the mortgage on this `number`."""
    home = _home(asked)
    if home is None or home.deed is None:
        return None
    return bool(home.deed.lender) and home.deed.lender == asked.arguments.get("lender")


def _only_home(asked: Question) -> bool | None:
    """Whether the families of these `sellers` have no home but this `number`."""
    home, sellers = _home(asked), _people(asked, "sellers")
    if home is None or not all(_known(asked, seller) for seller in sellers):
        return None
    return all(held is home for seller in sellers for held in _homes(asked, seller))


def _homes_of_buyers(asked: Question) -> bool | None:
    """Whether this is the home `homes` (first, second, more) of that family of these `buyers` with most."""
    buyers = _people(asked, "buyers")
    if not buyers or not all(_known(asked, buyer) for buyer in buyers):
        return None
    most = max(len(_homes(asked, buyer)) for buyer in buyers)
    return asked.arguments.get("homes") == _ORDER[min(most, len(_ORDER) - 1)]


def _home(asked: Question) -> Home | None:
    number = asked.arguments.get("number", "")
    return next((home for key, home in asked.registers.homes.items() if _printed(key) == number), None)


def _homes(asked: Question, number: str) -> list[Home]:
    """Of somebody and whom they are married to."""
    marriage = asked.registers.dossiers.marriages.get(number)
    couple = {number, marriage.spouse if marriage else None}
    return [home for home in asked.registers.homes.values() if not couple.isdisjoint(home.owners)]


def _known(asked: Question, number: str) -> bool:
    """Whether civil affairs can tell who belongs to this family."""
    return number in asked.registers.dossiers.marriages


def _people(asked: Question, name: str) -> list[str]:
    return [number for number in asked.arguments.get(name, "").split(",") if number]


def _printed(number: str) -> str:
    """As it stands on the deed: 浙(2021)德清县0012345 is 浙(2021)德清县不动产权第0012345号."""
    return f"{number[:-7]}不动产权第{number[-7:]}号"


SHARES: Mapping[str, Callable[[Question], Any]] = {"titles-held": _titles_held}
PREDICATES: Mapping[str, Callable[[Question], bool | None]] = {
    "title-transferable": _transferable,
    "mortgage-at": _mortgage_at,
    "home-is-only": _only_home,
    "homes-of-buyers": _homes_of_buyers,
}

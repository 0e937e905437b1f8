"""What offices hold of one person each: marriages, housing fund, bank cards, purchases; all invented.

They stand beside the registers of families, by the number of the identity card as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

# GB/T 2261.2. The item asks with these codes and the register answers with them.
UNMARRIED, MARRIED, WIDOWED, DIVORCED = "10", "20", "30", "40"
MARITAL: Mapping[str, str] = {UNMARRIED: "未婚", MARRIED: "已婚", WIDOWED: "丧偶", DIVORCED: "离婚"}


@dataclass(frozen=True)
class Marriage:
    """How somebody stands in the register of marriages."""

    status: str  # a code of MARITAL
    spouse: str | None = field(repr=False, default=None)


@dataclass(frozen=True)
class FundAccount:
    city: str  # GB/T 2260
    balance: str = field(repr=False)  # yuan, a decimal text
    frozen: bool = False


@dataclass(frozen=True)
class Purchase:
    """A home that was bought, as its contract was registered."""

    city: str
    price: str = field(repr=False)  # yuan, a decimal text
    day: date
    buyers: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Dossiers:
    marriages: Mapping[str, Marriage] = field(repr=False, default_factory=dict)
    fund: Mapping[str, tuple[FundAccount, ...]] = field(repr=False, default_factory=dict)
    cards: Mapping[str, str] = field(repr=False, default_factory=dict)  # bank card of class I → whose
    purchases: Mapping[str, Purchase] = field(repr=False, default_factory=dict)  # by contract and title


def read(data: Mapping[str, Any], numbers: Mapping[str, str]) -> Dossiers:
    """`numbers`: of the persons, by id. Raises AttributeError, KeyError, TypeError or ValueError."""
    purchases: dict[str, Purchase] = {}
    for one in data.get("purchases", ()):
        bought = _purchase(one, numbers)
        purchases |= {one[paper]: bought for paper in ("contract", "title") if paper in one}
    return Dossiers(
        marriages={numbers[id]: _marriage(one, numbers) for id, one in data.get("marriages", {}).items()},
        fund={numbers[id]: tuple(_account(one) for one in own) for id, own in data.get("fund", {}).items()},
        cards={str(card): numbers[id] for id, own in data.get("bank_cards", {}).items() for card in own},
        purchases=purchases,
    )


def _marriage(entry: Mapping[str, str], numbers: Mapping[str, str]) -> Marriage:
    status, spouse = str(entry["status"]), entry.get("spouse")
    if status not in MARITAL or (status == MARRIED) is not (spouse is not None):
        raise ValueError("a married person has a spouse, and nobody else has")
    return Marriage(status, numbers[spouse] if spouse else None)


def _account(entry: Mapping[str, Any]) -> FundAccount:
    return FundAccount(str(entry["city"]), str(entry["balance"]), bool(entry.get("frozen", False)))


def _purchase(entry: Mapping[str, Any], numbers: Mapping[str, str]) -> Purchase:
    buyers: Sequence[str] = entry["buyers"]
    day = date.fromisoformat(entry["day"])
    return Purchase(str(entry["city"]), str(entry["price"]), day, tuple(numbers[id] for id in buyers))

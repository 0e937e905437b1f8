"""What the offices say to whoever draws on their housing fund: civil affairs, police, fund, registry, bank.

Each tells yes or no about what the applicant declared, and none where it holds nothing that could answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from acceptance.dossiers import FundAccount, Purchase
from acceptance.question import Question


def _accounts(asked: Question) -> list[dict[str, str]]:
    """The cities where the person has a housing fund, and what can be drawn there; the fullest first."""
    held = [one for one in _held(asked) if not one.frozen]
    fullest = sorted(held, key=lambda one: Decimal(one.balance), reverse=True)
    return [{"city": one.city, "balance": one.balance} for one in fullest]


def _marriage_as_declared(asked: Question) -> bool | None:
    """Whether the register has this `marital` code, and this `spouse` where there is one."""
    held = asked.registers.dossiers.marriages.get(asked.number)
    if held is None or "marital" not in asked.arguments:
        return None
    same_spouse = (held.spouse or "") == asked.arguments.get("spouse", "")
    return held.status == asked.arguments["marital"] and same_spouse


def _household_in(asked: Question) -> bool | None:
    """Whether the household register of this `province` (two digits) has the person."""
    household = asked.registers.household(asked.number)
    return None if household is None else household.region[:2] == asked.arguments.get("province")


def _account_at(asked: Question) -> bool | None:
    """Whether the fund of this `city` has an account of the person that can be drawn on."""
    held = _held(asked)
    if not held:
        return None
    return any(one.city == asked.arguments.get("city") and not one.frozen for one in held)


def _balance_covers(asked: Question) -> bool | None:
    """Whether this `amount` is in the account of this `city`."""
    city, amount = asked.arguments.get("city"), asked.arguments.get("amount", "")
    balances = [Decimal(one.balance) for one in _held(asked) if one.city == city]
    if not balances or not amount:
        return None
    return Decimal(amount) <= sum(balances)


def _home_bought(asked: Question) -> bool | None:
    """Whether the home of this contract or title `number` was bought in this `city`, at this `price` and on
    this `day`, by the person or their spouse."""
    held = asked.registers.dossiers.purchases.get(asked.arguments.get("number", ""))
    if held is None:
        return None
    marriage = asked.registers.dossiers.marriages.get(asked.number)
    couple = {asked.number, marriage.spouse if marriage else None}
    return not couple.isdisjoint(held.buyers) and _as_declared(held, asked.arguments)


def _as_declared(held: Purchase, told: Mapping[str, str]) -> bool:
    price = Decimal(told.get("price") or 0)
    return (held.city, Decimal(held.price), held.day.isoformat()) == (
        told.get("city"),
        price,
        told.get("day"),
    )


def _own_card(asked: Question) -> bool | None:
    """Whether this bank `card` is of class I and the person's own."""
    owner = asked.registers.dossiers.cards.get(asked.arguments.get("card", ""))
    return None if owner is None else owner == asked.number


def _held(asked: Question) -> tuple[FundAccount, ...]:
    return asked.registers.dossiers.fund.get(asked.number, ())


SHARES: Mapping[str, Callable[[Question], Any]] = {"fund-accounts": _accounts}
PREDICATES: Mapping[str, Callable[[Question], bool | None]] = {
    "marriage-as-declared": _marriage_as_declared,
    "household-in-province": _household_in,
    "fund-account-at": _account_at,
    "fund-balance-covers": _balance_covers,
    "home-bought": _home_bought,
    "bank-card-own": _own_card,
}

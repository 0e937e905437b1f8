"""What a matter costs, department by department, and whether it is paid. Derived, and pure.

The sum is never written beside its lines: it is their total. What was paid, or is going to be, is one fact,
`payment`: {"state", "amount", "order", …}. It counts only for the amount that it names, so that a changed
answer asks for the new sum and nothing need be thrown away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from kiosk.flows.definition import Flow
from kiosk.flows.definition.parts import Fee
from kiosk.flows.definition.steps import Pay, Step

FACT = "payment"
# What a rule can raise as long as what it reckons with has not been answered; cel raises RuntimeError.
TOO_EARLY = (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError)


class Paying(StrEnum):
    """What the terminal knows of a payment."""

    ORDERED = "ordered"  # there is an order; whether it is paid, the platform knows
    CONFIRMED = "confirmed"  # the platform signed that it is paid
    UNDERTAKEN = "undertaken"  # the matter is filed first and paid later: accepted only after that


@dataclass(frozen=True)
class Line:
    """What one department takes of this case."""

    fee: Fee
    amount: Decimal


def lines(fees: tuple[Fee, ...], context: Any) -> tuple[Line, ...]:
    """Those that take something, in yuan. Raises what a rule raises while questions are open."""
    found = (Line(fee, Decimal(str(fee.amount(context)))) for fee in fees)
    return tuple(line for line in found if line.amount > 0)


def total(fees: tuple[Fee, ...], context: Any) -> Decimal:
    return sum((line.amount for line in lines(fees, context)), Decimal(0))


def yuan(amount: Decimal) -> str:
    """With two decimals, as on the wire and on paper."""
    return f"{amount:.2f}"


def apart(flow: Flow) -> bool:
    """Whether each line of the fee holds up the branch that it is for, and no other."""
    charged = {branch.charge for branch in flow.branches}
    return bool(flow.branches) and {fee.key for fee in flow.fees} <= charged


def asked(step: Step, fees: tuple[Fee, ...], context: Any) -> bool:
    """Whether the step stands on the path: who owes nothing is not asked to pay. As long as the sum cannot be
    known, it does."""
    if not isinstance(step, Pay):
        return True
    try:
        return total(fees, context) > 0
    except TOO_EARLY:
        return True


def settled(fact: Mapping[str, Any], due: Decimal) -> bool:
    """Whether what is known of the payment is enough to file."""
    return state(fact, due) in (Paying.CONFIRMED, Paying.UNDERTAKEN)


def state(fact: Mapping[str, Any], due: Decimal) -> Paying | None:
    """Where the payment of exactly this sum stands; none where there is none of it."""
    try:
        return Paying(fact["state"]) if Decimal(str(fact["amount"])) == due else None
    except (KeyError, ValueError, InvalidOperation):
        return None

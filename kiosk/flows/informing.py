"""What the last page of a matter that only informs says to these answers. Derived, and pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kiosk.flows.definition import Inform
from kiosk.flows.path import put_in
from kiosk.flows.session import Session
from kiosk.flows.text import Text


@dataclass(frozen=True)
class Figure:
    title: Text
    unit: Text
    amount: Decimal
    part: float  # of the longest bar, 0 … 1


def words(session: Session, step: Inform) -> Iterator[tuple[Text, Text]]:
    """Titles and texts of what holds, in the order of the item."""
    context = session.context
    for word in step.words:
        if word.when is None or word.when(context):
            yield word.title, put_in(word.text, word.fill, context) if word.fill else word.text


def figures(session: Session, step: Inform) -> list[Figure]:
    context = session.context
    shown = [bar for bar in step.bars if bar.when is None or bar.when(context)]
    amounts = [Decimal(str(bar.amount(context))) for bar in shown]
    longest = max(amounts, default=Decimal(0))
    return [
        Figure(bar.title, bar.unit, amount, float(amount / longest) if longest else 0.0)
        for bar, amount in zip(shown, amounts, strict=True)
    ]

"""Reckoning for rules: amounts are decimal texts, never floats. An empty text counts as 0."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_FEN = Decimal("0.01")


def fen(amount: str) -> int:
    """Hundredths: "12.34" is 1234, and "50" per cent 5000."""
    return int((Decimal(amount or 0) * 100).to_integral_value(ROUND_HALF_UP))


def yuan(hundredths: int) -> str:
    return f"{Decimal(hundredths) / 100:.2f}"


def whole(number: str) -> int:
    """Of a field of whole numbers; what stands behind a point is left out."""
    return int(Decimal(number or 0))


def total(numbers: Sequence[str]) -> str:
    """Their sum, without zeros at the end: of 33.33, 33.33 and 33.34 it is "100"."""
    return _trimmed(sum((Decimal(number or 0) for number in numbers), Decimal(0)))


def lowest(amounts: Sequence[str]) -> str:
    """The smallest of them, in yuan and fen; of none it is "0.00"."""
    return yuan(min((fen(amount) for amount in amounts), default=0))


def times(number: str, factor: str) -> str:
    """Rounded half up to hundredths: 1000000.00 times 0.015 is "15000.00"."""
    return f"{(Decimal(number or 0) * Decimal(factor or 0)).quantize(_FEN, ROUND_HALF_UP):.2f}"


def day_plus(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=int(days))).isoformat()


def years_after(day: str, years: int) -> str:
    """The same day of another year; 29 February counts as 1 March. Empty for an empty day."""
    if not day:
        return ""
    first, rest = int(day[:4]) + int(years), day[5:]
    leap = first % 4 == 0 and (first % 100 != 0 or first % 400 == 0)
    return f"{first:04d}-{'03-01' if rest == '02-29' and not leap else rest}"


def _trimmed(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "fen": fen,
    "yuan": yuan,
    "whole": whole,
    "total": total,
    "lowest": lowest,
    "times": times,
    "day_plus": day_plus,
    "years_after": years_after,
}

"""What hospitals hold of births; all invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Birth:
    """Invented, and so many days before anybody asks: it grows no older in a file."""

    days_ago: int
    sex: str  # GB/T 2261.1
    weight: str = field(repr=False)  # grams
    hospital: str
    father: str | None = field(repr=False, default=None)
    certificate: str = field(repr=False, default="")  # none: not issued yet


def read(data: Mapping[str, Any], numbers: Mapping[str, str]) -> dict[str, Birth]:
    """By the mother's number; `numbers`: of the persons, by id. Raises KeyError or TypeError."""
    found = {}
    for entry in data.get("births", ()):
        known = {name: value for name, value in entry.items() if name not in ("mother", "father")}
        father = numbers[entry["father"]] if "father" in entry else None
        found[numbers[entry["mother"]]] = Birth(**known, father=father)
    return found

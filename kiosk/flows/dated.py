"""Rates, fees and other figures that hold from one day to another, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Span:
    """What holds from one day to another, both counted."""

    valid_from: str  # ISO dates
    valid_to: str  # empty: until something else is published
    source: str
    confirmed: bool  # by the office in charge; else it is shown as an estimate
    values: Mapping[str, Any] = field(repr=False)

    def covers(self, day: date) -> bool:
        iso = day.isoformat()
        return self.valid_from <= iso and (not self.valid_to or iso <= self.valid_to)


@dataclass(frozen=True)
class Dated:
    name: str
    spans: tuple[Span, ...]  # in the order of their days, none over another

    def on(self, day: date) -> Span | None:
        return next((span for span in self.spans if span.covers(day)), None)

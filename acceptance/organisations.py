"""The register of organisations: who they are, what they may do, and who may act for them; all invented.

An organisation stands in it by its unified social credit code (GB 32100), as persons stand by their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kiosk.flows.fields.people import uscc

NORMAL, CANCELLED = "normal", "cancelled"  # else revoked


@dataclass(frozen=True)
class Mandate:
    """What an organisation authorised somebody to do for it, in its electronic licence; both days count."""

    start: date
    end: date

    def covers(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True)
class Organisation:
    uscc: str
    name: str
    status: str  # normal, revoked, cancelled
    scope: tuple[str, ...]  # codes of what it may trade in
    representative: str = field(repr=False)
    agents: tuple[str, ...] = field(repr=False, default=())
    mandates: Mapping[str, Mandate] = field(repr=False, default_factory=dict)

    def role(self, number: str, day: date) -> str:
        """representative, agent or mandate; empty for who may not act for it on that day."""
        if number == self.representative:
            return "representative"
        if number in self.agents:
            return "agent"
        held = self.mandates.get(number)
        return "mandate" if held and held.covers(day) else ""


Organisations = Mapping[str, Organisation]


def read(data: Mapping[str, Any], numbers: Mapping[str, str]) -> dict[str, Organisation]:
    """`numbers`: of the persons, by id. Raises AttributeError, KeyError, TypeError or ValueError."""
    return {made.uscc: made for made in _read(data.get("organisations", ()), numbers)}


def _read(entries: Any, numbers: Mapping[str, str]) -> Iterator[Organisation]:
    for one in entries:
        yield Organisation(
            uscc=uscc(str(one["uscc"])),
            name=str(one["name"]),
            status=str(one.get("status", NORMAL)),
            scope=tuple(one.get("scope", ())),
            representative=numbers[one["representative"]],
            agents=tuple(numbers[id] for id in one.get("agents", ())),
            mandates={
                numbers[id]: Mandate(date.fromisoformat(held["from"]), date.fromisoformat(held["until"]))
                for id, held in one.get("mandates", {}).items()
            },
        )

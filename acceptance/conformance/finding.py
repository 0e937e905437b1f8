"""What the kit finds: a promise kept, broken, or not to be seen from the line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class BrokenError(Exception):
    """The platform broke a promise. Says what was seen, and nothing of what was sent."""


class LineError(Exception):
    """There is no platform at the other end, or it hung up."""


@dataclass(frozen=True)
class Verdict:
    name: str  # P1 … P16
    title: str
    kept: bool | None  # None: nobody can see it from the platform's side of the line
    evidence: str

    def told(self) -> dict[str, Any]:
        return dict(vars(self))


def expect(holds: object, seen: str) -> None:
    """Raises BrokenError with what was seen instead."""
    if not holds:
        raise BrokenError(seen)

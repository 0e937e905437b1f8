"""The hours in which nobody of the staff is there, by the wall clock of the place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Night:
    """From `since` to `until`, HH:MM, past midnight where it ends earlier than it begins."""

    since: str = "22:00"
    until: str = "06:00"

    def now(self, moment: datetime) -> bool:
        """`until` itself is morning; where both are the same, no night ever begins."""
        time = f"{moment:%H:%M}"
        if self.since <= self.until:
            return self.since <= time < self.until
        return time >= self.since or time < self.until

"""Where the departments' parts of a matter stand, as the feed tells it: codes, and nothing personal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class BranchState(StrEnum):
    WAITING = "waiting"  # for the acceptance, or for other branches
    STARTED = "started"
    PAUSED = "paused"  # something is wanted of the person; the clock stands still
    DONE = "done"
    RETURNED = "returned"  # nothing comes of it


@dataclass(frozen=True)
class BranchNews:
    """`light` is a word of flows.calendar.Light; `reason` a code, as of a filing."""

    key: str
    state: BranchState
    light: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    due: datetime | None = None  # as far as it is known: a pause without an end leaves none
    reason: str | None = None

    def payload(self) -> dict[str, Any]:
        times = {name: getattr(self, name) for name in _TIMES}
        return {
            "key": self.key,
            "state": self.state.value,
            "light": self.light,
            **{name: value.isoformat() if value else None for name, value in times.items()},
            "reason": self.reason,
        }

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> BranchNews:
        """Raises KeyError, TypeError, AttributeError or ValueError for what is none."""
        reason = payload["reason"]
        if not isinstance(payload["key"], str) or not isinstance(reason, str | None):
            raise TypeError("not a text")
        times = {name: _moment(payload[name]) for name in _TIMES}
        return cls(
            payload["key"], BranchState(payload["state"]), str(payload["light"]), **times, reason=reason
        )


_TIMES = ("started_at", "ended_at", "due")


def _moment(text: object) -> datetime | None:
    if text is None:
        return None
    value = datetime.fromisoformat(str(text))
    if value.tzinfo is None:
        raise ValueError("time without offset")
    return value

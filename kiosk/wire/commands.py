"""What the platform asks of one terminal, and what the terminal says became of it: both signed.

A command runs out, is done once, and is answered whatever became of it: also a kind that this program does
not know, so that nobody waits for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from kiosk.wire.messages import MessageError, moment

COMMAND, ACKNOWLEDGEMENT = "command", "acknowledgement"


class Kind(StrEnum):
    SUSPEND_ITEM = "suspend_item"  # subject: the item, which nobody begins here until it is resumed
    RESUME_ITEM = "resume_item"
    SELF_TEST = "self_test"  # the report says what the checks found
    DIAGNOSIS = "diagnosis"  # the same, with the last entries of the journal and what waits
    RESTART_SCREENS = "restart_screens"  # as soon as nobody stands before one


OF_ITEMS = (Kind.SUSPEND_ITEM, Kind.RESUME_ITEM)


class Outcome(StrEnum):
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"  # it came too late, and was not done
    UNKNOWN = "unknown"  # this program knows no such command
    SUPERSEDED = "superseded"  # a later one about the same item came before it


@dataclass(frozen=True)
class Command:
    id: str
    terminal: str
    kind: str
    subject: str  # an item, or nothing
    issued_at: datetime
    expires_at: datetime

    def payload(self) -> dict[str, Any]:
        times = {"issued_at": self.issued_at.isoformat(), "expires_at": self.expires_at.isoformat()}
        return {**vars(self), **times}

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> Command:
        """Raises MessageError."""
        try:
            texts = {name: _text(payload[name]) for name in ("id", "terminal", "kind", "subject")}
            return cls(
                **texts, issued_at=moment(payload["issued_at"]), expires_at=moment(payload["expires_at"])
            )
        except (KeyError, TypeError, ValueError) as error:
            raise MessageError(f"command: {type(error).__name__}") from None


@dataclass(frozen=True)
class Acknowledgement:
    """`detail`: a code. `report`: findings and counts, nothing personal."""

    id: str  # of the command
    terminal: str
    outcome: Outcome
    detail: str
    at: datetime
    report: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def payload(self) -> dict[str, Any]:
        return {**vars(self), "outcome": self.outcome.value, "at": self.at.isoformat()}

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> Acknowledgement:
        """Raises MessageError."""
        try:
            report = payload["report"]
            if not isinstance(report, dict):
                raise TypeError("report")
            texts = {name: _text(payload[name]) for name in ("id", "terminal", "detail")}
            return cls(**texts, outcome=Outcome(payload["outcome"]), at=moment(payload["at"]), report=report)
        except (KeyError, TypeError, ValueError) as error:
            raise MessageError(f"acknowledgement: {type(error).__name__}") from None


def _text(value: object) -> str:
    """No longer than any that is meant."""
    if not isinstance(value, str) or len(value) > 120:
        raise TypeError("not a short text")
    return value

"""What is known of services, times, appointments and tickets, as values read from the platform's answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kiosk.flows.text import Text
from kiosk.wire import messages
from kiosk.wire.boot import BEIJING


@dataclass(frozen=True)
class Service:
    code: str
    title: Text
    place: Text
    where: Text
    phone: str
    minutes: int
    tickets: bool  # numbers are called there
    within: bool  # booked as part of a matter only

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Service:
        return cls(
            str(entry["code"]),
            _text(entry["title"]),
            _text(entry["place"]),
            _text(entry["where"]),
            str(entry["phone"]),
            int(entry["minutes"]),
            entry["tickets"] is True,
            entry["within"] is True,
        )


@dataclass(frozen=True)
class Start:
    service: str
    at: datetime

    @property
    def payload(self) -> dict[str, str]:
        return {"service": self.service, "start": self.at.isoformat()}


@dataclass(frozen=True)
class Time:
    service: str
    start: datetime
    end: datetime

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Time:
        return cls(str(entry["service"]), messages.moment(entry["start"]), messages.moment(entry["end"]))


@dataclass(frozen=True)
class Slot:
    start: datetime
    end: datetime
    free: int  # 0: full


@dataclass(frozen=True)
class Day:
    day: date
    slots: tuple[Slot, ...]

    @property
    def free(self) -> int:
        """Times that are left."""
        return sum(slot.free > 0 for slot in self.slots)


@dataclass(frozen=True)
class Free:
    """`days` of one service; `plans` of several, and without any of them why: service and full, fasting or
    order."""

    days: tuple[Day, ...]
    plans: tuple[tuple[Time, ...], ...]
    lacking: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, answer: Mapping[str, Any]) -> Free:
        return cls(
            tuple(Day(date.fromisoformat(e["day"]), _slots(e["slots"])) for e in answer["days"]),
            tuple(tuple(Time.read(time) for time in plan) for plan in answer["plans"]),
            tuple((str(e["service"]), str(e["why"])) for e in answer["lacking"]),
        )


@dataclass(frozen=True)
class Appointment:
    """`state`: held, booked, cancelled or expired. `token`: the platform's word on it, verified."""

    id: str
    state: str
    times: tuple[Time, ...]
    code: str
    expires_at: datetime
    changes_until: datetime
    token: str = field(repr=False)

    @classmethod
    def read(cls, answer: Mapping[str, Any]) -> Appointment:
        times = tuple(Time.read(entry) for entry in answer["times"])
        if not times:
            raise ValueError("an appointment without a time")
        expires, until = (_here(answer[name]) for name in ("expires_at", "changes_until"))
        id, state, code = (str(answer[name]) for name in ("id", "state", "code"))
        return cls(id, state, times, code, expires, until, str(answer["statement"]))

    @property
    def starts(self) -> tuple[Start, ...]:
        return tuple(Start(time.service, time.start) for time in self.times)


@dataclass(frozen=True)
class Ticket:
    id: str
    number: str
    service: str
    state: str  # waiting, called, passed or done
    ahead: int
    window: str
    taken_at: datetime

    @classmethod
    def read(cls, answer: Mapping[str, Any]) -> Ticket:
        id, number, service, state, window = (
            str(answer[name]) for name in ("id", "number", "service", "state", "window")
        )
        taken = _here(answer["taken_at"])
        return cls(id, number, service, state, int(answer["ahead"]), window, taken)


def _here(moment: str) -> datetime:
    """As the clock on the wall shows it."""
    return messages.moment(moment).astimezone(BEIJING)


def _text(entry: Mapping[str, Any]) -> Text:
    return Text(str(entry["zh"]), str(entry["easy"]), str(entry["en"]))


def _slots(entries: Sequence[Mapping[str, Any]]) -> tuple[Slot, ...]:
    moments = ((messages.moment(e["start"]), messages.moment(e["end"]), int(e["free"])) for e in entries)
    return tuple(Slot(*moment) for moment in moments)

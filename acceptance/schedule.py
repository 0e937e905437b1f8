"""What can be booked where: places, desks with their seats, services with their times. Data; no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from acceptance.failure import StartError
from kiosk.flows import calendar
from kiosk.flows.calendar import Calendar
from kiosk.wire.boot import BEIJING

FILE = Path(__file__).with_name("schedule.yaml")

Said = Mapping[str, str]  # zh-CN, zh-easy, en


class ScheduleError(StartError):
    """The file of services is none, or contradicts itself."""


@dataclass(frozen=True)
class Place:
    code: str
    title: Said
    where: Said
    phone: str


@dataclass(frozen=True)
class Desk:
    """`seats`: how many people it serves at one time."""

    code: str
    place: str
    seats: int


@dataclass(frozen=True)
class Service:
    code: str
    title: Said
    desks: tuple[str, ...]  # each gives one seat at the same time, or none does
    hours: tuple[tuple[time, time], ...]
    every: timedelta
    lasts: timedelta
    ahead: int  # days that can be booked beforehand, today counted
    cancel: timedelta  # until how long before its start it can be moved or given back
    working_days: bool
    tickets: str = ""  # the letter of the numbers that are called at it; none: nobody waits there
    within: bool = False  # booked as part of a matter, never by itself
    fasting: bool = False
    latest: time | None = None  # of several in one visit: when it has to have begun
    after: frozenset[str] = frozenset()

    def starts(self, day: date) -> Iterator[datetime]:
        """Every start of the day, whether or not somebody has it, whether or not the office works then."""
        for first, last in self.hours:
            at, end = _at(day, first), _at(day, last)
            while at + self.lasts <= end:
                yield at
                at += self.every


@dataclass(frozen=True)
class Time:
    """One service, from when to when."""

    service: str
    start: datetime
    end: datetime

    def meets(self, other: Time) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Schedule:
    places: Mapping[str, Place]
    desks: Mapping[str, Desk]
    services: Mapping[str, Service]
    walks: Mapping[frozenset[str], timedelta] = field(default_factory=dict)  # between two desks
    walk: timedelta = timedelta(minutes=10)  # between any others

    @classmethod
    def load(cls, file: Path = FILE) -> Schedule:
        """Raises ScheduleError."""
        try:
            return _read(yaml.safe_load(file.read_text("utf-8")))
        except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise ScheduleError(f"{file.name}: {type(error).__name__}") from None

    def place(self, service: Service) -> Place:
        return self.places[self.desks[service.desks[0]].place]

    def between(self, one: Service, other: Service) -> timedelta:
        """How long the way takes from what one ends at to what the other begins at."""
        pair = frozenset((one.desks[0], other.desks[0]))
        return timedelta() if len(pair) == 1 else self.walks.get(pair, self.walk)

    def opens(self, service: Service, day: date) -> bool:
        return not service.working_days or _calendar().works(day)

    def bookable(self, service: Service, at: datetime, now: datetime) -> bool:
        """Whether there is such a time, and it is not over and not too far ahead."""
        day = at.astimezone(BEIJING).date()
        known = self.opens(service, day) and at in service.starts(day)
        return known and at > now and day in days(service, now)


def days(service: Service, now: datetime) -> list[date]:
    return [now.astimezone(BEIJING).date() + timedelta(days=n) for n in range(service.ahead)]


@cache
def _calendar() -> Calendar:
    return calendar.load()


def _at(day: date, when: time) -> datetime:
    return datetime.combine(day, when, BEIJING)


def _read(data: Mapping[str, Any]) -> Schedule:
    walks = dict(data.get("walks", {}))
    walk = timedelta(minutes=walks.pop("default", 10))
    schedule = Schedule(
        {code: Place(code, **entry) for code, entry in data["places"].items()},
        {code: Desk(code, **entry) for code, entry in data["desks"].items()},
        {code: _service(code, entry) for code, entry in data["services"].items()},
        {frozenset(pair.split()): timedelta(minutes=minutes) for pair, minutes in walks.items()},
        walk,
    )
    for service in schedule.services.values():
        places = {schedule.desks[desk].place for desk in service.desks}
        strangers = service.after - schedule.services.keys()
        if len(places) != 1 or places - schedule.places.keys() or strangers or service.every <= timedelta():
            raise ValueError(service.code)
    return schedule


def _service(code: str, entry: Mapping[str, Any]) -> Service:
    return Service(
        code=code,
        title=entry["title"],
        desks=tuple(entry["desks"]),
        hours=tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in entry["hours"]),
        every=timedelta(minutes=entry["every"]),
        lasts=timedelta(minutes=entry["minutes"]),
        ahead=int(entry["ahead"]),
        cancel=timedelta(hours=entry["cancel_hours"]),
        working_days=entry["days"] == "working",
        tickets=str(entry.get("tickets", "")),
        within=bool(entry.get("within", False)),
        fasting=bool(entry.get("fasting", False)),
        latest=time.fromisoformat(entry["latest"]) if "latest" in entry else None,
        after=frozenset(entry.get("after", ())),
    )

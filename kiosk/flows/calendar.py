"""Working days of the People's Republic, and the clock of a promised time limit. Knows no clock of its own.

The days off of a year are data (`resources/data/calendar-*.yaml`). Where no arrangement was announced yet,
only weekends are days off, and what was reckoned with such a day says that it is not confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parents[2] / "resources" / "data"
SILENCE = 5  # working days after which an unanswered, complete filing counts as accepted
YELLOW, RED = 0.8, 1.0  # parts of a limit
_DAY = timedelta(days=1)
_ILL_FORMED = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
_NEW_YEAR = (12, 25)  # from here on the next year's arrangement may still move days of this one


class CalendarError(ValueError):
    """A calendar that contradicts itself, or a file that is none."""


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    DAYS = "days"
    HOURS = "hours"
    MINUTES = "minutes"


_SHORT = {Unit.HOURS: timedelta(hours=1), Unit.MINUTES: timedelta(minutes=1)}  # run from the moment itself


class Light(StrEnum):
    WAITING = "waiting"  # nothing was accepted yet, so no promise runs
    GREEN = "green"
    PAUSED = "paused"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True)
class Calendar:
    holidays: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()  # weekend days on which work is done
    confirmed: frozenset[int] = frozenset()  # years whose arrangement was announced

    def works(self, day: date) -> bool:
        return day not in self.holidays and (day.weekday() < 5 or day in self.made_up)

    def is_confirmed(self, day: date) -> bool:
        """Whether nobody is still to announce anything about that day."""
        following = (day.month, day.day) >= _NEW_YEAR
        return day.year in self.confirmed and (not following or day.year + 1 in self.confirmed)

    def plus(self, day: date, working_days: int) -> date:
        """The n-th working day after `day`; with 0 the day itself. Raises CalendarError below 0."""
        if working_days < 0:
            raise CalendarError("a number of working days below 0")
        for _ in range(working_days):
            day += _DAY
            while not self.works(day):
                day += _DAY
        return day

    def between(self, after: date, until: date) -> int:
        """Working days later than `after`, `until` counted."""
        return sum(self.works(day) for day in _days(after + _DAY, until))


@dataclass(frozen=True)
class Pause:
    """Days that do not count: something is to be supplied, inspected or made public. Both ends included."""

    why: str  # correction | inspection | publication | …
    first: date
    last: date | None = None  # none: it goes on

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Limit:
    count: int
    unit: Unit = Unit.WORKING_DAYS


@dataclass(frozen=True)
class Due:
    """The last moment of a limit is the end of `day`, or `at` itself where hours or minutes were promised."""

    day: date
    at: datetime
    confirmed: bool


@dataclass(frozen=True)
class Clock:
    """A promise that runs from acceptance, and never from receipt; days count from the day after it."""

    limit: Limit
    accepted: datetime | None
    pauses: Sequence[Pause] = ()

    def due(self, calendar: Calendar) -> Due | None:
        """None while nothing was accepted, and while a pause that has no end stands in the way."""
        return self.reaches(calendar, RED)

    def reaches(self, calendar: Calendar, part: float) -> Due | None:
        """When this part of the limit is used up; None where `due` is None."""
        if self.accepted is None:
            return None
        left, confirmed = self._whole() * part, True
        for start, end, counts in self._stretches(calendar, self.accepted):
            if self.limit.unit is Unit.WORKING_DAYS:
                confirmed = confirmed and calendar.is_confirmed(start.date())
            if counts and end - start >= left:
                at = start + left
                return Due(start.date(), at, confirmed)
            left -= (end - start) if counts else timedelta()
        return None

    def part(self, calendar: Calendar, now: datetime) -> float:
        """How much of the limit is used up at `now`: 0 before acceptance, 1 when it is due, more after it."""
        if self.accepted is None:
            return 0.0
        used = timedelta()
        for start, end, counts in self._stretches(calendar, self.accepted, now.date()):
            if start >= now:
                break
            used += (min(end, now) - start) if counts else timedelta()
        return used / self._whole()

    def light(self, calendar: Calendar, now: datetime) -> Light:
        if self.accepted is None or now < self.accepted:
            return Light.WAITING
        part = self.part(calendar, now)
        if part >= RED:
            return Light.RED
        if any(pause.holds(now.date()) for pause in self.pauses):
            return Light.PAUSED
        return Light.YELLOW if part >= YELLOW else Light.GREEN

    def _whole(self) -> timedelta:
        if self.limit.count < 1:
            raise CalendarError("a limit below 1")
        return self.limit.count * _SHORT.get(self.limit.unit, _DAY)

    def _stretches(
        self, calendar: Calendar, accepted: datetime, last: date | None = None
    ) -> Iterator[tuple[datetime, datetime, bool]]:
        """Day by day from when the clock starts: start, end, whether it counts. Ends where nothing can count
        any more: in a pause without an end, or after `last`."""
        midnight = datetime.combine(accepted.date() + _DAY, time(), accepted.tzinfo)
        start = accepted if self.limit.unit in _SHORT else midnight
        endless = min((pause.first for pause in self.pauses if pause.last is None), default=date.max - _DAY)
        while start.date() < endless and (last is None or start.date() <= last):
            day = start.date()
            end = datetime.combine(day + _DAY, time(), start.tzinfo)
            counts = self.limit.unit is not Unit.WORKING_DAYS or calendar.works(day)
            yield start, end, counts and not any(pause.holds(day) for pause in self.pauses)
            start = end


def deemed_from(received: date, calendar: Calendar) -> date:
    """The first day on which a complete filing that nobody answered counts as accepted, as of its receipt."""
    return calendar.plus(received, SILENCE) + _DAY


def accepted_at(
    received: datetime, accepted: datetime | None, answered: bool, now: datetime, calendar: Calendar
) -> datetime | None:
    """When the promise of a complete filing began: with acceptance, or after long silence with receipt.

    `answered`: the platform has said anything about acceptance, be it that something is missing.
    """
    if accepted is not None or answered:
        return accepted
    return received if now.date() >= deemed_from(received.date(), calendar) else None


def load(folder: Path = DATA) -> Calendar:
    """All years of a folder. Raises CalendarError with the file's name for one that contradicts itself."""
    years = []
    for path in sorted(folder.glob("calendar-*.yaml")):
        try:
            years.append(read(path.read_bytes()))
        except (OSError, CalendarError) as error:
            raise CalendarError(f"{path.name}: {error}") from None
    return Calendar(
        frozenset(day for year in years for day in year.holidays),
        frozenset(day for year in years for day in year.made_up),
        frozenset(number for year in years for number in year.confirmed),
    )


def read(content: bytes) -> Calendar:
    """The file of one year. Raises CalendarError for whatever else the bytes are."""
    try:
        entry = yaml.safe_load(content.decode("utf-8"))
        spans = [(span["from"], span["to"]) for span in entry["holidays"]]
        year, on = entry["year"], entry["made_up"]
        _check(entry, [*on, *(day for span in spans for day in span)])
        off = {day for span in spans for day in _days(*span)}
        if off & set(on):
            raise CalendarError("a day is both off and made up")
        return Calendar(frozenset(off), frozenset(on), frozenset({year} if entry["confirmed"] else ()))
    except CalendarError:
        raise
    except (
        yaml.YAMLError,
        *_ILL_FORMED,
    ) as error:  # yaml lets through what its own constructors stumble over
        raise CalendarError(f"{type(error).__name__}: {error}") from None


def _check(entry: dict[str, Any], named: Sequence[Any]) -> None:
    """Before any day between two others is made: they may be thousands of years apart."""
    year = entry["year"]
    if (
        type(year) is not int
        or type(entry["confirmed"]) is not bool
        or not isinstance(entry["made_up"], list)
    ):
        raise CalendarError("year: a number; confirmed: true or false; made_up: a list of days")
    if any(type(day) is not date for day in named):
        raise CalendarError("a day is written as 2026-10-01")
    if any(day.year not in (year, year - 1) for day in named):
        raise CalendarError("a day of another year")
    if any(day.weekday() < 5 for day in entry["made_up"]):
        raise CalendarError("a day made up is no weekend day")
    if entry["confirmed"] and not entry["source"]:
        raise CalendarError("confirmed by nobody: the source is missing")


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))

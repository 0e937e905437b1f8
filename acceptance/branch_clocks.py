"""The clock of one branch: from its start, through its pauses, to yellow at 80 % and red at 100 %.

Working days and days are reckoned by the calendar, and a pause takes its days whole; hours and minutes stand
still to the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from acceptance.platform import CHINA
from kiosk.flows import calendar
from kiosk.flows.calendar import RED, YELLOW, Clock, Light, Limit, Pause, Unit

_SHORT = (Unit.HOURS, Unit.MINUTES)
known_calendar = cache(calendar.load)


@dataclass(frozen=True)
class Rest:
    since: datetime
    until: datetime | None = None  # none: it goes on


@dataclass(frozen=True)
class Running:
    limit: Limit | None  # none: at once
    started: datetime
    rests: Sequence[Rest] = ()

    @property
    def resting(self) -> Rest | None:
        return next((rest for rest in self.rests if rest.until is None), None)


def light(running: Running, now: datetime) -> Light:
    found = _clock(running).light(known_calendar(), _seen(running, now))
    return Light.PAUSED if running.resting is not None and found is not Light.RED else found


def due(running: Running) -> datetime | None:
    """None while it rests: nobody knows when it goes on."""
    if running.resting is not None:
        return None
    found = _clock(running).due(known_calendar())
    return found.at if found else None


def next_look(running: Running, now: datetime) -> datetime | None:
    """When the light changes by itself; None if it does not any more, or while it rests."""
    if running.resting is not None:
        return None
    clock = _clock(running)
    times = [found.at for part in (YELLOW, RED) if (found := clock.reaches(known_calendar(), part))]
    return next((at for at in times if at > now), None)


def _clock(running: Running) -> Clock:
    """In the time of China, whose days are meant."""
    limit, started = running.limit or Limit(1, Unit.MINUTES), running.started.astimezone(CHINA)
    if limit.unit in _SHORT:
        slept = sum((r.until - r.since for r in running.rests if r.until), timedelta())
        return Clock(limit, started + slept)
    return Clock(
        limit, started, [Pause("person", _day(r.since), r.until and _day(r.until)) for r in running.rests]
    )


def _seen(running: Running, now: datetime) -> datetime:
    """While it rests the hour at which it began to."""
    return (running.resting.since if running.resting else now).astimezone(CHINA)


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()

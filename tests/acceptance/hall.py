"""A platform in this process with a clock that a test sets: a Monday morning in the service hall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from acceptance.appointments import Start, Told, Wanted
from acceptance.database import Database
from acceptance.enrolment import Terminal
from acceptance.face_policy import Faces
from acceptance.keys import Keys
from acceptance.platform import CHINA, Platform
from acceptance.population import Population
from acceptance.sandbox import Sandbox
from acceptance.schedule import Schedule
from acceptance.tables import terminals
from tests.acceptance.station import new_id

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=CHINA)
HERE = Terminal("330521-0001-001", "330521", "0001", "001")


class Clock:
    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: int) -> None:
        self.now += timedelta(**time)


def open_hall(keys: Path, database: Database, clock: Callable[[], datetime]) -> Platform:
    """`keys`: the folder of another platform's, where this one is to be the same. Nothing in it draws or
    recognises anybody: appointments need no fonts and no faces."""
    with database.writing() as connection:
        values = {"id": HERE.id, "region": HERE.region, "site": HERE.site, "number": HERE.number}
        connection.execute(database.insert_new(terminals, **values))
    parts = {"flows": {}, "population": Population.load(), "public_url": "", "sandbox": Sandbox(False)}
    of_place = {"layout": None, "faces": Faces.load(None, None), "schedule": Schedule.load()}
    return Platform(database=database, keys=Keys.open(keys), clock=clock, **parts, **of_place)


def smaller(platform: Platform, **seats: int) -> Platform:
    """The same with fewer seats at some desks: `hall__tax` is the desk hall.tax."""
    desks = dict(platform.schedule.desks)
    for name, count in seats.items():
        code = name.replace("__", ".")
        desks[code] = replace(desks[code], seats=count)
    return replace(platform, schedule=replace(platform.schedule, desks=desks))


def at(time: str, day: int = 0) -> datetime:
    """`time` is HH:MM; `day`: days after that Monday."""
    return datetime.combine(MONDAY.date() + timedelta(days=day), datetime.min.time(), CHINA) + timedelta(
        hours=int(time[:2]), minutes=int(time[3:])
    )


def wanted(number: str, *starts: tuple[str, datetime], filing: str | None = None) -> Wanted:
    return Wanted(new_id(), number, tuple(Start(*start) for start in starts), filing)


def starts_of(told: Told) -> tuple[Start, ...]:
    return tuple(Start(time.service, time.start) for time in told.times)

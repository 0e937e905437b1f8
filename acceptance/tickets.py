"""Queue tickets: a number, how many people are ahead, being called, being passed over and waiting again.

A person has one number a day for a service: whoever asks again hears of the same one. Whoever was called and
did not come takes their number again and waits behind the next three.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from acceptance.appointment_tables import queues, tickets
from acceptance.database import Database
from acceptance.enrolment import Terminal
from acceptance.platform import CHINA, Platform
from acceptance.problems import Kind, ProblemError
from acceptance.schedule import Schedule, Service

WAITING, CALLED, PASSED, DONE = "waiting", "called", "passed", "done"
BEHIND = 3  # people whom somebody who was passed over lets go first
_STRIDE = 1000  # between two places, so that somebody fits in between


@dataclass(frozen=True)
class Told:
    id: str
    number: str  # as it is called: A012
    service: str
    state: str
    ahead: int  # people who are called before; 0 of one who waits no more
    window: str  # where to go, once called
    taken_at: datetime


@dataclass(frozen=True)
class Hall:
    """What a desk needs that calls people: not the whole platform."""

    database: Database
    schedule: Schedule
    clock: Callable[[], datetime] = field(repr=False)


def take(platform: Platform, terminal: Terminal, id: str, id_number: str, code: str) -> Told:
    """Raises ProblemError where nobody is called at that service, or the office is closed today."""
    service = _service(platform.schedule, code)
    now, person = platform.clock(), platform.keys.pseudonym(id_number)
    if not _is_open(platform.schedule, service, now):
        raise ProblemError(Kind.GONE)
    with platform.database.writing() as connection:
        last = _lock(connection, platform.database, code, now)
        mine = _of_person(connection, person, code, now)
        if mine is None or mine.state == DONE:
            values = {"id": id, "terminal": terminal.id, "person": person, "service": code}
            row = {"day": _day(now), "number": last + 1, "place": (last + 1) * _STRIDE}
            told = {"state": WAITING, "window": "", "taken_at": now}
            taken = platform.database.insert_new(tickets, **values, **row, **told)
            if not connection.execute(taken).rowcount:
                return _told(connection, service, _same(connection, values))
            changed = update(queues).where(queues.c.service == code, queues.c.day == _day(now))
            connection.execute(changed.values(last=last + 1))
        elif mine.state == PASSED:
            changed = update(tickets).where(tickets.c.id == mine.id)
            place = _behind(connection, code, now)
            connection.execute(changed.values(state=WAITING, place=place, window="", called_at=None))
        row_now = _of_person(connection, person, code, now)
        assert row_now is not None
        return _told(connection, service, row_now)


def state(platform: Platform, terminal: Terminal, id: str) -> Told:
    """Where a number that this terminal gave stands. Raises ProblemError."""
    with platform.database.reading() as connection:
        mine = (tickets.c.id == id, tickets.c.terminal == terminal.id)
        row = connection.execute(select(tickets).where(*mine)).first()
        if row is None:
            raise ProblemError(Kind.NOT_FOUND)
        return _told(connection, platform.schedule.services[row.service], row)


def call(hall: Hall, code: str, window: str) -> Told | None:
    """The next one; whoever was served at that window is done. None: nobody waits. Raises ProblemError."""
    service, now = _service(hall.schedule, code), hall.clock()
    with hall.database.writing() as connection:
        _lock(connection, hall.database, code, now)
        served = update(tickets).where(*_in(code, now, CALLED), tickets.c.window == window)
        connection.execute(served.values(state=DONE))
        following = select(tickets).where(*_in(code, now, WAITING)).order_by(tickets.c.place).limit(1)
        row = connection.execute(following).first()
        if row is None:
            return None
        changed = update(tickets).where(tickets.c.id == row.id)
        connection.execute(changed.values(state=CALLED, called_at=now, window=window))
        return _told(connection, service, _at(connection, row.id))


def pass_over(hall: Hall, code: str, window: str) -> Told | None:
    """Whoever was called to that window did not come. None: nobody was called. Raises ProblemError."""
    service, now = _service(hall.schedule, code), hall.clock()
    with hall.database.writing() as connection:
        _lock(connection, hall.database, code, now)
        there = select(tickets).where(*_in(code, now, CALLED), tickets.c.window == window)
        row = connection.execute(there).first()
        if row is None:
            return None
        connection.execute(update(tickets).where(tickets.c.id == row.id).values(state=PASSED))
        return _told(connection, service, _at(connection, row.id))


def waiting(platform: Platform, code: str) -> int:
    """How many people wait at a service just now."""
    with platform.database.reading() as connection:
        count = select(func.count()).select_from(tickets).where(*_in(code, platform.clock(), WAITING))
        return int(connection.scalar(count) or 0)


def _lock(connection: Connection, database: Database, code: str, now: datetime) -> int:
    """Alone with this queue of today; its last number."""
    connection.execute(database.insert_new(queues, service=code, day=_day(now), last=0))
    mine = (queues.c.service == code, queues.c.day == _day(now))
    return int(connection.execute(select(queues.c.last).where(*mine).with_for_update()).scalar_one())


def _same(connection: Connection, values: dict[str, str]) -> Row[Any]:
    """The number that was given under this id before. Raises ProblemError where it was for something else."""
    found = _at(connection, values["id"])
    if any(getattr(found, name) != value for name, value in values.items()):
        raise ProblemError(Kind.CONFLICT)
    return found


def _behind(connection: Connection, code: str, now: datetime) -> int:
    """A place behind the next three, or behind everybody where there are fewer."""
    places = select(tickets.c.place).where(*_in(code, now, WAITING)).order_by(tickets.c.place).limit(BEHIND)
    found = list(connection.scalars(places))
    if not found:
        return 0
    used = set(connection.scalars(select(tickets.c.place).where(*_in(code, now, WAITING))))
    return next(place for place in range(found[-1] + 1, found[-1] + 2 + len(used)) if place not in used)


def _of_person(connection: Connection, person: str, code: str, now: datetime) -> Row[Any] | None:
    mine = (tickets.c.person == person, tickets.c.service == code, tickets.c.day == _day(now))
    newest = select(tickets).where(*mine).order_by(tickets.c.number.desc()).limit(1)
    return connection.execute(newest).first()


def _at(connection: Connection, id: str) -> Row[Any]:
    return connection.execute(select(tickets).where(tickets.c.id == id)).one()


def _in(code: str, now: datetime, state: str) -> tuple[Any, ...]:
    return tickets.c.service == code, tickets.c.day == _day(now), tickets.c.state == state


def _told(connection: Connection, service: Service, row: Row[Any]) -> Told:
    before = (tickets.c.service == row.service, tickets.c.day == row.day, tickets.c.state == WAITING)
    count = select(func.count()).select_from(tickets).where(*before, tickets.c.place < row.place)
    ahead = int(connection.scalar(count) or 0) if row.state == WAITING else 0
    number = f"{service.tickets}{row.number:03d}"
    return Told(row.id, number, row.service, row.state, ahead, row.window, row.taken_at)


def _service(schedule: Schedule, code: str) -> Service:
    service = schedule.services.get(code)
    if service is None or not service.tickets:
        raise ProblemError(Kind.NOT_FOUND)
    return service


def _is_open(schedule: Schedule, service: Service, now: datetime) -> bool:
    """Until its last hour is over; whoever comes before the first one waits."""
    here = now.astimezone(CHINA)
    last = max(until for _, until in service.hours)
    return schedule.opens(service, here.date()) and here.time() < last


def _day(now: datetime) -> str:
    return now.astimezone(CHINA).date().isoformat()

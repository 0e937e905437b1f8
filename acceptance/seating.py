"""Seats at desks: who has one when, how many are left, and taking several of them, all or none.

Whoever takes seats locks the person first and then each desk's day in one order, so that takers come one
after the other and never wait for each other in a circle. What somebody only holds is free again once its
time is over, without anybody having to write that down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, or_, select

from acceptance.appointment_tables import appointments, bookers, desk_days, seats
from acceptance.database import Database
from acceptance.platform import CHINA, Platform
from acceptance.problems import Kind, ProblemError
from acceptance.schedule import Schedule, Service, Time

HELD, BOOKED, CANCELLED = "held", "booked", "cancelled"


@dataclass(frozen=True)
class Seat:
    desk: str
    start: datetime
    end: datetime


class Taken:
    """The seats that are taken at some desks on some days, by others than one appointment."""

    def __init__(self, schedule: Schedule, rows: Iterable[Any]) -> None:
        self._schedule = schedule
        self._of: dict[str, list[Seat]] = {}
        for row in rows:
            self._of.setdefault(row.desk, []).append(Seat(row.desk, row.start, row.end))

    def free(self, service: Service, start: datetime) -> int:
        """How many more people the desks of the service can all serve from `start` on."""
        return min(self._left(desk, start, start + service.lasts) for desk in service.desks)

    def _left(self, desk: str, start: datetime, end: datetime) -> int:
        there = [seat for seat in self._of.get(desk, ()) if seat.start < end and start < seat.end]
        moments = [start, *(seat.start for seat in there if seat.start > start)]
        crowd = max(sum(seat.start <= at < seat.end for seat in there) for at in moments)
        return self._schedule.desks[desk].seats - crowd


@dataclass(frozen=True)
class Ledger:
    """The seats within one transaction, at one moment."""

    connection: Connection
    database: Database
    schedule: Schedule
    now: datetime

    @classmethod
    def of(cls, connection: Connection, platform: Platform) -> Ledger:
        return cls(connection, platform.database, platform.schedule, platform.clock())

    def lock_person(self, person: str) -> None:
        self.connection.execute(self.database.insert_new(bookers, person=person))
        mine = select(bookers).where(bookers.c.person == person)
        self.connection.execute(mine.with_for_update()).all()

    def taken(self, services: Collection[Service], days: Collection[date], but: str = "") -> Taken:
        """`but`: the appointment that is being moved."""
        desks = {desk for service in services for desk in service.desks}
        names = [day.isoformat() for day in days]
        found = select(seats.c.desk, seats.c.start, seats.c.end).join(appointments)
        where = (seats.c.desk.in_(desks), seats.c.day.in_(names), alive(self.now))
        rows = self.connection.execute(found.where(*where, seats.c.appointment != but))
        return Taken(self.schedule, rows.all())

    def take(self, appointment: str, times: Sequence[Time]) -> None:
        """Gives an appointment exactly these seats and lets go of those that it had. The person is locked.
        Raises ProblemError where one of them is gone; the transaction has to end then."""
        self._lock({(desk, day_of(time.start)) for time in times for desk in self._desks(time)})
        self.connection.execute(delete(seats).where(seats.c.appointment == appointment))
        for time in times:
            service = self.schedule.services[time.service]
            if self.taken([service], [day_of(time.start)]).free(service, time.start) < 1:
                raise ProblemError(Kind.SLOT_TAKEN)
            for desk in service.desks:
                row = {"desk": desk, "start": time.start, "end": time.end}
                day = day_of(time.start).isoformat()
                self.connection.execute(seats.insert().values(appointment=appointment, day=day, **row))

    def _desks(self, time: Time) -> tuple[str, ...]:
        return self.schedule.services[time.service].desks

    def _lock(self, keys: set[tuple[str, date]]) -> None:
        for desk, day in sorted(keys):
            name = day.isoformat()
            self.connection.execute(self.database.insert_new(desk_days, desk=desk, day=name))
            mine = select(desk_days).where(desk_days.c.desk == desk, desk_days.c.day == name)
            self.connection.execute(mine.with_for_update()).all()


def alive(now: datetime) -> Any:
    """The condition that an appointment counts: it is booked, or held and its time is not over."""
    held = and_(appointments.c.state == HELD, appointments.c.expires_at > now)
    return or_(appointments.c.state == BOOKED, held)


def day_of(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()

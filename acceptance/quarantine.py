"""Filings that were refused as messages, or whose parts do not come: each waits at its terminal, and here for
somebody with a due date. Beside them those that rest on a promise which an office doubts.

A person left with a slip that says 已收件, so nobody may forget it. Of the filing itself nothing is known
here but its id; what is in it stays sealed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, Row, func, select, update

from acceptance import awaited, second_trips
from acceptance.console_tables import quarantined
from acceptance.database import Database
from acceptance.enrolment import Terminal
from acceptance.platform import Platform
from acceptance.problems import Kind
from kiosk.flows import calendar
from kiosk.wire.envelope import digest

WORKING_DAYS = 2  # until somebody has found out what is wrong
_PASSES = (Kind.BUSY, Kind.FAILED, Kind.IN_FLIGHT, Kind.NOT_ADMITTED)  # the terminal comes again by itself
PARTS_MISSING = "parts-missing"  # nothing was refused
PROMISE = "promise-in-doubt"  # nor here: it is taken, and goes on
_SHOWN = 200


class Ending(StrEnum):
    ARRIVED = "arrived"  # it came after all
    AGAIN = "again"  # the person was told to file anew
    NOTHING = "nothing"  # nobody has to do anything: a test, a duplicate


class ClosedError(Exception):
    """Somebody else has closed it, or it arrived."""


@dataclass(frozen=True)
class Waiting:
    filing: str
    terminal: str
    problem: str
    at: datetime
    due: date
    taken_by: str | None
    ending: Ending | None


def note(platform: Platform, terminal: Terminal, filing: str, kind: Kind, envelope: str) -> None:
    """A filing was refused. Once: a terminal that sends it again does not put off its due date. If it was
    waiting for parts, it is not any more."""
    if kind in _PASSES:
        return
    problem = kind.type.rsplit(":", 1)[1]
    with platform.database.writing() as connection:
        awaited.refused(connection, terminal.id, filing, digest(envelope.encode()))
        entry = {"filing": filing, "terminal": terminal.id, "problem": problem}
        if not _enter(connection, platform.database, platform.clock(), entry):
            late = (quarantined.c.filing == filing, quarantined.c.problem == PARTS_MISSING)
            connection.execute(update(quarantined).where(*late).values(problem=problem))


def late(connection: Connection, database: Database, terminal: str, filing: str, now: datetime) -> None:
    """Its parts do not come. Once as well."""
    _enter(connection, database, now, {"filing": filing, "terminal": terminal, "problem": PARTS_MISSING})


def doubt(connection: Connection, database: Database, terminal: str, filing: str, now: datetime) -> None:
    """An office says no to what was promised. Once, however many promises it were."""
    _enter(connection, database, now, {"filing": filing, "terminal": terminal, "problem": PROMISE})


def arrived(connection: Connection, filing: str, at: datetime) -> None:
    """In the transaction that keeps the filing."""
    waits = (quarantined.c.filing == filing, quarantined.c.closed_at.is_(None))
    values = {"closed_at": at, "ending": Ending.ARRIVED.value}
    connection.execute(update(quarantined).where(*waits).values(**values))


def listed(connection: Connection, *, closed: bool = False) -> list[Waiting]:
    """What waits, the most urgent first; or what was closed, the last first."""
    query = select(quarantined)
    if closed:
        query = query.where(quarantined.c.closed_at.is_not(None)).order_by(quarantined.c.closed_at.desc())
    else:
        query = query.where(quarantined.c.closed_at.is_(None)).order_by(quarantined.c.due, quarantined.c.at)
    return [_waiting(row) for row in connection.execute(query.limit(_SHOWN))]


def count(connection: Connection) -> int:
    waits = select(func.count()).select_from(quarantined).where(quarantined.c.closed_at.is_(None))
    return int(connection.scalar(waits) or 0)


def find(connection: Connection, filing: str) -> Waiting | None:
    row = connection.execute(select(quarantined).where(quarantined.c.filing == filing)).first()
    return _waiting(row) if row else None


def take(connection: Connection, filing: str, account: str) -> None:
    """Raises ClosedError. From somebody else as well: people fall ill."""
    _change(connection, filing, taken_by=account)


def close(connection: Connection, filing: str, account: str, ending: Ending, at: datetime) -> None:
    """Raises ClosedError."""
    _change(connection, filing, closed_at=at, closed_by=account, ending=ending.value)
    if ending is Ending.AGAIN:
        second_trips.note(connection, filing, second_trips.NOT_ARRIVED, at)


def _enter(connection: Connection, database: Database, now: datetime, entry: Mapping[str, str]) -> bool:
    """Whether it was not there yet."""
    due = calendar.load().plus(now.date(), WORKING_DAYS).isoformat()
    values = {**entry, "at": now, "due": due}
    return connection.execute(database.insert_new(quarantined, **values)).rowcount == 1


def _change(connection: Connection, filing: str, **values: object) -> None:
    waits = (quarantined.c.filing == filing, quarantined.c.closed_at.is_(None))
    if connection.execute(update(quarantined).where(*waits).values(**values)).rowcount != 1:
        raise ClosedError


def _waiting(row: Row[tuple[object, ...]]) -> Waiting:
    return Waiting(
        filing=row.filing,
        terminal=row.terminal,
        problem=row.problem,
        at=row.at,
        due=date.fromisoformat(row.due),
        taken_by=row.taken_by,
        ending=Ending(row.ending) if row.ending else None,
    )

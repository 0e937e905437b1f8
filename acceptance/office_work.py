"""Departments that work for themselves: how they prove who they are, and take up what waits for them.

Several of a department's people ask at once. Whoever has a branch keeps it for a while, and then it is
anybody's again: a clerk whose machine died holds nothing up.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from acceptance import branch_notes, branch_rows, branches, opened, tables
from acceptance.branch_tables import branches as rows
from acceptance.branch_tables import office_keys
from acceptance.database import Database
from acceptance.keys import hashed
from acceptance.platform import Clock, Platform
from acceptance.problems import Kind, ProblemError
from kiosk.wire.branch_news import BranchState

LEASE = timedelta(minutes=15)  # how long a branch is one worker's


@dataclass(frozen=True)
class Claimed:
    """What a department needs to work on its branch: the form, and what others gave for it."""

    filing: str
    acceptance_number: str
    item: str
    branch: str
    started_at: datetime
    until: datetime
    answers: Mapping[str, Any] = field(repr=False)
    inputs: Mapping[str, str] = field(repr=False)
    notes: Mapping[str, str] = field(repr=False)  # of the branches before it


def new_key(database: Database, clock: Clock, department: str) -> str:
    """A key for a department, shown once. The keys that it had before end."""
    key, now = secrets.token_urlsafe(32), clock()
    mine = (office_keys.c.department == department, office_keys.c.ended_at.is_(None))
    with database.writing() as connection:
        connection.execute(update(office_keys).where(*mine).values(ended_at=now))
        values = {"hash": hashed(key), "department": department, "made_at": now}
        connection.execute(office_keys.insert().values(**values))
    return key


def department(platform: Platform, key: str) -> str:
    """Whose key it is. Raises ProblemError."""
    good = (office_keys.c.hash == hashed(key), office_keys.c.ended_at.is_(None))
    with platform.database.reading() as connection:
        found: str | None = connection.scalar(select(office_keys.c.department).where(*good))
    if found is None:
        raise ProblemError(Kind.NOT_AN_OFFICE)
    return found


def claim(platform: Platform, office: str, worker: str, most: int) -> list[Claimed]:
    """What waits longest of what this department is to do and nobody has in hand: the worker's for LEASE."""
    now = platform.clock()
    free = or_(rows.c.claimed_until.is_(None), rows.c.claimed_until <= now)
    waiting = (rows.c.department == office, rows.c.state == BranchState.STARTED.value, free)
    query = select(rows).where(*waiting, rows.c.desk_at.is_(None)).order_by(rows.c.started_at).limit(most)
    with platform.database.writing() as connection:
        found = connection.execute(query.with_for_update(skip_locked=True)).all()
        return [_taken(connection, platform, row, worker, now) for row in found]


def outcome(
    platform: Platform, office: str, worker: str, place: tuple[str, str], word: branches.Word
) -> None:
    """The department's word on a branch that this worker has in hand, or put by for the person to act.
    Raises ProblemError."""
    filing, key = place
    with platform.database.writing() as connection:
        branches.hold(connection, filing)
        own = (rows.c.filing == filing, rows.c.key == key, rows.c.department == office)
        row = connection.execute(select(rows).where(*own)).first()
        if row is None:
            raise ProblemError(Kind.NOT_FOUND)
        in_hand = row.worker == worker and row.claimed_until and row.claimed_until > platform.clock()
        if row.state == BranchState.STARTED and not in_hand:
            raise ProblemError(Kind.BRANCH_CLOSED, "not in this worker's hands")
        branches.record(connection, platform, filing, key, word)
        if word.note is not None:
            branch_notes.leave(connection, filing, key, word.note, platform.clock())


def _taken(connection: Connection, platform: Platform, row: Row[Any], worker: str, now: datetime) -> Claimed:
    own = (rows.c.filing == row.filing, rows.c.key == row.key)
    until = now + LEASE
    connection.execute(update(rows).where(*own).values(worker=worker, claimed_until=until))
    filings = tables.filings
    filing = connection.execute(select(filings).where(filings.c.id == row.filing)).one()
    answers = opened.dossier(connection, platform, row.filing, row.key).answers
    inputs = branches.inputs(connection, row.filing, row.key)
    notes = branch_notes.read(connection, branch_rows.of(connection, row.filing), row)
    number, item = filing.acceptance_number, filing.item
    return Claimed(row.filing, number, item, row.key, row.started_at, until, answers, inputs, notes)

"""How often one person's phone may be asked, and its key be wrong, on whatever page of whatever terminal.

A key has six digits, and a terminal can ask for as many pages as it likes: only a count per person, which
outlives the pages, keeps it from being guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from acceptance import tables
from acceptance.database import Database


@dataclass(frozen=True)
class Limit:
    """So many attempts of a kind are allowed within the window, which moves along."""

    kind: str
    most: int
    window: timedelta


WRONG_KEYS = Limit("wrong_key", 10, timedelta(hours=24))
PAGES = Limit("page", 20, timedelta(hours=1))  # that the person did not confirm
_LONGEST = max(WRONG_KEYS.window, PAGES.window)


def alone(connection: Connection, database: Database, person: str) -> None:
    """Until the transaction ends, nobody else counts this person's attempts, so no two pass on one place."""
    phones = tables.phones
    connection.execute(database.insert_new(phones, person=person))
    connection.execute(select(phones).where(phones.c.person == person).with_for_update())


def note(connection: Connection, limit: Limit, person: str, confirmation: str, now: datetime) -> None:
    attempts = tables.attempts
    over = (attempts.c.person == person, attempts.c.at <= now - _LONGEST)
    connection.execute(delete(attempts).where(*over))
    values = {"person": person, "kind": limit.kind, "confirmation": confirmation, "at": now}
    connection.execute(attempts.insert().values(values))


def confirmed(connection: Connection, confirmation: str) -> None:
    """The person's own word: that page was no attempt to guess."""
    attempts = tables.attempts
    page = (attempts.c.confirmation == confirmation, attempts.c.kind == PAGES.kind)
    connection.execute(delete(attempts).where(*page))


def wait(connection: Connection, limit: Limit, person: str, now: datetime) -> timedelta | None:
    """How long until another attempt is allowed; none where one is allowed now."""
    attempts = tables.attempts
    own = (attempts.c.person == person, attempts.c.kind == limit.kind)
    newest = select(attempts.c.at).where(*own).order_by(attempts.c.at.desc())
    at = connection.scalar(newest.offset(limit.most - 1).limit(1))
    return at + limit.window - now if at is not None and at + limit.window > now else None

"""What people of the console write down for each other, about a terminal or about what waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from acceptance.console_tables import notes

LONGEST = 500  # characters


@dataclass(frozen=True)
class Note:
    by: str
    at: datetime
    text: str = field(repr=False)


def add(connection: Connection, subject: str, by: str, text: str, at: datetime) -> None:
    """An empty one is none."""
    if text := text.strip()[:LONGEST]:
        connection.execute(notes.insert().values(subject=subject, by=by, at=at, text=text))


def of(connection: Connection, subject: str) -> list[Note]:
    """The last one first."""
    query = select(notes).where(notes.c.subject == subject).order_by(notes.c.id.desc()).limit(50)
    return [Note(row.by, row.at, row.text) for row in connection.execute(query)]

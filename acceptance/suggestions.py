"""提建议: what people tell those who run terminals, and what became of it, by the code that they were given.

Nobody signs in for it and nobody is named. The code is the only way back, so only its hash is kept.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from acceptance.console_tables import suggestions
from acceptance.keys import hashed
from acceptance.platform import Platform
from kiosk.wire.suggestions import LONGEST, new_code

HOURLY = 60  # from everybody together: nobody signs in, so nobody can be counted alone
_SHOWN = 200


class Kind(StrEnum):
    SUGGESTION = "suggestion"
    COMPLAINT = "complaint"
    MACHINE = "machine"


class State(StrEnum):
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    SOLVED = "solved"


class SuggestionError(Exception):
    """It cannot be taken as it is; the text says why, to its author."""


class CrowdedError(SuggestionError):
    """Too many people at once."""


@dataclass(frozen=True)
class Suggestion:
    id: str
    kind: Kind
    terminal: str
    text: str = field(repr=False)  # in a person's own words
    at: datetime
    state: State
    changed_at: datetime
    taken_by: str | None
    answer: str = field(repr=False)


@dataclass(frozen=True)
class Step:
    """What somebody did with a suggestion, and what its author reads of it."""

    state: State
    by: str
    answer: str
    at: datetime


def take(platform: Platform, kind: str, text: str, terminal: str = "", code: str = "") -> str:
    """The code to ask with: `code`, if its author has one, and then the same again changes nothing. Raises
    SuggestionError; nothing is kept then."""
    text, terminal = _readable(text), _readable(terminal)
    if not text or len(text) > LONGEST:
        raise SuggestionError(f"请写下您的意见，最多 {LONGEST} 个字")
    if kind not in set(Kind):
        raise SuggestionError("请先选是哪一类")
    code = code or new_code()
    now = platform.clock()
    values: dict[str, Any] = {"kind": kind, "terminal": terminal[:15], "text": text, "at": now}
    values |= {"state": State.RECEIVED.value, "changed_at": now, "answer": ""}
    with platform.database.writing() as connection:
        if connection.execute(select(suggestions.c.id).where(suggestions.c.hash == _hash(code))).first():
            return code
        recent = (
            select(func.count()).select_from(suggestions).where(suggestions.c.at > now - timedelta(hours=1))
        )
        if int(connection.scalar(recent) or 0) >= HOURLY:
            raise CrowdedError("现在提意见的人太多。请一小时后再试，或者拨打 12345")
        id = secrets.token_hex(8)
        connection.execute(suggestions.insert().values(hash=_hash(code), id=id, **values))
    return code


def asked(platform: Platform, code: str) -> Suggestion | None:
    with platform.database.reading() as connection:
        row = connection.execute(select(suggestions).where(suggestions.c.hash == _hash(code))).first()
    return _suggestion(row) if row else None


def listed(connection: Connection, state: State | None = None) -> list[Suggestion]:
    """The newest first."""
    query = select(suggestions).order_by(suggestions.c.at.desc()).limit(_SHOWN)
    if state:
        query = query.where(suggestions.c.state == state.value)
    return [_suggestion(row) for row in connection.execute(query)]


def find(connection: Connection, id: str) -> Suggestion | None:
    row = connection.execute(select(suggestions).where(suggestions.c.id == id)).first()
    return _suggestion(row) if row else None


def open_count(connection: Connection) -> int:
    table = suggestions
    waits = select(func.count()).select_from(table).where(table.c.state != State.SOLVED.value)
    return int(connection.scalar(waits) or 0)


def move(connection: Connection, id: str, step: Step) -> None:
    """To any state: what was called solved may prove not to be."""
    own = suggestions.c.id == id
    values = {"state": step.state.value, "taken_by": step.by, "answer": step.answer[:LONGEST]}
    connection.execute(update(suggestions).where(own).values(**values, changed_at=step.at))


def _readable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n").strip()


def _hash(code: str) -> str:
    """Typed by hand: case and dashes do not matter."""
    return hashed("".join(letter for letter in code.upper() if letter.isalnum())[:40])


def _suggestion(row: Row[Any]) -> Suggestion:
    return Suggestion(
        id=row.id,
        kind=Kind(row.kind),
        terminal=row.terminal,
        text=row.text,
        at=row.at,
        state=State(row.state),
        changed_at=row.changed_at,
        taken_by=row.taken_by,
        answer=row.answer,
    )

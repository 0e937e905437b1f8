"""Bad ratings: within 15 working days somebody finds out what was wrong, puts it right and calls back.

Who rated is not told: the list knows the filing's id, the grade and the reasons that were tapped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, Row, func, select, update

from acceptance.console_tables import rectifications
from acceptance.database import Database
from kiosk.flows import calendar

WORKING_DAYS = 15
WORST = 2  # of five grades; this one and the one below are bad
_SHOWN = 200
_MOST, _LONGEST = 10, 40  # reasons, and letters of one


class Ending(StrEnum):
    RECTIFIED = "rectified"
    UNFOUNDED = "unfounded"


class ClosedError(Exception):
    """Somebody else has closed it, or there is none."""


@dataclass(frozen=True)
class Poor:
    filing: str
    terminal: str
    grade: int
    reasons: tuple[str, ...]
    at: datetime
    due: date
    taken_by: str | None
    closed_at: datetime | None
    ending: Ending | None

    def late(self, today: date) -> bool:
        """It is not closed in time; or it was not."""
        return self.due < (self.closed_at.date() if self.closed_at else today)


def note(connection: Connection, database: Database, rated: Mapping[str, object], now: datetime) -> None:
    """In the transaction that keeps the rating. `rated`: filing, terminal, grade, reasons."""
    if int(str(rated["grade"])) > WORST:
        return
    due = calendar.load().plus(now.date(), WORKING_DAYS).isoformat()
    values = {**rated, "reasons": json.dumps(_short(rated["reasons"])), "at": now, "due": due}
    connection.execute(database.insert_new(rectifications, **values))


def _short(reasons: object) -> list[str]:
    """A terminal signed them, and may have signed anything."""
    return [str(reason)[:_LONGEST] for reason in reasons[:_MOST]] if isinstance(reasons, list) else []


def listed(connection: Connection, *, closed: bool = False) -> list[Poor]:
    """What waits, the most urgent first; or what was closed, the last first."""
    known = rectifications.c
    query = select(rectifications)
    if closed:
        query = query.where(known.closed_at.is_not(None)).order_by(known.closed_at.desc(), known.filing)
    else:
        query = query.where(known.closed_at.is_(None)).order_by(known.due, known.at, known.filing)
    return [_poor(row) for row in connection.execute(query.limit(_SHOWN))]


def count(connection: Connection) -> int:
    waits = select(func.count()).select_from(rectifications).where(rectifications.c.closed_at.is_(None))
    return int(connection.scalar(waits) or 0)


def find(connection: Connection, filing: str) -> Poor | None:
    row = connection.execute(select(rectifications).where(rectifications.c.filing == filing)).first()
    return _poor(row) if row else None


def take(connection: Connection, filing: str, account: str) -> None:
    """Raises ClosedError. From somebody else as well: people fall ill."""
    _change(connection, filing, taken_by=account)


def close(connection: Connection, filing: str, account: str, ending: Ending, at: datetime) -> None:
    """Raises ClosedError."""
    _change(connection, filing, closed_at=at, closed_by=account, ending=ending.value)


def _change(connection: Connection, filing: str, **values: object) -> None:
    waits = (rectifications.c.filing == filing, rectifications.c.closed_at.is_(None))
    if connection.execute(update(rectifications).where(*waits).values(**values)).rowcount != 1:
        raise ClosedError


def _poor(row: Row[tuple[object, ...]]) -> Poor:
    return Poor(
        filing=row.filing,
        terminal=row.terminal,
        grade=row.grade,
        reasons=tuple(json.loads(row.reasons)),
        at=row.at,
        due=date.fromisoformat(row.due),
        taken_by=row.taken_by,
        closed_at=row.closed_at,
        ending=Ending(row.ending) if row.ending else None,
    )

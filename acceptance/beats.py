"""How a terminal fared in the last week, by its heartbeats: the worst of each five minutes is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select, update

from acceptance.console_tables import beats
from acceptance.database import Database
from kiosk.wire import messages

STRETCH = timedelta(minutes=5)
KEPT = timedelta(days=8)
_BROKEN = ("fault", "absent")
_LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Stretch:
    """Five minutes: numbered from the epoch of Unix."""

    number: int
    queued: int
    oldest_age_s: int
    ahead_ms: int
    faults: int


def note(
    connection: Connection, database: Database, terminal: str, said: Mapping[str, Any], now: datetime
) -> None:
    values = {
        "queued": _bounded(said["queued"]),
        "oldest_age_s": _bounded(said["oldest_age_s"] or 0),
        "ahead_ms": _bounded((messages.moment(said["at"]) - now) / timedelta(milliseconds=1)),
        "faults": sum(state in _BROKEN for state in said["devices"].values()),
    }
    number = stretch_of(now)
    insert = database.insert_new(beats, terminal=terminal, stretch=number, **values)
    this = (beats.c.terminal == terminal, beats.c.stretch == number)
    if connection.execute(insert).rowcount == 1:
        over = (beats.c.terminal == terminal, beats.c.stretch < stretch_of(now - KEPT))
        connection.execute(delete(beats).where(*over))
        return
    known = connection.execute(select(beats).where(*this)).mappings().one()
    worst = {name: max(value, known[name], key=abs) for name, value in values.items()}
    connection.execute(update(beats).where(*this).values(**worst))


def since(connection: Connection, terminal: str, begin: datetime) -> list[Stretch]:
    own = (beats.c.terminal == terminal, beats.c.stretch >= stretch_of(begin))
    rows = connection.execute(select(beats).where(*own).order_by(beats.c.stretch))
    return [Stretch(r.stretch, r.queued, r.oldest_age_s, r.ahead_ms, r.faults) for r in rows]


def stretch_of(moment: datetime) -> int:
    return int(moment.timestamp() // STRETCH.total_seconds())


def _bounded(number: float) -> int:
    return int(max(-_LARGEST, min(_LARGEST, number)))

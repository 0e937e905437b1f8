"""Filing numbers as the platform sees them: which was given twice, and how far a terminal has counted today.

A terminal numbers its filings by itself. On a new or an old disk it would begin again and give a number that
somebody already holds on paper, so the platform keeps the highest one of each day.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection, select, update

from acceptance import tables
from acceptance.database import Database
from kiosk.wire.messages import FilingObject

_NUMBER = re.compile(r"\d{13}(?P<day>\d{6})(?P<seq>\d{5})[0-9A-Z]")  # region, site and terminal come first


def is_reused(connection: Connection, filing: FilingObject) -> bool:
    """Whether another filing of the same terminal has this number."""
    table = tables.filings
    same = (table.c.terminal == filing.terminal, table.c.number == filing.number, table.c.id != filing.id)
    return connection.execute(select(table.c.id).where(*same).limit(1)).first() is not None


def note(connection: Connection, database: Database, filing: FilingObject) -> None:
    """A number of another shape is kept with its filing, and counts for no day."""
    found = _NUMBER.fullmatch(filing.number)
    if found is None:
        return
    counters, name, seq = tables.counters, _name(filing.terminal, found["day"]), int(found["seq"])
    values: dict[str, Any] = {"name": name, "region": filing.number[:6], "value": seq}
    connection.execute(database.insert_new(counters, **values))
    lower = (counters.c.name == name, counters.c.value < seq)
    connection.execute(update(counters).where(*lower).values(value=seq))


def highest(connection: Connection, terminal: str, day: str) -> int:
    """`day`: YYMMDD, as in the number. 0: none of that day is here."""
    counters = tables.counters
    value = connection.scalar(select(counters.c.value).where(counters.c.name == _name(terminal, day)))
    return int(value or 0)


def _name(terminal: str, day: str) -> str:
    return f"number:{terminal}:{day}"

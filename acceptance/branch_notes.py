"""Notes from one department to those that go on after it, in place of a telephone call. (Domain S-93.)"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from acceptance.branch_tables import branch_notes


def leave(connection: Connection, filing: str, key: str, note: str, now: datetime) -> None:
    """In place of what was said before; an empty one takes it back."""
    connection.execute(delete(branch_notes).where(branch_notes.c.filing == filing, branch_notes.c.key == key))
    if note:
        connection.execute(branch_notes.insert().values(filing=filing, key=key, note=note, said_at=now))


def read(connection: Connection, rows: Sequence[Row[Any]], row: Row[Any]) -> dict[str, str]:
    """By branch, what those said that this one waits for or takes from; `rows`: all of the filing."""
    takes = set(json.loads(row.takes))
    before = {*json.loads(row.needs), *(each.key for each in rows if each.output in takes)}
    mine = (branch_notes.c.filing == row.filing, branch_notes.c.key.in_(before))
    found = connection.execute(select(branch_notes.c.key, branch_notes.c.note).where(*mine))
    return {key: note for key, note in found}

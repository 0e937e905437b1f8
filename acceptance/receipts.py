"""The platform's signed word on what it keeps. The same object gets the same bytes for ever."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select, update

from acceptance import tables
from acceptance.database import Database
from acceptance.problems import Kind, ProblemError
from kiosk.wire import messages
from kiosk.wire.envelope import SigningKey


def kept(connection: Connection, table: Table, id: str, terminal: str, digest: str) -> str | None:
    """The receipt given before for exactly this object. Raises ProblemError where the id is another's."""
    query = select(table.c.terminal, table.c.digest, table.c.receipt).where(table.c.id == id)
    row = connection.execute(query).first()
    if row is None:
        return None
    if (row.terminal, row.digest) != (terminal, digest):
        raise ProblemError(Kind.CONFLICT)
    return str(row.receipt)


def signed(key: SigningKey, receipt: messages.Receipt) -> str:
    return key.sign(messages.RECEIPT, receipt.payload())


def acceptance_number(connection: Connection, database: Database, region: str, today: datetime) -> str:
    """Region, day, and a count that has no gaps within the two."""
    day = f"{region}{today:%Y%m%d}"
    name = tables.counters.c.name == f"acceptance:{day}"
    values: dict[str, Any] = {"name": f"acceptance:{day}", "region": region, "value": 0}
    connection.execute(database.insert_new(tables.counters, **values))
    raised = update(tables.counters).where(name).values(value=tables.counters.c.value + 1)
    count = connection.execute(raised.returning(tables.counters.c.value)).scalar_one()
    return f"{day}{count:06d}"

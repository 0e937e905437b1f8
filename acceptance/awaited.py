"""Filings that came before all of their parts: each waits here for the rest, and is taken when it is there.

Such a filing has no receipt yet: the terminal keeps all of it, and is told what is missing and how far it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from acceptance import uploads
from acceptance.platform import Platform
from acceptance.problems import Kind, ProblemError
from acceptance.upload_tables import awaited_parts, awaiting
from kiosk.wire.messages import FilingObject, PartRef

_Parts = Mapping[str, str | None]  # by name: base64, or None of what comes by an upload


@dataclass(frozen=True)
class Missing:
    name: str
    digest: str
    size: int  # bytes
    offset: int  # bytes that are here


class AwaitedError(Exception):
    """Nothing is wrong with the filing; something of it has yet to come."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__("parts are missing")
        self.missing = tuple(missing)


@dataclass(frozen=True)
class Held:
    """A filing as it came, to be taken once more."""

    filing: str
    envelope: str
    sent: _Parts


def found(platform: Platform, filing: FilingObject, names: Sequence[str]) -> dict[str, bytes]:
    """What was uploaded of these parts. Raises AwaitedError where one of them is not whole yet."""
    here: dict[str, bytes] = {}
    missing = []
    with platform.database.reading() as connection:
        for ref in _refs(filing, names):
            data = uploads.whole(connection, filing.terminal, ref.digest)
            if data is None:
                come = uploads.offset(connection, filing.terminal, ref.digest)
                missing.append(Missing(ref.name, ref.digest, ref.size, come))
            else:
                here[ref.name] = data
    if missing:
        raise AwaitedError(missing)
    return here


def keep(platform: Platform, filing: FilingObject, envelope: str, digest: str, sent: _Parts) -> None:
    """So that it can be taken with the last piece, whether its terminal asks again or not. Once more changes
    nothing. Raises ProblemError where other bytes wait under its id."""
    row: dict[str, object] = {"filing": filing.id, "terminal": filing.terminal}
    row |= {"digest": digest, "envelope": envelope}
    row |= {"sent": json.dumps(sent), "since": platform.clock()}
    later = _refs(filing, [name for name, data in sent.items() if data is None])
    with platform.database.writing() as connection:
        if connection.execute(platform.database.insert_new(awaiting, **row)).rowcount != 1:
            known = connection.scalar(select(awaiting.c.digest).where(awaiting.c.filing == filing.id))
            if known != digest:
                raise ProblemError(Kind.CONFLICT)
            return
        for ref in later:
            values = {"name": ref.name, "digest": ref.digest, "size": ref.size}
            part = awaited_parts.insert().values(filing=filing.id, terminal=filing.terminal, **values)
            connection.execute(part)


def of_terminal(platform: Platform, terminal: str, id: str) -> tuple[datetime, list[Missing]] | None:
    """Since when a filing waits, and what for; None where it does not."""
    with platform.database.reading() as connection:
        own = (awaiting.c.filing == id, awaiting.c.terminal == terminal)
        row = connection.execute(select(awaiting.c.since).where(*own)).first()
        if row is None:
            return None
        missing = []
        for part in connection.execute(select(awaited_parts).where(awaited_parts.c.filing == id)):
            come = uploads.offset(connection, terminal, part.digest)
            if come < part.size:
                missing.append(Missing(part.name, part.digest, part.size, come))
        return row.since, missing


def complete(platform: Platform, terminal: str, digest: str) -> list[Held]:
    """The filings that this part was the last of."""
    mine = (awaited_parts.c.terminal == terminal, awaited_parts.c.digest == digest)
    query = select(awaiting).join(awaited_parts, awaited_parts.c.filing == awaiting.c.filing).where(*mine)
    with platform.database.reading() as connection:
        rows = connection.execute(query).all()
    return [
        Held(row.filing, row.envelope, json.loads(row.sent))
        for row in rows
        if not (of_terminal(platform, terminal, row.filing) or (None, ()))[1]
    ]


def settled(connection: Connection, id: str) -> None:
    """It waits no more: what was kept for it goes, in the transaction that keeps the filing, or says that it
    will not be taken."""
    parts = list(connection.execute(select(awaited_parts).where(awaited_parts.c.filing == id)))
    connection.execute(delete(awaited_parts).where(awaited_parts.c.filing == id))
    connection.execute(delete(awaiting).where(awaiting.c.filing == id))
    for part in parts:
        uploads.forget(connection, part.terminal, part.digest)


def refused(connection: Connection, terminal: str, id: str, digest: str) -> None:
    """These very bytes: what else came under its id is no word about what waits."""
    mine = (awaiting.c.filing == id, awaiting.c.terminal == terminal, awaiting.c.digest == digest)
    if connection.scalar(select(awaiting.c.filing).where(*mine)) is not None:
        settled(connection, id)


def _refs(filing: FilingObject, names: Sequence[str]) -> list[PartRef]:
    return [ref for ref in filing.parts if ref.name in names]

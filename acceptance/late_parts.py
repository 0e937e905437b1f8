"""Filings whose parts do not come. After a day somebody has to look after each; a week after its last piece
it waits no more, and neither do pieces that nobody goes on with.

Nothing is lost with them: such a filing has no receipt, so its terminal keeps all of it and sends it anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from acceptance import awaited, quarantine, tables, uploads
from acceptance import upload_tables as rows
from acceptance.console_tables import quarantined
from acceptance.platform import Platform

LATE = timedelta(days=1)  # it should not take longer, by the worst line
_MOST = 50  # of each in one round
_SHOWN = 200

_AWAITING, _PARTS, _UPLOADS = rows.awaiting.c, rows.awaited_parts.c, rows.uploads.c


@dataclass(frozen=True)
class Awaited:
    """A filing that waits, as people see it: how far it is, and who looks after it."""

    filing: str
    terminal: str
    since: datetime
    here: int  # bytes of what is awaited
    size: int
    until: datetime
    late: bool
    listed: bool  # among what waits for somebody
    taken_by: str | None

    @property
    def percent(self) -> int:
        return self.here * 100 // self.size if self.size else 0


def listed(connection: Connection, now: datetime) -> list[Awaited]:
    """The longest first."""
    come = func.coalesce(func.sum(func.coalesce(_UPLOADS.offset, 0)), 0)
    query = (
        select(
            *(_AWAITING.filing, _AWAITING.terminal, _AWAITING.since),
            *(quarantined.c.taken_by, quarantined.c.problem),
            come.label("here"),
            func.coalesce(func.sum(_PARTS.size), 0).label("size"),
            func.max(_UPLOADS.expires_at).label("until"),
        )
        .outerjoin(rows.awaited_parts, _PARTS.filing == _AWAITING.filing)
        .outerjoin(rows.uploads, _uploaded())
        .outerjoin(quarantined, quarantined.c.filing == _AWAITING.filing)
        .group_by(_AWAITING.filing, quarantined.c.filing)
        .order_by(_AWAITING.since)
        .limit(_SHOWN)
    )
    return [
        Awaited(
            filing=row.filing,
            terminal=row.terminal,
            since=row.since,
            here=int(row.here),
            size=int(row.size),
            until=max(row.since + uploads.KEPT, row.until or row.since),
            late=row.since <= now - LATE,
            listed=row.problem is not None,
            taken_by=row.taken_by,
        )
        for row in connection.execute(query)
    ]


def _uploaded() -> ColumnElement[bool]:
    return and_(_UPLOADS.terminal == _PARTS.terminal, _UPLOADS.digest == _PARTS.digest)


def _late(connection: Connection, platform: Platform) -> Sequence[Any]:
    known = exists().where(quarantined.c.filing == _AWAITING.filing)
    query = select(_AWAITING.terminal, _AWAITING.filing).where(_AWAITING.since <= platform.clock() - LATE)
    return connection.execute(query.where(~known).order_by(_AWAITING.since).limit(_MOST)).all()


def _report(connection: Connection, platform: Platform, terminal: str, filing: str) -> bool:
    quarantine.late(connection, platform.database, terminal, filing, platform.clock())
    return True


def _over(connection: Connection, platform: Platform) -> Sequence[Any]:
    """A week without a piece; or taken by now, as two senders of the same filing can bring about."""
    now = platform.clock()
    coming = exists().where(_PARTS.filing == _AWAITING.filing, _uploaded(), _UPLOADS.expires_at > now)
    taken = exists().where(tables.filings.c.id == _AWAITING.filing)
    query = select(_AWAITING.terminal, _AWAITING.filing)
    over = or_(taken, and_(_AWAITING.since <= now - uploads.KEPT, ~coming))
    return connection.execute(query.where(over).order_by(_AWAITING.since).limit(_MOST)).all()


def _give_up(connection: Connection, platform: Platform, terminal: str, filing: str) -> bool:
    query = select(_AWAITING.filing).where(_AWAITING.filing == filing).with_for_update(skip_locked=True)
    if connection.scalar(query) is None:
        return False
    if connection.scalar(select(tables.filings.c.id).where(tables.filings.c.id == filing)) is None:
        _report(connection, platform, terminal, filing)
    awaited.settled(connection, filing)
    return True


def _spent(connection: Connection, platform: Platform) -> Sequence[Any]:
    return uploads.spent(connection, platform.clock(), _MOST)


def _end(connection: Connection, platform: Platform, terminal: str, digest: str) -> bool:
    return uploads.end(connection, terminal, digest, platform.clock())


CHORES = ((_late, _report), (_over, _give_up), (_spent, _end))

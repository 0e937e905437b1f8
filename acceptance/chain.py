"""Whether a terminal's filings form one chain, each with a number of its own. A copy of its disk, or an old
one put back, breaks it.

Nothing is refused for it: a person's filing is kept all the same, and the anomaly is for a technician.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from acceptance import numbers, tables
from acceptance.platform import Platform
from kiosk.wire.messages import GENESIS, FilingObject

_log = logging.getLogger(__name__)
_GAPS = 100  # told at once; the next heartbeat is told the rest


@dataclass(frozen=True)
class Anomaly:
    kind: str
    epoch: str
    seq: int
    filing: str | None = None


def of(kind: str, filing: FilingObject) -> Anomaly:
    return Anomaly(kind, filing.epoch, filing.seq, filing.id)


def check(connection: Connection, platform: Platform, filing: FilingObject) -> None:
    """Compares a filing, which is written already, with its neighbours in the chain."""
    table = tables.filings
    beside = (table.c.terminal == filing.terminal, table.c.epoch == filing.epoch, table.c.id != filing.id)
    found = []
    if connection.scalar(select(func.count()).where(*beside, table.c.seq == filing.seq)):
        found.append("sequence_reused")
    before = select(table.c.digest).where(*beside, table.c.seq == filing.seq - 1)
    digests = set(connection.scalars(before)) or ({GENESIS} if filing.seq == 1 else set())
    if digests and filing.previous not in digests:
        found.append("chain_broken")
    if numbers.is_reused(connection, filing):
        found.append("number_reused")
    for kind in found:
        record(connection, platform, filing.terminal, of(kind, filing))


def compare(connection: Connection, platform: Platform, terminal: str, claim: Mapping[str, Any]) -> int:
    """A heartbeat's claim beside what is here and what was claimed before; returns our highest number."""
    table, epoch, claimed = tables.filings, str(claim["epoch"]), int(claim["max_seq"])
    own = (table.c.terminal == terminal, table.c.epoch == epoch)
    highest = int(connection.scalar(select(func.max(table.c.seq)).where(*own)) or 0)
    here = int(connection.scalar(select(func.count(table.c.seq.distinct())).where(*own)) or 0)
    before = connection.execute(select(tables.states).where(tables.states.c.terminal == terminal)).first()
    found = []
    if before is not None and before.epoch != epoch:
        found.append("epoch_changed")
    if claimed < highest or (before is not None and before.epoch == epoch and claimed < before.max_seq):
        found.append("sequence_went_back")
    if here + int(claim["queued"]) < claimed:
        found.append("filings_missing")
    if claimed == highest and claimed > 0:
        heads = connection.scalars(select(table.c.digest).where(*own, table.c.seq == highest))
        if str(claim["chain_head"]) not in set(heads):
            found.append("chain_differs")
    for kind in found:
        record(connection, platform, terminal, Anomaly(kind, epoch, claimed))
    return highest


def missing(connection: Connection, terminal: str, claim: Mapping[str, Any]) -> list[tuple[int, int]]:
    """The gaps, lowest first, when more was numbered than is here or waits at the terminal.

    A platform that was put back to an earlier time has them, and the terminal sends again what it still has.
    """
    table, claimed = tables.filings, int(claim["max_seq"])
    own = (table.c.terminal == terminal, table.c.epoch == str(claim["epoch"]), table.c.seq <= claimed)
    here = int(connection.scalar(select(func.count(table.c.seq.distinct())).where(*own)) or 0)
    if here + int(claim["queued"]) >= claimed:
        return []
    numbered = select(table.c.seq, func.lead(table.c.seq).over(order_by=table.c.seq).label("next")).where(
        *own
    )
    pairs = numbered.subquery()
    jumps = select(pairs.c.seq, pairs.c.next).where(pairs.c.next > pairs.c.seq + 1).order_by(pairs.c.seq)
    gaps = [(row.seq + 1, row.next - 1) for row in connection.execute(jumps.limit(_GAPS))]
    first, last = connection.execute(select(func.min(table.c.seq), func.max(table.c.seq)).where(*own)).one()
    if first is None:
        return [(1, claimed)]
    before = [(1, first - 1)] if first > 1 else []
    behind = [(last + 1, claimed)] if last < claimed else []
    return (before + gaps + behind)[:_GAPS]


def noticed(connection: Connection, terminal: str, epoch: str) -> list[tuple[str, int]]:
    """What was recorded of an epoch: kind and number, oldest first, as many as are told at once."""
    table = tables.anomalies
    own = (table.c.terminal == terminal, table.c.epoch == epoch)
    query = select(table.c.kind, table.c.seq).where(*own).order_by(table.c.seq, table.c.kind)
    return [(row.kind, row.seq) for row in connection.execute(query.limit(_GAPS))]


def record(connection: Connection, platform: Platform, terminal: str, anomaly: Anomaly) -> None:
    """Once each; a heartbeat every minute must not fill the table."""
    values = {"terminal": terminal, **vars(anomaly), "at": platform.clock()}
    connection.execute(platform.database.insert_new(tables.anomalies, **values))
    _log.warning("terminal %s: %s at %d", terminal, anomaly.kind, anomaly.seq)

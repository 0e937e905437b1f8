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


@dataclass(frozen=True)
class Anomaly:
    kind: str
    epoch: str
    seq: int
    filing: str | None = None


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
        anomaly = Anomaly(kind, filing.epoch, filing.seq, filing.id)
        _record(connection, platform, filing.terminal, anomaly)


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
        _record(connection, platform, terminal, Anomaly(kind, epoch, claimed))
    return highest


def _record(connection: Connection, platform: Platform, terminal: str, anomaly: Anomaly) -> None:
    """Once each; a heartbeat every minute must not fill the table."""
    values = {"terminal": terminal, **vars(anomaly), "at": platform.clock()}
    connection.execute(platform.database.insert_new(tables.anomalies, **values))
    _log.warning("terminal %s: %s at %d", terminal, anomaly.kind, anomaly.seq)

"""What the platform said later, by cursor. Written by sync."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.model import Status
from kiosk.store import journal
from kiosk.store.database import Database, stamp


@dataclass(frozen=True)
class Cursor:
    epoch: str
    after: int


@dataclass(frozen=True)
class StatusChange:
    """One verified event of the feed."""

    seq: int
    filing: str
    status: Status
    at: datetime
    reason: str | None
    due: date | None
    branches: str = ""  # JSON of where its parts stand; empty where the event says nothing of them


_KEEP_BRANCHES = (  # an event may be of a filing that is not kept here
    "insert into branches select ?, ? where exists (select 1 from filing where id = ?)"
    " on conflict (filing) do update set told = excluded.told"
)


class Feed:
    def __init__(self, database: Database) -> None:
        self._db = database

    def cursor(self) -> Cursor:
        row = self._db.rows("select feed_epoch, feed_after from terminal")[0]
        return Cursor(row["feed_epoch"], row["feed_after"])

    def apply(self, epoch: str, changes: Sequence[StatusChange], now: datetime) -> int:
        """A page of the feed and the cursor behind it, in one transaction: no event is skipped or lost.

        Stops before an event for a filing whose receipt is still out, because the receipt is the older word.
        Returns how many were applied.
        """
        applied = 0
        with self._db.write() as db:
            for change in changes:
                waiting = "select 1 from outbox where id = ? and quarantined_at is null"
                if db.execute(waiting, (change.filing,)).fetchone():
                    break
                due = change.due.isoformat() if change.due else None
                db.execute(
                    "update filing set status = ?, status_at = ?, reason = ?, due = ? where id = ?",
                    (change.status.value, stamp(change.at), change.reason, due, change.filing),
                )
                if change.branches:
                    db.execute(_KEEP_BRANCHES, (change.filing, change.branches, change.filing))
                detail = {"status": change.status.value, "seq": change.seq}
                journal.write(db, journal.Event.STATUS, now, change.filing, detail)
                db.execute("update terminal set feed_epoch = ?, feed_after = ?", (epoch, change.seq))
                applied += 1
        return applied

    def restart(self, epoch: str) -> None:
        """The platform's feed began anew: so does the cursor."""
        with self._db.write() as db:
            db.execute("update terminal set feed_epoch = ?, feed_after = 0", (epoch,))

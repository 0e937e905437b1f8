"""Whether the platform answers, and when it is asked again if it does not. Written by sync.

A dead line is one fact, not a fact of each filing: so its schedule stands here, and filings that were never
the cause keep their place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.store import journal
from kiosk.store.database import Database, stamp

LONGEST_SLOT = 3600.0  # seconds; what a server may ask for


@dataclass(frozen=True)
class Contact:
    ok_at: datetime | None
    lost_at: datetime | None
    reason: str | None
    next_attempt_at: datetime | None
    failures: int = 0  # in a row

    def rests(self, now: datetime) -> bool:
        """Whether the platform is not to be asked yet. A time further ahead than any wait comes from a clock
        that has since been put right, and counts for nothing."""
        if self.lost_at is None or self.next_attempt_at is None:
            return False
        return timedelta() < self.next_attempt_at - now <= timedelta(seconds=LONGEST_SLOT)

    @property
    def network(self) -> str:
        """ok | down | unknown."""
        if self.ok_at is None and self.lost_at is None:
            return "unknown"
        return "down" if self.lost_at is not None else "ok"


class Line:
    def __init__(self, database: Database) -> None:
        self._db = database

    def contact(self) -> Contact:
        row = self._db.row("select * from line")
        if row is None:
            return Contact(None, None, None, None)
        ok, lost, again = (
            datetime.fromisoformat(row[name]) if row[name] else None
            for name in ("ok_at", "lost_at", "next_attempt_at")
        )
        return Contact(ok, lost, row["reason"], again, row["attempts"])

    def reached(self, now: datetime) -> None:
        """The platform answered."""
        if self.contact().network == "ok":
            with self._db.write() as db:
                db.execute("update line set ok_at = ?", (stamp(now),))
            return
        with self._db.write() as db:
            db.execute("insert or replace into line (only, ok_at) values (1, ?)", (stamp(now),))
            journal.write(db, journal.Event.LINE, now, "up", {})

    def lost(self, reason: str, now: datetime, wait: float) -> None:
        """No answer: asked again after `wait` seconds."""
        with self._db.write() as db:
            row = db.execute("select * from line").fetchone()
            attempts = row["attempts"] if row else 0
            again = stamp(now + timedelta(seconds=wait))
            since = row["lost_at"] if row and row["lost_at"] else stamp(now)
            db.execute(
                "insert or replace into line values (1, ?, ?, ?, ?, ?)",
                (row["ok_at"] if row else None, since, reason[:200], attempts + 1, again),
            )
            if row is None or row["lost_at"] is None:
                journal.write(db, journal.Event.LINE, now, "down", {})

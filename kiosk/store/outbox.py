"""Filings and ratings on their way, as sync writes them: due, settled, postponed, quarantined, purged."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection, Row

from kiosk.model import SealedPart, SignedReceipt, Status
from kiosk.store import journal
from kiosk.store.database import Database, stamp

FIRST_WAIT = 2.0  # seconds
LONGEST_WAIT = 300.0
_HEAVY = 24_000_000  # bytes
KEPT_AFTER_RECEIPT = timedelta(hours=24)
_OUTGOING = (
    "select o.id, o.kind, o.attempts, coalesce(f.envelope, r.token) as token from outbox o"
    " left join filing f on f.id = o.id left join rating r on r.id = o.id"
)


@dataclass(frozen=True)
class Outgoing:
    """One object that the platform has not answered. The same bytes at every attempt."""

    id: str
    kind: str  # filings | ratings
    token: str  # the signed object
    digest: str  # of the token
    parts: tuple[SealedPart, ...]
    attempts: int


@dataclass(frozen=True)
class Backlog:
    queued: int
    quarantined: int
    oldest: datetime | None  # when the oldest waiting filing was filed
    trouble: str = ""  # what the newest answer that did not count was; empty where all that waits is untried
    problem: str = ""  # why the platform refused one of the quarantined


@dataclass(frozen=True)
class Waiting:
    """One object that waits, as a technician sees it."""

    id: str
    kind: str
    seq: int | None  # of a filing
    attempts: int
    next_attempt_at: str | None  # none: at once
    why: str  # what the last answer was; empty where it is untried
    quarantined: bool


class Outbox:
    def __init__(self, database: Database) -> None:
        self._db = database

    def due(self, now: datetime, limit: int = 50) -> Sequence[Outgoing]:
        """What may be sent now, filings in the order of their sequence, then ratings. What is about another
        filing waits until that one is answered, or refused.

        An attempt that lies further ahead than any wait was set by a clock that has since been put right: it
        is due. Photographs are heavy: what is more than a round should hold in memory waits for the next.
        """
        rows = self._db.rows(
            f"{_OUTGOING} where o.quarantined_at is null"
            " and (o.next_attempt_at <= ? or o.next_attempt_at > ?)"
            " and not exists (select 1 from outbox p where p.id = f.parent and p.quarantined_at is null)"
            " order by f.seq is null, f.seq, o.id limit ?",
            (stamp(now), stamp(now + timedelta(seconds=LONGEST_WAIT)), limit),
        )
        found: list[Outgoing] = []
        held = 0
        for row in rows:
            found.append(self._outgoing(row))
            held += sum(len(part.sealed) for part in found[-1].parts)
            if held >= _HEAVY:
                break
        return found

    def waiting(self) -> Sequence[str]:
        """The ids of all that the platform has not answered and not refused, in the order of `due`."""
        sql = (
            "select o.id from outbox o left join filing f on f.id = o.id where o.quarantined_at is null"
            " order by f.seq is null, f.seq, o.id"
        )
        return [row["id"] for row in self._db.rows(sql)]

    def outgoing(self, id: str) -> Outgoing | None:
        """None when it has been answered."""
        row = self._db.row(f"{_OUTGOING} where o.id = ?", (id,))
        return self._outgoing(row) if row else None

    def settle(self, receipt: SignedReceipt, now: datetime) -> None:
        """The platform's signed word: kept, and the object struck off. Once more changes nothing."""
        self.settle_all([receipt], now)

    def settle_all(self, receipts: Sequence[SignedReceipt], now: datetime) -> None:
        """Many at once: all of them are kept, or none."""
        with self._db.write() as db:
            for receipt in receipts:
                _settle(db, receipt, now)

    def postpone(self, id: str, error: str, now: datetime) -> None:
        """Not the platform's word: tried again after a doubling, capped and jittered time."""
        with self._db.write() as db:
            row = db.execute("select attempts from outbox where id = ?", (id,)).fetchone()
            if row is None:
                return
            ceiling = min(FIRST_WAIT * 2 ** min(row["attempts"], 20), LONGEST_WAIT)
            wait = ceiling * random.uniform(0.5, 1.0)
            again = stamp(now + timedelta(seconds=wait))
            db.execute(
                "update outbox set attempts = attempts + 1, next_attempt_at = ?, last_error = ? where id = ?",
                (again, error[:200], id),
            )

    def quarantine(self, id: str, problem: str, now: datetime) -> None:
        """Refused as it is: kept, visible to staff, never sent again by itself, in nobody's way."""
        with self._db.write() as db:
            db.execute(
                "update outbox set quarantined_at = ?, problem = ? where id = ?",
                (stamp(now), problem, id),
            )
            db.execute(
                "update filing set status = ?, status_at = ? where id = ?",
                (Status.QUARANTINED.value, stamp(now), id),
            )
            code = journal.code(problem.rsplit(":", 1)[-1])  # the whole of it stands in the outbox row
            journal.write(db, journal.Event.QUARANTINED, now, id, {"problem": code})

    def resend(self, gaps: Sequence[tuple[int, int]], now: datetime) -> int:
        """Puts back what the platform once had and no longer has, with the bytes of the first time.

        Returns how many. What was purged cannot be sent again; the journal says how many those are.
        """
        lost = "seq between ? and ? and receipt is not null and id not in (select id from outbox)"
        again = gone = 0
        with self._db.write() as db:
            for place in gaps:
                sql = f"select count(*) from filing where {lost} and envelope is null"
                gone += db.execute(sql, place).fetchone()[0]
                sql = f"select id, 'filings', ? from filing where {lost} and envelope is not null"
                into = f"insert into outbox (id, kind, next_attempt_at) {sql}"
                again += db.execute(into, (stamp(now), *place)).rowcount
            if again:
                journal.write(db, journal.Event.RESENT, now, "", {"again": again, "gone": gone})
        return again

    def backlog(self) -> Backlog:
        row = self._db.rows(
            "select count(*) filter (where o.quarantined_at is null) as queued,"
            " count(*) filter (where o.quarantined_at is not null) as quarantined,"
            " min(f.filed_at) as oldest, max(o.problem) as problem, (select last_error from outbox"
            " where quarantined_at is null and last_error is not null order by next_attempt_at desc limit 1)"
            " as trouble from outbox o left join filing f on f.id = o.id"
        )[0]
        oldest = datetime.fromisoformat(row["oldest"]) if row["oldest"] else None
        return Backlog(row["queued"], row["quarantined"], oldest, row["trouble"] or "", row["problem"] or "")

    def schedule(self, limit: int) -> Sequence[Waiting]:
        """What is not answered, in the order of `due`, and what is quarantined after it."""
        rows = self._db.rows(
            "select o.id, o.kind, f.seq, o.attempts, o.next_attempt_at, o.last_error, o.quarantined_at,"
            " o.problem from outbox o left join filing f on f.id = o.id"
            " order by o.quarantined_at is not null, f.seq is null, f.seq, o.id limit ?",
            (limit,),
        )
        return [
            Waiting(
                row["id"],
                row["kind"],
                row["seq"],
                row["attempts"],
                row["next_attempt_at"] or None,
                row["problem"] or row["last_error"] or "",
                row["quarantined_at"] is not None,
            )
            for row in rows
        ]

    def answered_at(self) -> datetime | None:
        """When the platform's last receipt came, as the journal has it."""
        sql = "select at from journal where event = ? order by seq desc limit 1"
        row = self._db.row(sql, (journal.Event.SETTLED.value,))
        return datetime.fromisoformat(row["at"]) if row else None

    def purge(self, now: datetime) -> int:
        """Deletes payloads a day after their receipt, and drafts that expired. Never before proof."""
        limit = stamp(now - KEPT_AFTER_RECEIPT)
        with self._db.write() as db:
            db.execute("delete from draft where expires_at <= ?", (stamp(now),))
            old = (
                "receipt is not null and envelope is not null and status_at <= ?"
                " and id not in (select id from outbox)"
            )
            gone = [row["id"] for row in db.execute(f"select id from filing where {old}", (limit,))]
            for id in gone:
                db.execute("delete from part where filing = ?", (id,))
                db.execute("update filing set envelope = null where id = ?", (id,))
                journal.write(db, journal.Event.PURGED, now, id, {})
        return len(gone)

    def _outgoing(self, row: Row) -> Outgoing:
        return Outgoing(
            id=row["id"],
            kind=row["kind"],
            token=row["token"],
            digest=hashlib.sha256(row["token"].encode()).hexdigest(),
            parts=self._parts(row["id"]),
            attempts=row["attempts"],
        )

    def _parts(self, id: str) -> tuple[SealedPart, ...]:
        rows = self._db.rows("select * from part where filing = ? order by name", (id,))
        return tuple(SealedPart(r["name"], r["media_type"], r["digest"], r["sealed"]) for r in rows)


def _settle(db: Connection, receipt: SignedReceipt, now: datetime) -> None:
    if not db.execute("delete from outbox where id = ?", (receipt.filing,)).rowcount:
        return
    db.execute(
        "update filing set status = ?, status_at = ?, acceptance_number = ?, reason = ?, receipt = ?"
        " where id = ?",
        (
            receipt.status.value,
            stamp(receipt.received_at),
            receipt.acceptance_number,
            receipt.reason,
            receipt.token,
            receipt.filing,
        ),
    )
    journal.write(db, journal.Event.SETTLED, now, receipt.filing, {"status": receipt.status.value})

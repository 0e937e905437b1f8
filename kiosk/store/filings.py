"""Filings as the screen on stage writes them: queued in one transaction, and what their slips may say."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.model import WITHDRAWAL, Filing, Outcome, SealedPart, Status
from kiosk.store import journal
from kiosk.store.database import Database, stamp


@dataclass(frozen=True)
class Place:
    """Where a filing stands in this terminal's sequence: what its signature must cover."""

    number: str
    epoch: str
    seq: int
    previous: str
    journal: str


@dataclass(frozen=True)
class Prepared:
    """A finished session, sealed, before it has a number."""

    id: str
    item: str
    person: str  # keyed hash
    filed_at: datetime
    parts: tuple[SealedPart, ...]
    slip: Mapping[str, str]
    parent: str | None = None
    relation: str | None = None  # to the parent
    operator: tuple[str, str] | None = None  # account and role of the clerk by whose hands it came
    saved: Mapping[str, int] = field(default_factory=dict)  # what the person was spared, for the journal


@dataclass(frozen=True)
class Kept:
    """A filing as an auditor sees it: what was signed, and the platform's signed word, if it came."""

    id: str
    number: str
    item: str
    status: Status
    digest: str  # of the envelope
    receipt: str | None
    uploads: int  # captured materials that went with it, while its payload is still here


class Filings:
    def __init__(self, database: Database) -> None:
        self._db = database

    def queue(self, prepared: Prepared, prefix: str, sign: Callable[[Place], str]) -> Filing:
        """Keeps a filing and promises that it will be sent: one transaction, all or nothing.

        Allocates number and sequence, has the envelope signed over them, and writes filing, parts, outbox
        row, slip facts and journal entry. A second call with the same id, or a second withdrawal of
        the same parent, returns the filing that stands already. Raises StoreError when it could not be kept.
        """
        with self._db.write() as db:
            if (row := _standing(db, prepared)) is not None:
                filed_at = datetime.fromisoformat(row["filed_at"])
                return Filing(row["id"], row["number"], row["item"], filed_at, row["envelope"] or "")
            now = stamp(prepared.filed_at)
            place, day, daily = self._place(prefix, prepared.filed_at)
            detail: dict[str, str | int] = {"number": place.number, "item": prepared.item, **prepared.saved}
            if prepared.parent and prepared.relation == WITHDRAWAL:
                journal.write(db, journal.Event.TAKEN_BACK, prepared.filed_at, prepared.parent, {})
            head = journal.write(db, journal.Event.FILED, prepared.filed_at, prepared.id, detail)
            place = Place(place.number, place.epoch, place.seq, place.previous, head)
            envelope = sign(place)
            digest = hashlib.sha256(envelope.encode()).hexdigest()
            columns = "id, number, seq, item, person, filed_at, envelope, digest, parent, relation, status_at"
            db.execute(
                f"insert into filing ({columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(prepared.id, place.number, place.seq, prepared.item, prepared.person),
                    *(now, envelope, digest, prepared.parent, prepared.relation, now),
                ),
            )
            db.executemany(
                "insert into part values (?, ?, ?, ?, ?)",
                [(prepared.id, p.name, p.media_type, p.digest, p.sealed) for p in prepared.parts],
            )
            db.execute(
                "insert into outbox (id, kind, next_attempt_at) values (?, 'filings', '')", (prepared.id,)
            )
            slip = json.dumps({**prepared.slip, "number": place.number}, ensure_ascii=False)
            db.execute("insert into slip (filing, facts) values (?, ?)", (prepared.id, slip))
            if prepared.operator:
                db.execute("insert into assisted values (?, ?, ?)", (prepared.id, *prepared.operator))
            db.execute("delete from draft where id = ?", (prepared.id,))
            db.execute(
                "update terminal set seq = ?, chain_head = ?, number_day = ?, number_seq = ?",
                (place.seq, digest, day, daily),
            )
            return Filing(
                prepared.id, place.number, prepared.item, prepared.filed_at, envelope, prepared.parts
            )

    def _place(self, prefix: str, at: datetime) -> tuple[Place, str, int]:
        row = self._db.rows("select * from terminal")[0]
        # A clock that was set back must not hand out a number twice, so the day never goes back.
        day = max(f"{at:%y%m%d}", row["number_day"])
        daily = row["number_seq"] + 1 if day == row["number_day"] else 1
        number = filing_number(prefix, day, daily)
        return Place(number, row["epoch"], row["seq"] + 1, row["chain_head"], ""), day, daily

    def outcome(self, id: str) -> Outcome:
        """What is known of a filing here. Raises KeyError for one that is not kept here."""
        row = self._db.row("select * from filing where id = ?", (id,))
        if row is None:
            raise KeyError(id)
        return outcome_of(row)

    def receipts(self) -> Sequence[Kept]:
        """Every filing of this store with the platform's word on it, oldest first."""
        materials = "(select count(*) from part where filing = id and name like 'material:%') as materials"
        rows = self._db.rows(f"select *, {materials} from filing order by seq")
        return [
            Kept(
                *(r["id"], r["number"], r["item"], Status(r["status"])),
                *(r["digest"], r["receipt"], r["materials"]),
            )
            for r in rows
        ]

    def of_person(self, person: str, limit: int = 5) -> Sequence[tuple[str, str, Outcome]]:
        """Number, title and outcome of a person's filings here, newest first: states, and nobody's name."""
        sql = (
            "select * from filing join slip on slip.filing = id where person = ? and parent is null"
            " order by seq desc limit ?"
        )
        return [
            (row["number"], json.loads(row["facts"])["title"], outcome_of(row))
            for row in self._db.rows(sql, (person, limit))
        ]

    def unprinted(self, person: str, item: str, since: datetime) -> Filing | None:
        """The newest one of a person and an item whose slip never came out."""
        columns = "id, number, item, filed_at, envelope"
        sql = f"select {columns} from filing join slip on slip.filing = id where person = ? and item = ?"
        where = " and parent is null and printed_at is null and filed_at > ? order by seq desc limit 1"
        row = self._db.row(sql + where, (person, item, stamp(since)))
        if row is None:
            return None
        filed_at = datetime.fromisoformat(row["filed_at"])
        return Filing(row["id"], row["number"], row["item"], filed_at, row["envelope"] or "")

    def slip(self, id: str) -> dict[str, str]:
        row = self._db.row("select facts from slip where filing = ?", (id,))
        if row is None:
            raise KeyError(id)
        facts: dict[str, str] = json.loads(row["facts"])
        return facts

    def slip_printed(self, id: str, at: datetime) -> None:
        """The printer said that the paper came out."""
        with self._db.write() as db:
            db.execute("update slip set printed_at = ? where filing = ?", (stamp(at), id))
            journal.write(db, journal.Event.SLIP_PRINTED, at, id, {})

    def slip_is_printed(self, id: str) -> bool:
        return bool(self._db.rows("select 1 from slip where filing = ? and printed_at is not null", (id,)))

    def rate(self, id: str, filing: str, token: str, at: datetime) -> None:
        """Keeps a signed rating and promises that it will be sent; a filing's second one changes nothing."""
        with self._db.write() as db:
            if db.execute("select 1 from rating where filing = ?", (filing,)).fetchone():
                return
            db.execute("insert into rating values (?, ?, ?)", (id, filing, token))
            db.execute(
                "insert into outbox (id, kind, next_attempt_at) values (?, 'ratings', ?)",
                (id, stamp(at)),
            )
            journal.write(db, journal.Event.RATED, at, filing, {})


def _standing(db: sqlite3.Connection, prepared: Prepared) -> sqlite3.Row | None:
    """The filing that is there already: a second tap makes no second one. A withdrawal that the platform did
    not grant stands in nobody's way."""
    lost = (Status.REFUSED.value, Status.QUARANTINED.value)
    same = "id = ? or (parent = ? and relation = ? and status not in (?, ?))"
    values = (prepared.id, prepared.parent, prepared.relation, *lost)
    row: sqlite3.Row | None = db.execute(f"select * from filing where {same}", values).fetchone()
    return row


def outcome_of(row: sqlite3.Row) -> Outcome:
    return Outcome(
        status=Status(row["status"]),
        at=datetime.fromisoformat(row["status_at"]),
        acceptance_number=row["acceptance_number"],
        reason=row["reason"],
        due=date.fromisoformat(row["due"]) if row["due"] else None,
    )


def filing_number(prefix: str, day: str, daily: int) -> str:
    """Region 6, site 4, terminal 3, YYMMDD, five digits of the day, check character (ISO 7064 MOD 37,36)."""
    body = f"{prefix}{day}{daily:05d}"
    from stdnum.iso7064 import mod_37_36  # imports much that only few numbers need

    return body + str(mod_37_36.calc_check_digit(body))

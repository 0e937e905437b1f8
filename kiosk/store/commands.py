"""What the platform asked of this terminal: taken once, done once, kept until the platform knows.

A command is `running` before it is begun: what a process that died had begun is known, and not done twice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kiosk.store import journal
from kiosk.store.database import Database, stamp

KEPT = timedelta(days=30)  # beyond its end: a copy of it that comes later has run out by any clock


@dataclass(frozen=True)
class Order:
    id: str
    kind: str
    subject: str
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Ended:
    id: str
    outcome: str
    detail: str
    at: datetime
    report: Mapping[str, Any] = field(default_factory=dict, repr=False)


class Commands:
    def __init__(self, database: Database) -> None:
        self._db = database

    def knows(self, id: str) -> bool:
        return self._db.row("select 1 from command where id = ?", (id,)) is not None

    def take(self, order: Order, now: datetime) -> None:
        """To be done when its turn comes."""
        with self._db.write() as db:
            _add(db, order, "taken", now)

    def refuse(self, order: Order, outcome: str, now: datetime) -> None:
        """It is not done, and answered."""
        with self._db.write() as db:
            _add(db, order, "taken", now)
            _end(db, Ended(order.id, outcome, "", now))

    def switch(self, order: Order, *, suspended: bool, done: str, superseded: str, now: datetime) -> None:
        """An item is suspended or resumed, and the command ended, in one transaction. Of two, the one that
        was issued last counts, in whatever order they come."""
        with self._db.write() as db:
            _add(db, order, "taken", now)
            row = db.execute("select issued_at from suspension where item = ?", (order.subject,)).fetchone()
            later = row is not None and datetime.fromisoformat(row["issued_at"]) > order.issued_at
            if not later:
                values = (order.subject, int(suspended), order.issued_at.isoformat())
                db.execute("insert or replace into suspension values (?, ?, ?)", values)
            _end(db, Ended(order.id, superseded if later else done, "", now))

    def suspended(self) -> frozenset[str]:
        """Items that nobody begins here."""
        return frozenset(
            row["item"] for row in self._db.rows("select item from suspension where suspended = 1")
        )

    def next(self) -> Order | None:
        """What was issued first of what is still to be done."""
        sql = "select * from command where state = 'taken' order by issued_at, id limit 1"
        row = self._db.row(sql)
        if row is None:
            return None
        times = (datetime.fromisoformat(row["issued_at"]), datetime.fromisoformat(row["expires_at"]))
        return Order(row["id"], row["kind"], row["subject"], *times)

    def begin(self, id: str, now: datetime) -> None:
        with self._db.write() as db:
            db.execute("update command set state = 'running', at = ? where id = ?", (stamp(now), id))

    def end(self, ended: Ended) -> None:
        with self._db.write() as db:
            _end(db, ended)

    def begun(self) -> list[str]:
        """What is running; when a process starts, what the one before left half done."""
        return [row["id"] for row in self._db.rows("select id from command where state = 'running'")]

    def untold(self) -> list[Ended]:
        """What the platform does not know yet, in the order in which it ended."""
        rows = self._db.rows("select * from command where state = 'ended' and told = 0 order by at, id")
        return [
            Ended(
                r["id"], r["outcome"], r["detail"], datetime.fromisoformat(r["at"]), json.loads(r["report"])
            )
            for r in rows
        ]

    def told(self, id: str, *, known: bool = True) -> None:
        """`known`: whether the platform has the answer; it asks again for what it has lost."""
        with self._db.write() as db:
            db.execute("update command set told = ? where id = ? and state = 'ended'", (int(known), id))

    def purge(self, now: datetime) -> None:
        with self._db.write() as db:
            over = (now - KEPT).timestamp()
            sql = "delete from command where told = 1 and unixepoch(expires_at) < ?"
            db.execute(sql, (over,))


def _add(db: Any, order: Order, state: str, now: datetime) -> None:
    times = (order.issued_at.isoformat(), order.expires_at.isoformat())
    names = "id, kind, subject, issued_at, expires_at, state, at"
    values = (order.id, order.kind, order.subject, *times, state, stamp(now))
    db.execute(f"insert into command ({names}) values (?, ?, ?, ?, ?, ?, ?)", values)
    detail = {"kind": journal.code(order.kind), "of": journal.code(order.subject)}
    journal.write(db, journal.Event.COMMANDED, now, journal.code(order.id), detail)


def _end(db: Any, ended: Ended) -> None:
    values = (ended.outcome, ended.detail, json.dumps(ended.report), stamp(ended.at), ended.id)
    sql = "update command set state = 'ended', outcome = ?, detail = ?, report = ?, at = ? where id = ?"
    db.execute(sql, values)
    told = {"outcome": ended.outcome, "detail": journal.code(ended.detail)}
    journal.write(db, journal.Event.OBEYED, ended.at, journal.code(ended.id), told)

"""The clerk on duty, how often a PIN was wrong, and the day-book. Written by the screen on stage.

A shift goes from one screen process to the next by a ticket that counts once, soon, and in this boot: a
screen that died hands nothing on, and whoever stands there signs in anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.model import Outcome, Role
from kiosk.store import journal
from kiosk.store.database import Database, stamp
from kiosk.store.filings import outcome_of

FREE = 5  # wrong PINs in a row before an account rests
_FIRST_WAIT = 30 * 60.0  # seconds; twice as long for each further one
_LONGEST_WAIT = 24 * 3600.0


@dataclass(frozen=True)
class Operator:
    """The clerk who acts for a principal: 经办. `name` is masked: 王*."""

    account: str
    name: str = field(repr=False)
    roles: frozenset[Role]


@dataclass(frozen=True)
class Instant:
    """A moment that no setting of the clock moves."""

    boot: str
    ms: int  # CLOCK_BOOTTIME

    def after(self, seconds: float) -> int:
        return self.ms + int(seconds * 1000)


@dataclass(frozen=True)
class Batch:
    """One matter for one person after the other, with what is the same for all of them."""

    item: str
    role: Role
    answers: Mapping[str, str]  # of questions with a choice only: nothing that a person typed


@dataclass(frozen=True)
class Entry:
    """One line of the day-book."""

    filing: str
    number: str
    item: str
    title: str
    role: Role
    filed_at: datetime
    outcome: Outcome = field(repr=False)


class Shifts:
    def __init__(self, database: Database) -> None:
        self._db = database

    def act(self, account: str) -> None:
        """From now on every line that this process writes into the journal names the account; "" for none."""
        self._db.act(account)

    # --- sign-in ---

    def rests(self, account: str, now: Instant) -> float:
        """The seconds until a PIN of this account is looked at again. A wait that was cut by a restart begins
        anew with the machine."""
        row = self._db.row("select * from staff_attempt where account = ?", (account,))
        if row is None or row["wrong"] < FREE:
            return 0.0
        doubled: int = 2 ** min(int(row["wrong"]) - FREE, 20)
        wait = min(_FIRST_WAIT * doubled, _LONGEST_WAIT)
        since = int(row["at_ms"]) if row["boot"] == now.boot else 0
        return max(0.0, wait - (now.ms - since) / 1000)

    def count(self, account: str, now: Instant, at: datetime) -> int:
        """Before a PIN is looked at, so that no power cut gives a try away. How many there were in a row."""
        with self._db.write() as db:
            row = db.execute("select wrong from staff_attempt where account = ?", (account,)).fetchone()
            wrong = (row["wrong"] if row else 0) + 1
            values = (account, wrong, now.boot, now.ms)
            db.execute("insert or replace into staff_attempt values (?, ?, ?, ?)", values)
            journal.write(db, journal.Event.PIN_TRIED, at, account, {"attempt": wrong})
        return wrong

    def proved(self, account: str) -> None:
        """The PIN was right."""
        with self._db.write() as db:
            db.execute("delete from staff_attempt where account = ?", (account,))

    def open(self, operator: Operator, at: datetime) -> None:
        """The PIN was right."""
        roles = " ".join(sorted(operator.roles))
        values = (operator.account, operator.name, roles, stamp(at))
        with self._db.write() as db:
            db.execute("delete from staff_attempt where account = ?", (operator.account,))
            names = "only, account, name, roles, opened_at"
            db.execute(f"insert or replace into shift ({names}) values (1, ?, ?, ?, ?)", values)
            journal.write(db, journal.Event.SIGNED_IN, at, operator.account, {})

    def close(self, at: datetime, why: str) -> None:
        """Nobody is on duty; a second time changes nothing."""
        with self._db.write() as db:
            row = db.execute("delete from shift returning account").fetchone()
            if row is not None:
                journal.write(db, journal.Event.SIGNED_OUT, at, row["account"], {"why": why})

    # --- from process to process ---

    def pass_on(self, ticket: str, boot: str, until_ms: int) -> None:
        """`ticket`: SHA-256 of what the next process will show."""
        with self._db.write() as db:
            db.execute("update shift set ticket = ?, boot = ?, until_ms = ?", (ticket, boot, until_ms))

    def redeem(self, ticket: str, now: Instant, at: datetime) -> Operator | None:
        """Whoever shows another one, or comes late, ends the shift."""
        row = self._db.row("select * from shift")
        if row is None:
            return None
        good = ticket == row["ticket"] and now.boot == row["boot"] and now.ms <= row["until_ms"]
        if not good:
            self.close(at, "ticket")
            return None
        with self._db.write() as db:
            db.execute("update shift set ticket = null, boot = null, until_ms = null")
        return Operator(row["account"], row["name"], frozenset(Role(r) for r in row["roles"].split()))

    # --- batch and day-book ---

    def keep_batch(self, batch: Batch | None) -> None:
        text = json.dumps(vars(batch)) if batch else None
        with self._db.write() as db:
            db.execute("update shift set batch = ?", (text,))

    def batch(self) -> Batch | None:
        row = self._db.row("select batch from shift")
        if row is None or row["batch"] is None:
            return None
        kept: dict[str, Any] = json.loads(row["batch"])
        return Batch(kept["item"], Role(kept["role"]), kept["answers"])

    def entries(self, account: str, limit: int = 200) -> Sequence[Entry]:
        """What came by these hands, newest first: numbers and states, and nobody's name."""
        sql = (
            "select filing.*, assisted.role, slip.facts from assisted"
            " join filing on filing.id = assisted.filing join slip on slip.filing = filing.id"
            " where account = ? order by seq desc limit ?"
        )
        return [
            Entry(
                *(row["id"], row["number"], row["item"], str(json.loads(row["facts"])["title"])),
                *(Role(row["role"]), datetime.fromisoformat(row["filed_at"]), outcome_of(row)),
            )
            for row in self._db.rows(sql, (account, limit))
        ]

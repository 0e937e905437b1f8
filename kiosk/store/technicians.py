"""A technician who comes and goes, as the journal has it: by which code, on which order, why they left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.store import journal
from kiosk.store.database import Database
from kiosk.store.journal import Event


@dataclass(frozen=True)
class Coming:
    """`step`: of time, of the one-time code; `order`: number of the work order; `reason`: a word."""

    account: str
    step: int
    order: str
    reason: str


class Technicians:
    def __init__(self, database: Database) -> None:
        self._db = database

    def used(self, account: str) -> int:
        """The step of the last code that this account came by; -1 without any."""
        sql = (
            "select max(json_extract(detail, '$.step')) as step from journal where event = ? and subject = ?"
        )
        row = self._db.row(sql, (Event.CARE_BEGUN.value, account))
        return int(row["step"]) if row and row["step"] is not None else -1

    def come(self, coming: Coming, at: datetime) -> None:
        """Wrong codes of before are forgotten; every line of this process names the account from now on."""
        detail: dict[str, str | int] = {"order": coming.order, "reason": coming.reason, "step": coming.step}
        with self._db.write() as db:
            db.execute("delete from staff_attempt where account = ?", (coming.account,))
            journal.write(db, Event.CARE_BEGUN, at, coming.account, detail)
        self._db.act(coming.account)

    def go(self, account: str, at: datetime, why: str) -> None:
        """Raises StoreError, and this process names the account no longer all the same."""
        try:
            with self._db.write() as db:
                journal.write(db, Event.CARE_ENDED, at, account, {"why": why})
        finally:
            self._db.act("")

"""What a person filed here, and what they took back of it: states and numbers, and nobody's name."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.model import WITHDRAWAL, Filing, Outcome, Status
from kiosk.store.database import Database
from kiosk.store.filings import outcome_of

_OPEN = (Status.HELD, Status.RECEIVED, Status.AWAITING_SIGNATURES, Status.CORRECTION_REQUIRED)
_LOST = (Status.REFUSED, Status.QUARANTINED)


@dataclass(frozen=True)
class Matter:
    """One filing, and the newest withdrawal of it."""

    filing: Filing
    title: str
    outcome: Outcome
    withdrawal: Outcome | None = None
    branches: str = ""  # JSON of where the departments' parts stand; empty where nobody told of any
    organisation: str = ""  # covered, where the person acted for one

    @property
    def withdrawn(self) -> bool:
        """By the platform's word on either of the two, whichever came first."""
        done = self.withdrawal is not None and self.withdrawal.status is Status.CONCLUDED
        return done or self.outcome.status is Status.WITHDRAWN

    @property
    def asked_back(self) -> bool:
        """There is a withdrawal that the platform granted, or has not answered."""
        return self.withdrawal is not None and self.withdrawal.status not in _LOST

    @property
    def may_be_withdrawn(self) -> bool:
        """As far as is known here: the platform decides."""
        return self.outcome.status in _OPEN and not self.asked_back


class Matters:
    def __init__(self, database: Database) -> None:
        self._db = database

    def of_person(self, person: str, limit: int = 5) -> Sequence[Matter]:
        """Newest first."""
        sql = (
            "select * from filing join slip on slip.filing = id where person = ? and parent is null"
            " order by seq desc limit ?"
        )
        return [self._matter(row) for row in self._db.rows(sql, (person, limit))]

    def find(self, id: str, person: str) -> Matter | None:
        """None for a filing that is not this person's."""
        sql = "select * from filing join slip on slip.filing = id where id = ? and person = ?"
        row = self._db.row(f"{sql} and parent is null", (id, person))
        return self._matter(row) if row else None

    def _matter(self, row: sqlite3.Row) -> Matter:
        sql = "select * from filing where parent = ? and relation = ? order by seq desc limit 1"
        back = self._db.row(sql, (row["id"], WITHDRAWAL))
        filed_at = datetime.fromisoformat(row["filed_at"])
        filing = Filing(row["id"], row["number"], row["item"], filed_at, row["envelope"] or "")
        facts = json.loads(row["facts"])
        parts = self._db.row("select told from branches where filing = ?", (row["id"],))
        told = str(parts["told"]) if parts else ""
        taken_back = outcome_of(back) if back else None
        organisation = facts.get("organisation", "")
        return Matter(filing, facts["title"], outcome_of(row), taken_back, told, organisation)

"""What the journal adds up to: counts, failures by code, the last entries with their subjects cut short."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.store.database import Database
from kiosk.store.journal import Event

_FAILURES = (Event.CARD_FAILED, Event.CAPTURE_FAILED, Event.SLIP_FAILED, Event.RESULT_FAILED)
_SHOWN = 8  # characters of a subject that may be the id of a filing


@dataclass(frozen=True)
class Entry:
    seq: int
    at: datetime
    event: str
    subject: str
    detail: Mapping[str, str | int]


class History:
    def __init__(self, database: Database) -> None:
        self._db = database

    def counted(self) -> dict[str, int]:
        """How often each event is in the journal, which is as long as the store keeps it."""
        rows = self._db.rows("select event, count(*) as n from journal group by event order by event")
        return {row["event"]: row["n"] for row in rows}

    def failures(self) -> dict[str, int]:
        """By the code of the fault, the most frequent first."""
        events = ", ".join("?" * len(_FAILURES))
        sql = f"""select coalesce(json_extract(detail, '$.fault'), 'unknown') as code, count(*) as n
                 from journal where event in ({events}) group by code order by n desc, code"""
        return {row["code"]: row["n"] for row in self._db.rows(sql, _FAILURES)}

    def last(self, count: int) -> Sequence[Entry]:
        """The last one first. Ids are cut short; a journal holds no names to begin with."""
        rows = self._db.rows("select * from journal order by seq desc limit ?", (count,))
        return [
            _entry(row["seq"], row["at"], row["event"], _short(row["subject"]), row["detail"]) for row in rows
        ]

    def of_device(self, kind: str) -> Sequence[Entry]:
        """How a device changed, in order."""
        sql = "select * from journal where event = ? and subject = ? order by seq"
        rows = self._db.rows(sql, (Event.DEVICE, kind))
        return [_entry(row["seq"], row["at"], row["event"], row["subject"], row["detail"]) for row in rows]

    def changed(self, event: Event, kind: str) -> Entry | None:
        """When a technician last said so: that there is a new roll, new sheets, new toner."""
        sql = "select * from journal where event = ? and subject = ? order by seq desc limit 1"
        rows = self._db.rows(sql, (event, kind))
        found = [_entry(r["seq"], r["at"], r["event"], r["subject"], r["detail"]) for r in rows]
        return found[0] if found else None

    def rounds(self) -> dict[str, datetime]:
        """When each point of the daily round was last looked after."""
        sql = "select subject, at from journal where event = ? order by seq"  # so the last one stays
        return {
            row["subject"]: datetime.fromisoformat(row["at"]) for row in self._db.rows(sql, (Event.ROUND,))
        }

    def slips_since(self, seq: int) -> int:
        """Slips that were printed after this entry."""
        sql = "select count(*) as n from journal where event = ? and seq > ?"
        return int(self._db.rows(sql, (Event.SLIP_PRINTED, seq))[0]["n"])

    def pages_since(self, seq: int) -> int:
        """Of documents that were printed after this entry; one that does not say how many has one."""
        sql = """select coalesce(sum(coalesce(json_extract(detail, '$.pages'), 1)), 0) as n
                 from journal where event = ? and seq > ?"""
        return int(self._db.rows(sql, (Event.RESULT_PRINTED, seq))[0]["n"])


def _entry(seq: int, at: str, event: str, subject: str, detail: str) -> Entry:
    return Entry(seq, datetime.fromisoformat(at), event, subject, json.loads(detail))


def _short(subject: str) -> str:
    """Ids of filings are long; kinds, items and processes are words."""
    return f"{subject[:_SHOWN]}…" if any(c.isdigit() for c in subject) and len(subject) > _SHOWN else subject

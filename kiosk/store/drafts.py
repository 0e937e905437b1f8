"""Unfinished sessions, kept sealed for 72 hours, and the last snapshot of each device."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kiosk.model import DeviceState, DeviceStatus, Fault, Media, Supply
from kiosk.store.database import Database, stamp

KEPT = timedelta(hours=72)
_KEEP = """
    insert or replace into draft select ?, ?, ?, ?, ?, ?
    where not exists (select 1 from filing where id = ?)
"""


@dataclass(frozen=True)
class Draft:
    id: str
    definition: str
    sealed: bytes
    pages: Mapping[str, bytes] = field(default_factory=dict, repr=False)  # sealed; names are never used twice


class Drafts:
    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, person: str, item: str, draft: Draft, now: datetime, names: Collection[str] = ()) -> None:
        """`names`: of all pages of the draft, those that are kept already included; others are let go of.

        A draft that comes late, when its session is filed already, is not kept: it would be taken for an
        unfinished one, and its filing for the next."""
        kept = (person, item, draft.id, draft.definition, draft.sealed, stamp(now + KEPT))
        with self._db.write() as db:
            if not db.execute(_KEEP, (*kept, draft.id)).rowcount:
                return
            for name, sealed in draft.pages.items():
                db.execute("insert or ignore into draft_page values (?, ?, ?)", (draft.id, name, sealed))
            marks = ", ".join("?" * len(names))
            db.execute(
                f"delete from draft_page where draft = ? and name not in ({marks})", (draft.id, *names)
            )
            db.execute("delete from draft_page where draft not in (select id from draft)")

    def pages(self, draft: str) -> set[str]:
        """The names of the pages that are kept."""
        return {row["name"] for row in self._db.rows("select name from draft_page where draft = ?", (draft,))}

    def find(self, person: str, item: str, now: datetime) -> Draft | None:
        sql = "select * from draft where person = ? and item = ? and expires_at > ?"
        row = self._db.row(sql, (person, item, stamp(now)))
        if row is None:
            return None
        found = self._db.rows("select name, sealed from draft_page where draft = ?", (row["id"],))
        return Draft(row["id"], row["definition"], row["sealed"], {p["name"]: p["sealed"] for p in found})

    def drop(self, person: str, item: str) -> None:
        with self._db.write() as db:
            db.execute("delete from draft where person = ? and item = ?", (person, item))


class Devices:
    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, kind: str, status: DeviceStatus, now: datetime) -> None:
        snapshot = {
            "state": status.state,
            "media": status.media,
            "supplies": dict(status.supplies),
            "faults": [vars(fault) for fault in status.faults],
            "detail": dict(status.detail),
        }
        with self._db.write() as db:
            text = json.dumps(snapshot, ensure_ascii=False)
            db.execute("insert or replace into device values (?, ?, ?)", (kind, text, stamp(now)))

    def all(self) -> dict[str, tuple[DeviceStatus, datetime]]:
        found = {}
        for row in self._db.rows("select * from device"):
            entry = json.loads(row["snapshot"])
            status = DeviceStatus(
                state=DeviceState(entry["state"]),
                media=Media(entry["media"]),
                supplies={name: Supply(value) for name, value in entry["supplies"].items()},
                faults=tuple(Fault(**fault) for fault in entry["faults"]),
                detail=entry["detail"],
            )
            found[row["kind"]] = (status, datetime.fromisoformat(row["at"]))
        return found

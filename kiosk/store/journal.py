"""What the terminal did: a closed list of events, hash-chained, free of personal data.

Details are codes and numbers only, and are checked for it, so that the journal may live for six months
while a delivered filing's payload lives for a day.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import rfc8785

from kiosk.store.database import Database, stamp

GENESIS = "0" * 64
_LOOKED_THROUGH = 5000  # entries: more than a day has
_REPORTS = 10
_BY = "by"  # in the detail: the clerk whose hands it was
_CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,80}")


class Event(StrEnum):
    STARTED = "started"  # a process of the terminal; subject: host, screen, sync
    STOPPED = "stopped"
    DIED = "died"
    SESSION_BEGUN = "session_begun"  # subject: item
    SESSION_ENDED = "session_ended"  # detail: why
    CARD_READ = "card_read"
    CARD_FAILED = "card_failed"  # detail: completion, fault
    CAPTURE_FAILED = "capture_failed"  # of a paper under the camera; detail: completion, fault
    CONFIRMED = "confirmed"
    CONSENTED = "consented"
    ASKED = "asked"  # a data source; detail: whether it answered, never what
    DECIDED = "decided"  # the person, on a material
    SIGNED = "signed"  # the form, on the screen; subject: item
    INVITED = "invited"  # somebody, to sign by phone; subject: item
    ORDERED = "ordered"  # something is to be paid; subject: item; detail: order
    PAID = "paid"
    PUT_OFF = "put_off"  # filed first, paid later
    TAKEN_BACK = "taken_back"  # asked for, by a filing of its own; subject: id of the filing that it is about
    FILED = "filed"  # subject: filing id
    SLIP_PRINTED = "slip_printed"
    SLIP_FAILED = "slip_failed"
    RESULT_PRINTED = "result_printed"  # subject: filing id; detail: pages
    RESULT_FAILED = "result_failed"
    SETTLED = "settled"  # subject: filing id; detail: status
    STATUS = "status"  # an event of the feed
    QUARANTINED = "quarantined"
    PURGED = "purged"
    EXPORTED = "exported"  # to a removable medium; detail: how many
    RESENT = "resent"  # the platform has lost it; detail: how many are sent again, how many nobody has
    RATED = "rated"
    PIN_TRIED = (
        "pin_tried"  # of a clerk, before it is looked at; subject: account; detail: how often in a row
    )
    PIN_CHANGED = "pin_changed"  # by its clerk; subject: account
    SIGNED_IN = "signed_in"  # a clerk; subject: account
    SIGNED_OUT = "signed_out"  # subject: account; detail: why
    ASSISTING = "assisting"  # a clerk began for somebody; subject: item; detail: role
    TURN = "turn"  # the person has the screen, or the clerk again; detail: whose
    TAKEN_OVER = "taken_over"  # a person's own session, with their consent; subject: item
    HANDED_BACK = "handed_back"  # the person goes on alone; subject: item
    CALLED_BACK = "called_back"  # somebody a clerk filed for; subject: filing id; detail: result
    HANDED_OVER = "handed_over"  # originals, to the county; subject: filing id; detail: list, papers
    LIST_SIGNED = "list_signed"  # by both, on paper; subject: number of the list; detail: papers, keys
    CARE_BEGUN = "care_begun"  # a technician came; subject: account; detail: order, reason, step of the code
    CARE_ENDED = "care_ended"  # subject: account; detail: why
    CARED = "cared"  # what a technician did; subject: what; detail: result
    PAPER_CHANGED = "paper_changed"  # subject: kind; detail: mm of the new roll, or sheets that are in now
    TONER_CHANGED = "toner_changed"  # subject: kind; detail: pages that the new one is sold for
    ROUND = "round"  # of each day, by a technician; subject: the point that was looked after
    SUGGESTED = "suggested"  # somebody told those who run terminals something; subject: kind
    REPORTED = "reported"  # that the machine has a problem; subject: which; detail: how each device was
    COMMANDED = "commanded"  # by the platform; subject: id of the command; detail: kind, item
    OBEYED = "obeyed"  # or not; subject: id of the command; detail: outcome
    DEVICE = "device"  # subject: kind; detail: state, fault
    LINE = "line"  # the platform answers again, or no longer


@dataclass(frozen=True)
class Reported:
    """Somebody said that the machine has a problem. `devices`: how each was, by its kind."""

    entry: int
    at: str  # ISO
    kind: str
    devices: Mapping[str, str]


@dataclass(frozen=True)
class Broken:
    """Where a chain breaks, and how."""

    seq: int
    why: str


class Journal:
    def __init__(self, database: Database) -> None:
        self._db = database

    def append(self, event: Event, at: datetime, subject: str = "", **detail: str | int) -> None:
        with self._db.write() as db:
            write(db, event, at, subject, detail)

    def head(self) -> tuple[int, str]:
        """The last sequence number and hash; 0 and GENESIS when nothing happened yet."""
        row = self._db.row("select seq, hash from journal order by seq desc limit 1")
        return (row["seq"], row["hash"]) if row else (0, GENESIS)

    def reported(self, since: datetime) -> list[Reported]:
        """The last of them since then, the last first."""
        last, _ = self.head()
        rows = self._db.rows(
            "select seq, at, subject, detail from journal where seq > ? and event = ? and at >= ?"
            " order by seq desc limit ?",
            (last - _LOOKED_THROUGH, Event.REPORTED.value, stamp(since), _REPORTS),
        )
        return [Reported(row["seq"], row["at"], row["subject"], _devices(row["detail"])) for row in rows]

    def verify(self) -> Broken | None:
        """The first entry that was changed, removed, added or put elsewhere. A cut-off end does not show
        here: the head travels in every heartbeat for that."""
        previous, expected = GENESIS, 1
        for row in self._db.rows("select * from journal order by seq"):
            if row["seq"] != expected:
                return Broken(expected, "missing")
            if row["previous"] != previous:
                return Broken(expected, "not chained to the entry before")
            if row["hash"] != _hash(tuple(row)[:5], previous):
                return Broken(expected, "changed")
            previous, expected = row["hash"], expected + 1
        return None


def _devices(detail: str) -> dict[str, str]:
    return {name: value for name, value in json.loads(detail).items() if name != _BY}


def code(text: str) -> str:
    """A text from elsewhere, cut down to what the journal takes."""
    return re.sub(r"[^A-Za-z0-9_.:/+-]", "_", text)[:80]


def write(
    db: sqlite3.Connection, event: Event, at: datetime, subject: str, detail: Mapping[str, str | int]
) -> str:
    """Adds an entry inside the caller's transaction; returns the new head. Of a clerk's it says whose."""
    if actor := getattr(db, "actor", ""):
        detail = {**detail, _BY: actor}
    for value in (subject, *detail.values()):
        if not _CODE.fullmatch(str(value)):
            raise ValueError(f"{event}: the journal takes codes, not texts")
    last = db.execute("select seq, hash from journal order by seq desc limit 1").fetchone()
    seq, previous = (last["seq"] + 1, last["hash"]) if last else (1, GENESIS)
    text = rfc8785.dumps(dict(detail)).decode()
    now = stamp(at)
    head = _hash((seq, now, event.value, subject, text), previous)
    db.execute(
        "insert into journal values (?, ?, ?, ?, ?, ?, ?)",
        (seq, now, event.value, subject, text, previous, head),
    )
    return head


def _hash(entry: tuple[int, str, str, str, str], previous: str) -> str:
    """Of seq, at, event, subject and detail, chained to the entry before."""
    return hashlib.sha256(rfc8785.dumps([*entry, previous])).hexdigest()

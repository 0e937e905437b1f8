"""Reads a store with plain SQLite: which facts hold, each of them whole. It knows the tables only."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable

from tests.crash.plan import draft_of, parts_of, receipt_of

GENESIS = "0" * 64


class ViolationError(AssertionError):
    """Something is half there, twice there, or not as it was."""


def hold(condition: object, what: str) -> None:
    if not condition:
        raise ViolationError(what)


def facts(db: sqlite3.Connection) -> frozenset[str]:
    """What is true in this store. Raises ViolationError, or sqlite3.DatabaseError where SQLite is lost."""
    db.row_factory = sqlite3.Row
    hold([row[0] for row in db.execute("pragma integrity_check")] == ["ok"], "integrity_check")
    hold(not db.execute("pragma foreign_key_check").fetchall(), "foreign_key_check")
    version = db.execute("pragma user_version").fetchone()[0]
    found = {f"version {version}"}
    if version == 0:
        hold(not db.execute("select 1 from sqlite_schema").fetchall(), "tables of no version")
        return frozenset(found)
    if db.execute("select 1 from terminal").fetchone() is None:
        hold(not _rows(db, "filing") and not _rows(db, "journal"), "filings of no terminal")
        return frozenset(found)
    found.add("terminal")
    return frozenset(found | _filings(db) | _drafts(db) | _feed(db))


def _rows(db: sqlite3.Connection, table: str) -> list[sqlite3.Row]:
    return db.execute(f"select * from {table}").fetchall()


def _by(rows: Iterable[sqlite3.Row], column: str) -> dict[str, list[sqlite3.Row]]:
    found: dict[str, list[sqlite3.Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _filings(db: sqlite3.Connection) -> set[str]:
    terminal = _rows(db, "terminal")[0]
    filings = db.execute("select * from filing order by seq").fetchall()
    hold([row["seq"] for row in filings] == list(range(1, len(filings) + 1)), "sequence with a gap")
    hold(terminal["seq"] == len(filings), "the terminal counts otherwise")
    hold(terminal["number_seq"] == len(filings), "the day counts otherwise")
    hold([int(row["number"][-6:-1]) for row in filings] == list(range(1, len(filings) + 1)), "numbers")
    outbox, ratings = _by(_rows(db, "outbox"), "id"), _by(_rows(db, "rating"), "filing")
    parts, slips = _by(_rows(db, "part"), "filing"), _by(_rows(db, "slip"), "filing")
    journal = _by(_rows(db, "journal"), "subject")
    previous, found, claimed = GENESIS, set(), 0
    for row in filings:
        n = int(row["id"][-12:])
        events = Counter(entry["event"] for entry in journal.pop(row["id"]))
        names = {
            "filed": True,
            "settled": _settled(row, outbox.pop(row["id"], [])),
            "purged": _purged(row, parts.pop(row["id"], []), previous),
            "printed": _printed(row, slips.pop(row["id"], [])),
            "rated": _rated(row, ratings.pop(row["id"], []), outbox),
            "ready": row["status"] == "result_ready",
        }
        happened = {"printed": "slip_printed", "ready": "status"}
        expected = Counter(happened.get(name, name) for name, true in names.items() if true)
        hold(events == expected, f"journal of {n}: {dict(events)}, not {dict(expected)}")
        found |= {f"{name} {n}" for name, true in names.items() if true}
        previous, claimed = row["digest"], claimed + events.total()
    hold(terminal["chain_head"] == previous, "chain head")
    hold(not outbox and not parts and not slips and not ratings, "rows of no filing")
    hold(not journal and len(_rows(db, "journal")) == claimed, "entries of nothing")
    return found


def _settled(row: sqlite3.Row, owed: list[sqlite3.Row]) -> bool:
    settled = row["receipt"] is not None
    hold(len(owed) == (0 if settled else 1), "owed and settled at once, or neither")
    hold(settled == (row["status"] in ("accepted", "result_ready")), "status and receipt")
    if settled:
        n = int(row["id"][-12:])
        hold(row["receipt"] == receipt_of(n), "receipt")
        hold(row["acceptance_number"] == f"330521-26-{n}", "acceptance number")
    return settled


def _purged(row: sqlite3.Row, parts: list[sqlite3.Row], previous: str) -> bool:
    if row["envelope"] is None:
        hold(not parts and row["receipt"], "purged in part, or without a receipt")
        return True
    hold(hashlib.sha256(row["envelope"].encode()).hexdigest() == row["digest"], "digest of the envelope")
    stated = json.loads(row["envelope"])
    hold(stated["id"] == row["id"] and stated["number"] == row["number"], "another's envelope")
    hold(stated["seq"] == row["seq"] and stated["previous"] == previous, "chain of the envelopes")
    kept = sorted((p["name"], p["media_type"], p["digest"], p["sealed"]) for p in parts)
    whole = sorted((p.name, p.media_type, p.digest, p.sealed) for p in parts_of(int(row["id"][-12:])))
    hold(kept == whole, "parts")
    return False


def _printed(row: sqlite3.Row, slips: list[sqlite3.Row]) -> bool:
    hold(len(slips) == 1, "no slip, or two")
    hold(json.loads(slips[0]["facts"]) == {"title": "社保参保证明", "number": row["number"]}, "slip")
    return slips[0]["printed_at"] is not None


def _rated(row: sqlite3.Row, ratings: list[sqlite3.Row], outbox: dict[str, list[sqlite3.Row]]) -> bool:
    for rating in ratings:
        hold(rating["token"] == f"rating {int(row['id'][-12:])}", "rating")
        hold(len(outbox.pop(rating["id"], [])) == 1, "a rating that is not sent")
    return bool(ratings)


def _drafts(db: sqlite3.Connection) -> set[str]:
    found = set()
    for row in _rows(db, "draft"):
        n = int(row["id"][-12:])
        versions = [version for version in (1, 2, 3) if row["sealed"] == draft_of(n, version)]
        hold(versions and row["person"] == f"person {n}", f"draft {n}")
        found.add(f"draft {n} {versions[0]}")
    return found


def _feed(db: sqlite3.Connection) -> set[str]:
    after = _rows(db, "terminal")[0]["feed_after"]
    return {f"followed {seq}" for seq in range(1, after + 1)}

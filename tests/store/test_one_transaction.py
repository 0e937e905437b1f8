"""What is one fact is one transaction: whichever of its writes fails, nothing of it stays."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest

from kiosk.model import SignedReceipt, Status
from kiosk.store import StoreError
from kiosk.store.feed import StatusChange

WRITES = {
    "filing": ["insert on filing", "insert on part", "insert on outbox", "insert on slip",
               "insert on journal", "update on terminal"],
    "receipt": ["delete on outbox", "update on filing", "insert on journal"],
    "event": ["update on filing", "insert on journal", "update on terminal"],
    "purge": ["delete on part", "update on filing", "insert on journal"],
}  # fmt: skip


def contents(store) -> list[list[tuple]]:
    tables = [
        row["name"] for row in store._database.rows("select name from sqlite_schema where type = 'table'")
    ]
    return [[tuple(row) for row in store._database.rows(f"select * from {table}")] for table in tables]


@pytest.fixture
def facts(store, clock, queue):
    """Each thing that is kept as a whole, by its name."""
    queue("before")
    word = SignedReceipt("before", "d", Status.RECEIVED, clock(), "330521-26-1", None, "signed")
    happened = StatusChange(1, "before", Status.ACCEPTED, clock(), None, date(2026, 2, 1))

    def settle():
        store.outbox.settle(word, clock())

    def follow():
        store.feed.apply("e1", [happened], clock())

    def purge():
        clock.pass_time(hours=25)
        store.outbox.purge(clock())

    return {"filing": lambda: queue("a"), "receipt": settle, "event": follow, "purge": purge}


@pytest.mark.parametrize(("fact", "write"), [(fact, write) for fact in WRITES for write in WRITES[fact]])
def test_a_fact_is_kept_whole_or_not_at_all(store, facts, fact, write):
    if fact in ("event", "purge"):
        facts["receipt"]()
    before = contents(store)
    stop = f"create trigger stop before {write} begin select raise(abort, 'no'); end"
    with store._database.write() as db:
        db.execute(stop)
    with pytest.raises((StoreError, sqlite3.Error)):
        facts[fact]()
    with store._database.write() as db:
        db.execute("drop trigger stop")
    assert contents(store) == before
    facts[fact]()
    assert contents(store) != before

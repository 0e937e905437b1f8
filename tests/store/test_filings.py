"""A filing is kept whole, once, numbered and chained; or not at all."""

from __future__ import annotations

import hashlib
import sqlite3

import pytest
from stdnum.iso7064 import mod_37_36

from kiosk.model import Status
from kiosk.store import Store, StoreError


def test_a_filing_is_numbered_chained_and_due(store, clock, queue):
    first, second = queue("a"), queue("b")
    assert first.number[:-6] == "3305210001001" + "260105"
    assert [f.number[-6:-1] for f in (first, second)] == ["00001", "00002"]
    assert all(mod_37_36.is_valid(f.number) for f in (first, second))
    assert first.envelope == "a/1/" + "0" * 64
    assert second.envelope == "b/2/" + hashlib.sha256(first.envelope.encode()).hexdigest()
    assert [o.id for o in store.outbox.due(clock())] == ["a", "b"]
    assert store.outbox.due(clock())[0].parts[0].sealed == b"sealed a"
    assert store.filings.outcome("a").status is Status.HELD


def test_filing_twice_is_filing_once(store, clock, queue):
    first = queue("a")
    clock.pass_time(minutes=1)
    again = queue("a")
    assert again.number == first.number
    assert store.sequence()[1] == 1
    assert len(store.outbox.due(clock())) == 1


def test_a_clock_that_goes_back_hands_out_no_number_twice(store, clock, queue):
    numbers = [queue("a").number]
    clock.pass_time(days=-400)
    numbers.append(queue("b").number)
    clock.pass_time(days=401)
    numbers.append(queue("c").number)
    assert len(set(numbers)) == 3
    assert numbers[1][13:24] == "26010500002"
    assert numbers[2][13:24] == "26010600001"


def test_a_signature_that_fails_keeps_nothing(store, clock):
    from kiosk.store.filings import Prepared
    from tests.store.conftest import PREFIX

    def fail(place):
        raise RuntimeError("no key")

    prepared = Prepared("a", "si-certificate", "p", clock(), (), {"title": "x"})
    with pytest.raises(RuntimeError):
        store.filings.queue(prepared, PREFIX, fail)
    assert store.outbox.due(clock()) == []
    assert store.sequence()[1] == 0
    assert store.journal.head()[0] == 0
    with pytest.raises(KeyError):
        store.filings.outcome("a")


def test_what_cannot_be_kept_says_so(store, queue):
    store._database._db.execute("pragma max_page_count = 1")
    with pytest.raises(StoreError):
        queue("a", slip={"title": "x" * 200_000})
    assert store.sequence()[1] == 0


def test_everything_stands_after_the_process_is_gone(tmp_path, store, clock, queue):
    queue("a")
    path = store._database.path
    again = Store(path)  # a second process beside the first
    assert [o.id for o in again.outbox.due(clock())] == ["a"]
    assert again.sequence() == store.sequence()
    again.close()


def test_the_file_is_for_its_owner_and_durable(store):
    path = store._database.path
    assert path.stat().st_mode & 0o077 == 0
    database = store._database
    assert database.rows("pragma journal_mode")[0][0] == "wal"
    assert database.rows("pragma synchronous")[0][0] == 2
    assert database.rows("pragma secure_delete")[0][0] == 1
    assert database.rows("pragma foreign_keys")[0][0] == 1
    assert store.integrity() == "ok"


def test_a_slip_is_printed_once_it_is(store, clock, queue):
    filing = queue("a")
    assert store.filings.slip("a") == {"title": "社保参保证明", "number": filing.number}
    assert not store.filings.slip_is_printed("a")
    store.filings.slip_printed("a", clock())
    assert store.filings.slip_is_printed("a")


def test_one_rating_a_filing(store, clock, queue):
    queue("a")
    store.filings.rate("r1", "a", "token", clock())
    store.filings.rate("r2", "a", "another", clock())
    assert [(o.id, o.kind, o.token) for o in store.outbox.due(clock())][-1] == ("r1", "ratings", "token")
    assert len(store.outbox.due(clock())) == 2


def test_no_table_has_a_column_for_a_name(store):
    tables = store._database.rows("select sql from sqlite_schema where type = 'table'")
    columns = " ".join(row["sql"] for row in tables).lower()
    for word in ("name_of", "id_number", "applicant", "phone ", "address"):
        assert word not in columns


def test_a_transaction_is_visible_to_another_connection(store, queue):
    other = Store(store._database.path)
    other.changed()
    assert not other.changed()
    queue("a")
    assert other.changed()
    assert not other.changed()
    other.close()


def test_foreign_keys_hold(store):
    with pytest.raises(sqlite3.IntegrityError), store._database.write() as db:
        db.execute("insert into part values ('nobody', 'body', 'x', 'y', x'00')")

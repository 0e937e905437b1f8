"""Processes come and go while another has the store open, and take nothing from under it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from kiosk.store import Store, database
from tests.crash.examine import facts
from tests.crash.plan import FRAME, drafted, filed

NEIGHBOUR = """
import sys
from pathlib import Path
from kiosk.store import Store
store = Store(Path(sys.argv[1]))
print(store.sequence()[1])
store.close()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kiosk.db"


def neighbour_counts(path) -> int:
    done = subprocess.run(
        [sys.executable, "-c", NEIGHBOUR, str(path)], capture_output=True, text=True, timeout=60, check=True
    )
    return int(done.stdout)


def test_a_second_store_in_a_process_does_not_give_the_first_ones_file_away(path):
    with closing(Store(path)) as first:
        filed(1).do(first)
        with closing(Store(path)):
            assert neighbour_counts(path) == 1
            filed(2).do(first)
            assert neighbour_counts(path) == 2
    with closing(sqlite3.connect(path)) as db:
        assert {"filed 1", "filed 2"} <= facts(db)


def test_the_log_is_written_back_when_it_has_grown(path, monkeypatch):
    limit = 30 * FRAME
    monkeypatch.setattr(database, "LOG_LIMIT", limit)
    log = path.with_name("kiosk.db-wal")
    with closing(Store(path)) as store:
        for n in range(1, 12):
            filed(n).do(store)
            assert log.stat().st_size < limit
        assert store._database.rows("pragma wal_autocheckpoint")[0][0] == 0  # which would let others write
    with closing(sqlite3.connect(path)) as db:
        assert {f"filed {n}" for n in range(1, 12)} <= facts(db)


def test_whoever_reads_for_long_keeps_nobody_from_filing(path, monkeypatch):
    monkeypatch.setattr(database, "LOG_LIMIT", 30 * FRAME)
    log = path.with_name("kiosk.db-wal")
    with closing(Store(path)) as store, closing(sqlite3.connect(path, isolation_level=None)) as reader:
        filed(1).do(store)
        reader.execute("begin")
        assert reader.execute("select count(*) from filing").fetchone() == (1,)
        for n in range(2, 4):
            filed(n).do(store)
        grown = log.stat().st_size
        assert grown > database.LOG_LIMIT
        assert reader.execute("select count(*) from filing").fetchone() == (1,)
        reader.execute("commit")
        for n in range(1, 12):
            drafted(50 + n, 1).do(store)
        assert log.stat().st_size < grown
        assert {"filed 1", "filed 2", "filed 3"} <= facts(reader)

"""Processes come and go while another has the store open, and take nothing from under it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from kiosk.store import Store
from tests.crash.examine import facts
from tests.crash.plan import filed

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

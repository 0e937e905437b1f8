"""One SQLite file, opened so that what was committed survives a power cut.

WAL with synchronous=FULL: NORMAL loses acknowledged filings at a power cut. Several processes open the file;
each connection is used under a lock and every write is one BEGIN IMMEDIATE transaction.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

MIGRATIONS = Path(__file__).parent / "migrations"
_PRAGMAS = """
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma foreign_keys = on;
    pragma secure_delete = on;
    pragma trusted_schema = off;
    pragma busy_timeout = 5000;
"""


def stamp(at: datetime) -> str:
    """UTC with microseconds: such texts sort as the times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


class StoreError(Exception):
    """The store could not keep something. Nothing of the transaction was kept."""


class Database:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self.path = path
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.executescript(_PRAGMAS)
        self._migrate()
        self._version = self._data_version()

    def _migrate(self) -> None:
        with self.write() as db:
            (version,) = db.execute("pragma user_version").fetchone()
            for number, script in enumerate(sorted(MIGRATIONS.glob("*.sql")), 1):
                if number > version:
                    _run_script(db, script.read_text("utf-8"))
                    db.execute(f"pragma user_version = {number}")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction, all or nothing. Raises StoreError when it could not be kept."""
        with self._lock:
            try:
                self._db.execute("begin immediate")
                try:
                    yield self._db
                    self._db.execute("commit")
                except BaseException:
                    if self._db.in_transaction:
                        self._db.execute("rollback")
                    raise
            except sqlite3.OperationalError as error:
                raise StoreError(str(error)) from error

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Row | None:
        return next(iter(self.rows(sql, parameters)), None)

    def changed(self) -> bool:
        """Whether another connection has committed since the last call. Costs microseconds."""
        with self._lock:
            version = self._data_version()
            changed, self._version = version != self._version, version
            return changed

    def integrity(self) -> str:
        """ "ok", or what SQLite found."""
        return str(self.rows("pragma integrity_check")[0][0])

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _data_version(self) -> int:
        return int(self._db.execute("pragma data_version").fetchone()[0])


def _run_script(db: sqlite3.Connection, script: str) -> None:
    """Statement by statement, because executescript would commit the transaction around it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""

"""One SQLite file, opened so that what was committed survives a power cut.

WAL with synchronous=FULL: NORMAL loses acknowledged filings at a power cut. Several processes open the file;
each connection is used under a lock and every write is one BEGIN IMMEDIATE transaction.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

MIGRATIONS = Path(__file__).parent / "migrations"
_PRAGMAS = """
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma secure_delete = on;
    pragma trusted_schema = off;
    pragma busy_timeout = 5000;
    pragma wal_autocheckpoint = 0;
"""
LOG_LIMIT = 4 * 1024 * 1024  # bytes in the write-ahead log before they are written back


def stamp(at: datetime) -> str:
    """UTC with microseconds: such texts sort as the times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


class StoreError(Exception):
    """The store could not keep something, or could not be read. Nothing of the transaction was kept."""


@contextmanager
def _named() -> Iterator[None]:
    """What the disk does to SQLite, by the store's own name. A statement that breaks a constraint is no
    trouble of the disk, and keeps its name."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(str(error)) from error
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:
            raise
        raise StoreError(str(error)) from error


def _make_private(path: Path) -> None:
    """A file for its owner only, before SQLite makes one for everybody.

    Never touches a file that is there: closing it would take away the locks that another connection of this
    process has on it (sqlite.org/howtocorrupt.html), and the log be deleted under that connection.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreError(error.strerror) from error


class _Connection(sqlite3.Connection):
    """One that knows for whom this process writes."""

    actor = ""


class Database:
    """Raises StoreError, here and in every method, when the file cannot be used at this moment."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._log, self._write_back_at = f"{path.resolve()}-wal", LOG_LIMIT
        _make_private(path)
        with _named():
            self._db: sqlite3.Connection = sqlite3.connect(
                path, isolation_level=None, check_same_thread=False, factory=_Connection
            )
            try:
                self._db.row_factory = sqlite3.Row
                self._db.executescript(_PRAGMAS)
                self._migrate()
                self._db.execute("pragma foreign_keys = on")
                self._version = self._data_version()
            except BaseException:
                self._db.close()
                raise

    def _migrate(self) -> None:
        """Before foreign keys count: with them, a migration that rebuilds a table would delete what refers to
        its rows (sqlite.org/lang_altertable.html)."""
        with self.write() as db:
            (version,) = db.execute("pragma user_version").fetchone()
            for number, script in enumerate(sorted(MIGRATIONS.glob("*.sql")), 1):
                if number > version:
                    _run_script(db, script.read_text("utf-8"))
                    db.execute(f"pragma user_version = {number}")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction, all or nothing. Raises StoreError when it could not be kept."""
        with self._lock, _named():
            self._db.execute("begin immediate")
            try:
                yield self._db
            except BaseException:
                self._roll_back()
                raise
            try:
                self._db.execute("commit")
            except sqlite3.DatabaseError:
                self._roll_back()
                self._overwrite()
                raise
            self._write_back()

    def _roll_back(self) -> None:
        if self._db.in_transaction:
            self._db.execute("rollback")

    def _overwrite(self) -> None:
        """When the sync of a commit fails, its frames may lie whole in the log, and whoever recovers the log
        after a power cut would take them for committed. The next commit is written over them: so here is one.
        """
        with suppress(sqlite3.DatabaseError):  # a disk that takes nothing more is out of anybody's hands
            self._db.execute("begin immediate")
            try:
                (version,) = self._db.execute("pragma user_version").fetchone()
                self._db.execute(f"pragma user_version = {version}")
                self._db.execute("commit")
            finally:
                self._roll_back()

    def _write_back(self) -> None:
        """Copies the log into the file and empties it, when it has grown.

        SQLite's automatic checkpoint lets others write meanwhile, and until 3.51.3 lost committed pages when
        one of them began the log anew at the wrong instant (sqlite.org/wal.html, the WAL-reset bug). This one
        keeps writers out. Where it fails, or somebody reads for long, the log grows on and nothing is lost.
        """
        with suppress(OSError, sqlite3.DatabaseError):  # the transaction is kept, whatever becomes of this
            size = os.stat(self._log).st_size
            if size < self._write_back_at:
                return
            self._write_back_at = size + LOG_LIMIT
            self._db.execute("pragma busy_timeout = 1000")  # whoever reads; meanwhile nobody can write
            try:
                (busy, _, _) = self._db.execute("pragma wal_checkpoint(truncate)").fetchone()
            finally:
                self._db.execute("pragma busy_timeout = 5000")
            if not busy:
                self._write_back_at = LOG_LIMIT

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        with self._lock, _named():
            return self._db.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Row | None:
        return next(iter(self.rows(sql, parameters)), None)

    def act(self, account: str) -> None:
        """From now on this process writes by the hands of a clerk: every line of the journal says so."""
        if isinstance(self._db, _Connection):
            self._db.actor = account

    def changed(self) -> bool:
        """Whether another connection has committed since the last call. Costs microseconds."""
        with self._lock, _named():
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

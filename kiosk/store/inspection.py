"""A store that is looked at and not touched: no migration, no row, no file beside it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kiosk.store.checks import Checks
from kiosk.store.database import MIGRATIONS, Database
from kiosk.store.drafts import Devices
from kiosk.store.feed import Feed
from kiosk.store.history import History
from kiosk.store.journal import Journal
from kiosk.store.outbox import Outbox


class Inspection:
    """Raises sqlite3.DatabaseError, here and in every question, for a file that is damaged."""

    def __init__(self, path: Path) -> None:
        self._database = _Untouched(path)
        self.outbox = Outbox(self._database)
        self.devices = Devices(self._database)
        self.checks = Checks(self._database)
        self.feed = Feed(self._database)
        self.journal = Journal(self._database)
        self.history = History(self._database)

    def integrity(self) -> str:
        return self._database.integrity()

    def migrations(self) -> tuple[int, int]:
        """How many the file has seen, and how many this program knows."""
        seen = self._database.rows("pragma user_version")[0][0]
        return int(seen), len(list(MIGRATIONS.glob("*.sql")))

    def last_entries(self, count: int) -> Sequence[str]:
        """When the journal's last entries were written, as ISO times, the last one first."""
        rows = self._database.rows("select at from journal order by seq desc limit ?", (count,))
        return [row["at"] for row in rows]

    def close(self) -> None:
        self._database.close()


class _Untouched(Database):
    """Where a write-ahead log lies, it belongs to the data and is read with it. Where none does, SQLite
    would make one even for reading; so the file is then opened as one that nobody changes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        immutable = "" if path.with_name(path.name + "-wal").exists() else "&immutable=1"
        address = f"file:{quote(str(path))}?mode=ro{immutable}"
        self._db = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.execute("pragma trusted_schema = off")
        self._db.execute("pragma busy_timeout = 2000")

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """With SQLite's own error: who inspects has to tell a damaged file from one that is not theirs."""
        with self._lock:
            return self._db.execute(sql, parameters).fetchall()

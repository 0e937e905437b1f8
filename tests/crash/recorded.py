"""The product's own code over an SQLite whose file system writes down what it is asked to do.

APSW's connection stands in for the standard library's, because only it lets a test be the file system. Files,
locks and shared memory are real; the log of the operations is what a crash is made of.
"""

from __future__ import annotations

import gc
import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import apsw

from kiosk.store import database
from tests.crash.power import Operation

_VFS = "recorded"
# unixOpen marks these: their first sync also syncs the folder that names them.
_SYNCED_WITH_FOLDER = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL


class RecordingFileSystem(apsw.VFS):
    """Of one folder. `log` is what has happened in it, in its order."""

    def __init__(self, files: Iterable[str]) -> None:
        self.log: list[Operation] = []
        self.names = {name: number for number, name in enumerate(sorted(files), 1)}
        self._numbers = itertools.count(len(self.names) + 1)
        super().__init__(_VFS, "")

    def xOpen(self, name, flags):  # noqa: N802 - SQLite's name
        return RecordingFile(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        super().xDelete(filename, syncdir)
        self.names.pop(Path(filename).name, None)
        self.log.append(Operation("delete", Path(filename).name))
        if syncdir:
            self.log.append(Operation("sync folder"))

    def inode(self, name: str) -> int:
        if name not in self.names:
            self.names[name] = next(self._numbers)
            self.log.append(Operation("create", name, self.names[name]))
        return self.names[name]


class RecordingFile(apsw.VFSFile):
    def __init__(self, system: RecordingFileSystem, name, flags: list[int]) -> None:
        self._system = system
        self._names_folder = bool(flags[0] & _SYNCED_WITH_FOLDER)
        super().__init__("", name, flags)
        filename = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._inode = system.inode(Path(filename).name) if filename else 0

    def xWrite(self, data, offset: int) -> None:  # noqa: N802
        super().xWrite(data, offset)
        self._record(Operation("write", inode=self._inode, offset=offset, data=bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        super().xTruncate(newsize)
        self._record(Operation("truncate", inode=self._inode, offset=newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self._record(Operation("sync", inode=self._inode))
        if self._names_folder:
            self._record(Operation("sync folder"))
            self._names_folder = False

    def _record(self, operation: Operation) -> None:
        if self._inode:  # temporary files have no name, and are nobody's after a crash
            self._system.log.append(operation)


class Row(tuple):
    """As sqlite3.Row: by place and by name."""

    names: Sequence[str]

    def __getitem__(self, key):
        return super().__getitem__(self.names.index(key) if isinstance(key, str) else key)


def _rows(run: apsw.Cursor) -> Iterator[Row]:
    for values in run:
        row = Row(values)
        row.names = [column[0] for column in run.get_description()]
        yield row


class Cursor:
    def __init__(self, connection: apsw.Connection, run: apsw.Cursor) -> None:
        self._rows = _rows(run)
        self.rowcount = connection.changes()

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def fetchone(self) -> Row | None:
        return next(self._rows, None)

    def fetchall(self) -> list[Row]:
        return list(self._rows)


class Connection:
    """What `kiosk.store` uses of sqlite3.Connection."""

    row_factory: object = None

    def __init__(self, path: Path, **_: object) -> None:
        self._db = apsw.Connection(str(path), vfs=_VFS)

    @property
    def in_transaction(self) -> bool:
        return self._db.in_transaction

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
        return Cursor(self._db, self._db.execute(sql, parameters))

    def executemany(self, sql: str, many: Iterable[Sequence[Any]]) -> None:
        self._db.executemany(sql, many)

    def executescript(self, script: str) -> None:
        for _ in self._db.execute(script):
            pass

    def close(self) -> None:
        self._db.close()


@contextmanager
def recording(
    files: Iterable[str], *, synchronous: str = "full", log_limit: int = database.LOG_LIMIT
) -> Iterator[RecordingFileSystem]:
    """The store writes through the file system that is given back. `files` are in the folder already."""
    stands_in = SimpleNamespace(
        connect=Connection,
        Row=Row,
        complete_statement=sqlite3.complete_statement,
        DatabaseError=sqlite3.DatabaseError,
        OperationalError=sqlite3.OperationalError,
    )
    assert "synchronous = full" in database._PRAGMAS
    lowered = database._PRAGMAS.replace("synchronous = full", f"synchronous = {synchronous}")
    system = RecordingFileSystem(files)
    with (
        patch.object(database, "sqlite3", stands_in),
        patch.object(database, "_PRAGMAS", lowered),
        patch.object(database, "LOG_LIMIT", log_limit),
    ):
        collected = gc.isenabled()
        gc.disable()  # in a callback of SQLite it could end a statement of the connection that is calling
        try:
            yield system
        finally:
            if collected:  # what others in this process live by stays as it was
                gc.enable()
            system.unregister()

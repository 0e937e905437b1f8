"""Where the platform keeps things: SQLite with one writer, or PostgreSQL by URL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

from sqlalchemy import URL, Connection, Engine, Insert, Table, create_engine, event, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, OperationalError

from acceptance import (
    appointment_tables,
    branch_tables,
    command_tables,
    console_tables,
    payment_tables,
    promise_tables,
    staff_tables,
    technician_tables,
    upload_tables,
)
from acceptance.failure import StartError
from acceptance.tables import metadata

_EPOCH = "feed_epoch"
# Each with its tables in the one metadata.
_PARTS = (
    appointment_tables,
    branch_tables,
    command_tables,
    console_tables,
    payment_tables,
    promise_tables,
    staff_tables,
    technician_tables,
    upload_tables,
)


class DatabaseError(StartError):
    """The URL names no database that the platform knows."""


class Database:
    """Safe between threads. SQLite takes one writer at a time, so writers queue here, not on its lock."""

    def __init__(self, url: str, busy_timeout: float = 10.0) -> None:
        self._url = _known(url)
        self._engine = _engine(self._url, busy_timeout)
        self._is_sqlite = self._url.get_backend_name() == "sqlite"
        self._writer = Lock() if self._is_sqlite else nullcontext()
        try:
            with self.writing() as connection:
                metadata.create_all(connection)
                connection.execute(self.insert_new(metadata.tables["meta"], name=_EPOCH, value=uuid4().hex))
        except OperationalError as error:  # no server there, no such database, not admitted
            raise DatabaseError(f"the database cannot be used: {error.orig}") from None
        with self.reading() as connection:
            meta = metadata.tables["meta"]
            self.epoch = str(connection.scalar(select(meta.c.value).where(meta.c.name == _EPOCH)))

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """All that is done inside is kept, durably, when the block ends; or nothing, when it raises."""
        with self._writer, self._engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, connection.begin():
            yield connection

    def insert_new(self, table: Table, **values: Any) -> Insert:
        """An insert that does nothing where the key is already taken; its `rowcount` tells which it was."""
        dialect: Any = sqlite if self._is_sqlite else postgresql
        statement: Insert = dialect.insert(table).values(**values).on_conflict_do_nothing()
        return statement.execution_options(preserve_rowcount=True)  # without it PostgreSQL says -1

    def close(self) -> None:
        self._engine.dispose()


def database_url(data: Path, url: str | None) -> str:
    """The URL that was asked for, else of a file in the data folder."""
    return url or f"sqlite:///{data / 'platform.sqlite'}"


def _known(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseError("the database must be sqlite:///<file> or postgresql://…") from None
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database:
        return parsed.set(drivername="sqlite+pysqlite")
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    raise DatabaseError("the database must be sqlite:///<file> or postgresql://…")


def _engine(url: URL, busy_timeout: float) -> Engine:
    """hide_parameters: an error must not quote what was being written."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_size=20, max_overflow=20, pool_pre_ping=True)
    engine = create_engine(
        url, hide_parameters=True, pool_size=10, max_overflow=40, connect_args={"timeout": busy_timeout}
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late for a consistent read
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A writer takes the lock at once: a lock taken at the first write can fail in mid-transaction."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

"""Large parts that come in pieces (tus 1.0), found by the SHA-256 of the whole, each terminal's for itself.

A piece is kept in one transaction with the offset behind it, so that the offset a terminal is told is what is
durably here, whoever was killed meanwhile.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, select, update

from acceptance.platform import Platform
from acceptance.problems import Kind, ProblemError
from acceptance.upload_tables import pieces, uploads

LARGEST = 32 * 1024 * 1024  # bytes, of one upload
ROOM = 512 * 1024 * 1024  # bytes, of all that one terminal has under way
KEPT = timedelta(days=7)  # after the last piece


@dataclass(frozen=True)
class Upload:
    digest: str
    length: int
    offset: int
    expires_at: datetime

    @property
    def complete(self) -> bool:
        return self.offset == self.length


class OffsetError(Exception):
    """The piece does not begin where the upload ends."""

    def __init__(self, offset: int) -> None:
        super().__init__("offset")
        self.offset = offset  # where it ends


def create(platform: Platform, terminal: str, digest: str, length: int) -> Upload:
    """The upload of this digest, new or as far as it is: a terminal that lost the answer asks again.

    Raises ProblemError.
    """
    if length > LARGEST:
        raise ProblemError(Kind.TOO_LARGE)
    now = platform.clock()
    with platform.database.writing() as connection:
        _forget_expired(connection, terminal, now)
        _refuse_beyond_room(connection, terminal, digest, length)
        values = {"terminal": terminal, "digest": digest, "length": length, "offset": 0}
        connection.execute(platform.database.insert_new(uploads, **values, expires_at=now + KEPT))
        known = _locked(connection, terminal, digest, now)
        if known.length != length:
            raise ProblemError(Kind.CONFLICT)
        if known.complete and not length:
            _check_whole(connection, terminal, digest)
        return known


def state(platform: Platform, terminal: str, digest: str) -> Upload:
    """Raises ProblemError where there is none, or none any more."""
    with platform.database.reading() as connection:
        return _found(connection, terminal, digest, platform.clock())


def append(platform: Platform, terminal: str, digest: str, offset: int, data: bytes) -> Upload:
    """Raises OffsetError, and ProblemError; nothing is kept then."""
    now = platform.clock()
    with platform.database.writing() as connection:
        known = _locked(connection, terminal, digest, now)
        if offset != known.offset:
            raise OffsetError(known.offset)
        if offset + len(data) > known.length:
            raise ProblemError(Kind.TOO_LARGE)
        if data:
            row = {"terminal": terminal, "digest": digest, "offset": offset, "data": data}
            connection.execute(pieces.insert().values(**row))
        known = Upload(digest, known.length, offset + len(data), now + KEPT)
        changed = {"offset": known.offset, "expires_at": known.expires_at}
        connection.execute(update(uploads).where(*_of(uploads, terminal, digest)).values(**changed))
        spoilt = known.complete and not _is_whole(connection, terminal, digest)
        if spoilt:
            forget(connection, terminal, digest)
    if spoilt:  # every piece came as it was sent, so the digest that it was promised under is wrong
        raise ProblemError(Kind.UPLOAD_DIGEST)
    return known


def whole(connection: Connection, terminal: str, digest: str) -> bytes | None:
    """None as long as something is missing."""
    of_it = (pieces.c.terminal == uploads.c.terminal, pieces.c.digest == uploads.c.digest)
    query = select(pieces.c.data).select_from(uploads.outerjoin(pieces, and_(*of_it)))  # at one moment
    complete = (*_of(uploads, terminal, digest), uploads.c.offset == uploads.c.length)
    found = list(connection.scalars(query.where(*complete).order_by(pieces.c.offset)))
    return b"".join(data or b"" for data in found) if found else None


def offset(connection: Connection, terminal: str, digest: str) -> int:
    """How much of it is here; 0 of what was never begun."""
    query = select(uploads.c.offset).where(*_of(uploads, terminal, digest))
    return int(connection.scalar(query) or 0)


def spent(connection: Connection, now: datetime, most: int) -> list[tuple[str, str]]:
    """Terminal and digest of those that have ended, the oldest first."""
    over = select(uploads.c.terminal, uploads.c.digest).where(uploads.c.expires_at <= now)
    rows = connection.execute(over.order_by(uploads.c.expires_at).limit(most))
    return [(row.terminal, row.digest) for row in rows]


def end(connection: Connection, terminal: str, digest: str, now: datetime) -> bool:
    """False where a piece is coming after all."""
    over = (*_of(uploads, terminal, digest), uploads.c.expires_at <= now)
    query = select(uploads.c.digest).where(*over).with_for_update(skip_locked=True)
    if connection.scalar(query) is None:
        return False
    forget(connection, terminal, digest)
    return True


def forget(connection: Connection, terminal: str, digest: str) -> None:
    connection.execute(delete(pieces).where(*_of(pieces, terminal, digest)))
    connection.execute(delete(uploads).where(*_of(uploads, terminal, digest)))


def _of(table: Table, terminal: str, digest: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.terminal == terminal, table.c.digest == digest


def _found(connection: Connection, terminal: str, digest: str, now: datetime) -> Upload:
    return _read(connection.execute(select(uploads).where(*_of(uploads, terminal, digest))).first(), now)


def _locked(connection: Connection, terminal: str, digest: str, now: datetime) -> Upload:
    query = select(uploads).where(*_of(uploads, terminal, digest)).with_for_update()
    return _read(connection.execute(query).first(), now)


def _read(row: Any, now: datetime) -> Upload:
    if row is None:
        raise ProblemError(Kind.NOT_FOUND)
    if row.expires_at <= now:
        raise ProblemError(Kind.GONE)
    return Upload(row.digest, row.length, row.offset, row.expires_at)


def _pieces(connection: Connection, terminal: str, digest: str) -> list[bytes]:
    query = select(pieces.c.data).where(*_of(pieces, terminal, digest)).order_by(pieces.c.offset)
    return [bytes(data) for data in connection.scalars(query)]


def _is_whole(connection: Connection, terminal: str, digest: str) -> bool:
    found = hashlib.sha256()
    for data in _pieces(connection, terminal, digest):
        found.update(data)
    return found.hexdigest() == digest


def _check_whole(connection: Connection, terminal: str, digest: str) -> None:
    if not _is_whole(connection, terminal, digest):
        raise ProblemError(Kind.UPLOAD_DIGEST)


def _refuse_beyond_room(connection: Connection, terminal: str, digest: str, length: int) -> None:
    others = select(func.sum(uploads.c.length)).where(
        uploads.c.terminal == terminal, uploads.c.digest != digest
    )
    if int(connection.scalar(others) or 0) + length > ROOM:
        raise ProblemError(Kind.STORAGE)


def _forget_expired(connection: Connection, terminal: str, now: datetime) -> None:
    old = select(uploads.c.digest).where(uploads.c.terminal == terminal, uploads.c.expires_at <= now)
    for digest in list(connection.scalars(old)):
        end(connection, terminal, digest, now)

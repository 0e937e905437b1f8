"""A terminal's way in: a one-time code, its keys, its certificate; and the way out, revocation.

Codes run out by the machine's real clock, as certificates do, whatever time the platform is told to show.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from acceptance import tables
from acceptance.certificates import RequestError
from acceptance.database import Database
from acceptance.failure import StartError
from acceptance.keys import hashed
from acceptance.platform import Clock, Platform
from acceptance.problems import Kind, ProblemError
from kiosk.wire.envelope import SignatureError, VerifyingKey, unverified_key_id

CODE_LIFE = timedelta(hours=24)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class SiteError(StartError):
    """A terminal that cannot be given a code."""


@dataclass(frozen=True)
class Code:
    code: str = field(repr=False)
    terminal: str
    expires_at: str


@dataclass(frozen=True)
class Terminal:
    """Who is at the other end of a connection."""

    id: str
    region: str
    site: str
    number: str

    @property
    def number_prefix(self) -> str:
        return self.region + self.site + self.number


def new_code(database: Database, clock: Clock, region: str, site: str, number: str | None) -> Code:
    """For the terminal of that number, or for the site's next free one. Raises SiteError."""
    if not (len(region) == 6 and region.isdigit() and len(site) == 4 and site.isdigit()):
        raise SiteError("a region has six digits and a site four")
    if number is not None and not (len(number) == 3 and number.isdigit()):
        raise SiteError("a terminal has three digits")
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
    expires_at = clock() + CODE_LIFE
    with database.writing() as connection:
        number = number or _next_number(connection, region, site)
        terminal = f"{region}-{site}-{number}"
        connection.execute(
            tables.codes.insert().values(
                hash=_code_hash(code),
                terminal=terminal,
                region=region,
                site=site,
                number=number,
                expires_at=expires_at,
            )
        )
    return Code(code, terminal, expires_at.isoformat(timespec="seconds"))


def enrol(platform: Platform, code: str, request_pem: str, signing_key: str) -> dict[str, str]:
    """Everything that a new terminal needs to know. The code is used up, and an older enrolment ends."""
    now = platform.clock()
    try:
        key = VerifyingKey.from_base64(signing_key)
    except ValueError:
        raise ProblemError(Kind.MALFORMED, "signing_key") from None
    with platform.database.writing() as connection:
        terminal = _use_code(connection, code, datetime.now(UTC))
        try:
            issued = platform.keys.authority.terminal(terminal.id, request_pem)
        except RequestError as error:
            raise ProblemError(Kind.MALFORMED, f"csr: {error}") from None
        connection.execute(
            platform.database.insert_new(
                tables.terminals,
                id=terminal.id,
                region=terminal.region,
                site=terminal.site,
                number=terminal.number,
            )
        )
        reopened = tables.terminals.c.id == terminal.id
        connection.execute(update(tables.terminals).where(reopened).values(revoked_at=None))
        _end_enrolments(connection, terminal.id, now)
        connection.execute(
            tables.enrolments.insert().values(
                serial=issued.serial,
                terminal=terminal.id,
                signing_key=key.base64(),
                key_id=key.id,
                enrolled_at=now,
            )
        )
    return {
        "terminal": terminal.id,
        "number_prefix": terminal.number_prefix,
        "certificate": issued.pem,
        "ca": platform.keys.authority.pem,
        "receipt_key": platform.keys.receipts.public.base64(),
        "sealing_key": platform.keys.opening.public.base64(),
        "platform_time": now.isoformat(),
    }


def revoke(database: Database, clock: Clock, terminal: str) -> bool:
    """The terminal is no longer admitted, until it is enrolled anew. False: there is none of that name."""
    with database.writing() as connection:
        row = tables.terminals.c.id == terminal
        found = connection.execute(update(tables.terminals).where(row).values(revoked_at=clock()))
        _end_enrolments(connection, terminal, clock())
    return found.rowcount > 0


def admitted(platform: Platform, terminal: str, serial: str) -> Terminal:
    """The terminal of a certificate that is still good. Raises ProblemError."""
    enrolment, known = tables.enrolments, tables.terminals
    query = select(known).join(enrolment, enrolment.c.terminal == known.c.id)
    good = (enrolment.c.serial == serial, enrolment.c.ended_at.is_(None), known.c.revoked_at.is_(None))
    with platform.database.reading() as connection:
        row = connection.execute(query.where(known.c.id == terminal, *good)).mappings().first()
    if row is None:
        raise ProblemError(Kind.NOT_ADMITTED)
    return _terminal(row)


def named(platform: Platform, terminal: str) -> Terminal:
    """A terminal that was enrolled and not revoked, by its name alone. Raises ProblemError."""
    known = tables.terminals
    with platform.database.reading() as connection:
        query = select(known).where(known.c.id == terminal, known.c.revoked_at.is_(None))
        row = connection.execute(query).mappings().first()
    if row is None:
        raise ProblemError(Kind.NOT_ADMITTED)
    return _terminal(row)


def verified(platform: Platform, terminal: Terminal, kind: str, token: str) -> dict[str, Any]:
    """The payload of an object that this terminal signed, with its present key or one it had before:
    what it queued before it was enrolled anew still counts. Raises ProblemError."""
    enrolment = tables.enrolments
    try:
        own = (enrolment.c.terminal == terminal.id, enrolment.c.key_id == unverified_key_id(token))
        with platform.database.reading() as connection:
            key = connection.scalar(select(enrolment.c.signing_key).where(*own).limit(1))
        if key is None:
            raise SignatureError("unknown key")
        payload = VerifyingKey.from_base64(key).verify(kind, token)
    except SignatureError:
        raise ProblemError(Kind.SIGNATURE) from None
    if payload.get("terminal", terminal.id) != terminal.id:
        raise ProblemError(Kind.ENVELOPE, "terminal")
    return payload


def _next_number(connection: Connection, region: str, site: str) -> str:
    taken = select(tables.codes.c.number).where(tables.codes.c.region == region, tables.codes.c.site == site)
    number = max((int(n) for n in connection.scalars(taken)), default=0) + 1
    if number > 999:
        raise SiteError("the site has no number left")
    return f"{number:03d}"


def _use_code(connection: Connection, code: str, now: datetime) -> Terminal:
    codes = tables.codes
    usable = (codes.c.hash == _code_hash(code), codes.c.used_at.is_(None), codes.c.expires_at > now)
    row = (
        connection.execute(update(codes).where(*usable).values(used_at=now).returning(codes))
        .mappings()
        .first()
    )
    if row is None:
        raise ProblemError(Kind.CODE)
    return _terminal({**row, "id": row["terminal"]})


def _end_enrolments(connection: Connection, terminal: str, now: datetime) -> None:
    open_ones = (tables.enrolments.c.terminal == terminal, tables.enrolments.c.ended_at.is_(None))
    connection.execute(update(tables.enrolments).where(*open_ones).values(ended_at=now))


def _terminal(row: Mapping[Any, Any]) -> Terminal:
    return Terminal(row["id"], row["region"], row["site"], row["number"])


def _code_hash(code: str) -> str:
    """Typed by hand: case and dashes do not matter."""
    return hashed("".join(c for c in code.upper() if c.isalnum()))

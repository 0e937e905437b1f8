"""Who is signed in: a cookie for the console alone, and a token in its forms that only its pages have."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest

from sqlalchemy import delete, select, update

from acceptance.console.accounts import Role
from acceptance.console_tables import accounts, sessions
from acceptance.database import Database
from acceptance.keys import hashed

COOKIE = "__Host-console"  # the prefix makes browsers refuse it from any other host, path or plain HTTP
IDLE, WHOLE = timedelta(hours=1), timedelta(hours=12)
_TOUCHED = timedelta(minutes=1)


@dataclass(frozen=True)
class Staff:
    name: str
    roles: frozenset[Role]
    token: str = field(repr=False)

    @property
    def form_token(self) -> str:
        return form_token(self.token)

    def may(self, role: Role) -> bool:
        return role in self.roles


def form_token(cookie: str) -> str:
    """Follows from the cookie, and the cookie not from it."""
    return hashed(f"form:{cookie}")


def is_ours(cookie: str, token: str) -> bool:
    return compare_digest(form_token(cookie).encode(), token.encode())


def begin(database: Database, account: str, now: datetime) -> str:
    """The cookie's value."""
    token = secrets.token_urlsafe(32)
    with database.writing() as connection:
        connection.execute(delete(sessions).where(sessions.c.begun_at <= now - WHOLE))
        values = {"hash": hashed(token), "account": account, "begun_at": now, "used_at": now}
        connection.execute(sessions.insert().values(**values))
    return token


def whose(database: Database, token: str, now: datetime, *, used: bool) -> Staff | None:
    """`used`: somebody did something. A page that renews itself does not keep anybody signed in."""
    own = sessions.c.hash == hashed(token)
    query = select(accounts.c.name, accounts.c.roles, sessions.c.used_at).join_from(sessions, accounts)
    good = (sessions.c.begun_at > now - WHOLE, sessions.c.used_at > now - IDLE, accounts.c.ended_at.is_(None))
    with database.reading() as connection:
        row = connection.execute(query.where(own, *good)).first()
    if row is None:
        return None
    if used and row.used_at <= now - _TOUCHED:
        with database.writing() as connection:
            connection.execute(update(sessions).where(own).values(used_at=now))
    return Staff(row.name, frozenset(Role(role) for role in row.roles.split(",")), token)


def end(database: Database, token: str) -> None:
    with database.writing() as connection:
        connection.execute(delete(sessions).where(sessions.c.hash == hashed(token)))

"""Who may use the console, and for what; and how long one waits who types a wrong password.

Passwords are made here, never chosen, so none of them is short or used elsewhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from threading import Lock

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from sqlalchemy import delete, select, update

from acceptance.console_tables import accounts, sessions, wrong_tries
from acceptance.database import Database
from acceptance.failure import StartError
from acceptance.keys import hashed

NAME = 40  # characters
FREE = 3  # wrong tries before anybody waits
FIRST, LONGEST = timedelta(seconds=5), timedelta(minutes=15)
FORGOTTEN = timedelta(hours=24)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_MEMORY = 19456  # KiB; with two passes a tenth of a second, for whoever guesses as well
_one_at_a_time = Lock()  # each takes the memory above


class Role(StrEnum):
    VIEWER = "viewer"  # figures
    OPERATOR = "operator"  # terminals
    CASEWORKER = "caseworker"  # what waits for somebody


class AccountError(StartError):
    """There is no such account, or none can be made of that."""


class WrongError(Exception):
    """Name or password: nobody is told which."""


class WaitError(Exception):
    def __init__(self, wait: timedelta) -> None:
        super().__init__("too many wrong tries")
        self.wait = wait


def make(database: Database, name: str, roles: Collection[Role], now: datetime) -> str:
    """The password, which is told once. For an account that exists: another one, and it is signed out."""
    if not (0 < len(name) <= NAME and name.isprintable() and name == name.strip() and roles):
        raise AccountError(f"a name has 1 to {NAME} characters, and an account at least one role")
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
    values = {"password": _kept(password), "roles": ",".join(sorted(set(roles))), "ended_at": None}
    with database.writing() as connection:
        connection.execute(database.insert_new(accounts, name=name, made_at=now, **values))
        connection.execute(update(accounts).where(accounts.c.name == name).values(**values))
        connection.execute(delete(sessions).where(sessions.c.account == name))
        connection.execute(delete(wrong_tries).where(wrong_tries.c.name == hashed(name)))
    return password


def end(database: Database, name: str, now: datetime) -> None:
    """Nobody signs in by that name any more, and whoever has is signed out. Raises AccountError."""
    with database.writing() as connection:
        here = (accounts.c.name == name, accounts.c.ended_at.is_(None))
        if connection.execute(update(accounts).where(*here).values(ended_at=now)).rowcount != 1:
            raise AccountError("there is no such account")
        connection.execute(delete(sessions).where(sessions.c.account == name))


def prove(database: Database, name: str, password: str, now: datetime) -> None:
    """Raises WrongError or WaitError. A try counts before it is looked at, so that none is free."""
    _count(database, name, now)
    query = select(accounts.c.password).where(accounts.c.name == name, accounts.c.ended_at.is_(None))
    with database.reading() as connection:
        kept = connection.scalar(query)
    with _one_at_a_time:
        try:  # as much work for a name that there is not
            typed = password.strip().upper().encode()
            Argon2id.verify_phc_encoded(typed, kept or _nobodys())
        except InvalidKey:
            raise WrongError from None
    if kept is None:
        raise WrongError
    with database.writing() as connection:
        connection.execute(delete(wrong_tries).where(wrong_tries.c.name == hashed(name)))


def wait_after(wrong: int) -> timedelta:
    """Twice as long with each try."""
    return min(LONGEST, FIRST * 2 ** min(wrong - FREE, 20)) if wrong >= FREE else timedelta()


def _count(database: Database, name: str, now: datetime) -> None:
    tries, own = wrong_tries, wrong_tries.c.name == hashed(name)
    with database.writing() as connection:
        connection.execute(delete(tries).where(tries.c.at <= now - FORGOTTEN))
        connection.execute(database.insert_new(tries, name=hashed(name), tries=0, at=now))
        row = connection.execute(select(tries).where(own).with_for_update()).one()
        left = row.at + wait_after(row.tries) - now
        if row.tries and left > timedelta():
            raise WaitError(left)
        connection.execute(update(tries).where(own).values(tries=row.tries + 1, at=now))


def _kept(password: str) -> str:
    salt = secrets.token_bytes(16)
    stretched = Argon2id(salt=salt, length=32, iterations=2, lanes=1, memory_cost=_MEMORY)
    return stretched.derive_phc_encoded(password.encode())


@cache
def _nobodys() -> str:
    return _kept(secrets.token_hex(16))

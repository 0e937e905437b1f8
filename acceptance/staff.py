"""The clerks of a site: opened and closed by the operator, told signed to the site's terminals, for a week.

What is kept of a clerk is a masked name, and what scrypt makes of card and PIN: nobody can say the PIN again.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, func, select, update

from acceptance import technicians
from acceptance.database import Database
from acceptance.enrolment import Terminal
from acceptance.failure import StartError
from acceptance.platform import Clock, Platform
from acceptance.staff_tables import staff
from kiosk.model import Role
from kiosk.wire import messages
from kiosk.wire.staff import PIN_DIGITS, Account, NewPin, Roll, card_proof, is_good, pin_proof

LIFE = timedelta(days=7)  # so long staff can sign in at a terminal that hears nothing
SKEW = timedelta(minutes=5)  # of a clock that is behind ours
_SITE = re.compile(r"\d{6}-\d{4}")


class StaffError(StartError):
    """An account that cannot be opened."""


@dataclass(frozen=True)
class Opened:
    """`pin` is said once."""

    id: str
    pin: str = field(repr=False)


@dataclass(frozen=True)
class Clerk:
    """Who is to have an account. `card`: the number of their ID card."""

    name: str = field(repr=False)
    card: str = field(repr=False)
    roles: frozenset[Role]


def open_account(database: Database, clock: Clock, site: str, clerk: Clerk, pin: str | None = None) -> Opened:
    """`site` as in 330521-0001. An older account of the same card at the site ends. Raises StaffError."""
    if not _SITE.fullmatch(site):
        raise StaffError("a region has six digits and a site four")
    if not clerk.name or not clerk.card or not clerk.roles:
        raise StaffError("a clerk has a name, a card and a role")
    pin = pin or _new_pin()
    if not is_good(pin):
        raise StaffError(f"a PIN has {PIN_DIGITS} digits, not all alike and not in a row")
    salt, now = secrets.token_hex(16), clock()
    card = card_proof(site, clerk.card)
    with database.writing() as connection:
        same = (staff.c.site == site, staff.c.card == card, staff.c.closed_at.is_(None))
        connection.execute(update(staff).where(*same).values(closed_at=now))
        count = connection.scalar(select(func.count()).where(staff.c.site == site)) or 0
        id = f"{site}-W{count + 1:02d}"
        connection.execute(
            staff.insert().values(
                id=id,
                site=site,
                name=masked(clerk.name),
                roles=" ".join(sorted(clerk.roles)),
                card=card,
                salt=salt,
                pin=pin_proof(salt, clerk.card, pin.encode()),
                opened_at=now,
            )
        )
    return Opened(id, pin)


def close_account(database: Database, clock: Clock, id: str) -> bool:
    """False: there is none of that name that is open."""
    with database.writing() as connection:
        row = (staff.c.id == id, staff.c.closed_at.is_(None))
        return connection.execute(update(staff).where(*row).values(closed_at=clock())).rowcount > 0


def change_pin(platform: Platform, terminal: Terminal, wanted: NewPin) -> bool:
    """The clerk's own: their terminal has seen card and PIN. False where the PIN that it knew is not theirs
    any more, or the account is not of this site."""
    site = f"{terminal.region}-{terminal.site}"
    own = (staff.c.id == wanted.account, staff.c.site == site, staff.c.closed_at.is_(None))
    values = {"salt": wanted.salt, "pin": wanted.pin}
    with platform.database.writing() as connection:
        change = update(staff).where(*own, staff.c.pin == wanted.old).values(**values)
        return connection.execute(change).rowcount > 0


def accounts(connection: Connection, site: str) -> Sequence[Row[tuple[object, ...]]]:
    open_ones = (staff.c.site == site, staff.c.closed_at.is_(None))
    return connection.execute(select(staff).where(*open_ones).order_by(staff.c.id)).all()


def signed(platform: Platform, terminal: Terminal) -> str:
    """The roll of the terminal's site, as a statement."""
    site, now = f"{terminal.region}-{terminal.site}", platform.clock()
    with platform.database.reading() as connection:
        found = tuple(_account(row) for row in accounts(connection, site))
        carers = technicians.of_site(connection, site)
    roll = Roll(site, found, now - SKEW, now + LIFE, carers)
    return platform.keys.receipts.sign(messages.STATEMENT, roll.payload())


def admitted(connection: Connection, site: str, account: str, role: Role, at: datetime) -> bool:
    """Whether a clerk could act as this at that time. One whose account was closed could for as long as a
    terminal that heard nothing of it."""
    row = connection.execute(select(staff).where(staff.c.id == account, staff.c.site == site)).first()
    if row is None or role not in row.roles.split():
        return False
    return bool(row.closed_at is None or at <= row.closed_at + LIFE)


def masked(name: str) -> str:
    """The family name stays, so that people know whom they were served by: 王*."""
    return name[:1] + "*" * (len(name) - 1)


def _new_pin() -> str:
    while True:
        if is_good(pin := f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"):
            return pin


def _account(row: Row[tuple[object, ...]]) -> Account:
    known = row._mapping
    texts = {name: str(known[name]) for name in ("id", "name", "card", "salt", "pin")}
    return Account(**texts, roles=frozenset(Role(role) for role in str(known["roles"]).split()))

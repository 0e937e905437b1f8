"""A person confirms on their own phone that it is they who stand at the terminal.

What proves that the phone is theirs is the `phone_key` of the population: it stands in the place where a
real platform asks the national identity service. All else (the page, its life, the statement) stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest
from typing import Any

from sqlalchemy import Row, select, update

from acceptance import statements, tables
from acceptance.enrolment import Terminal
from acceptance.keys import hashed
from acceptance.platform import Platform
from acceptance.population import Person
from acceptance.problems import Kind, ProblemError
from kiosk.model import mask_name
from kiosk.wire.envelope import canonical, digest

PAGE_LIFE = timedelta(seconds=120)
_WRONG_KEYS = 5  # then the page is over: a key has six digits


class State(StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Asked:
    """What the terminal wants confirmed."""

    id: str
    id_number: str = field(repr=False)
    name: str = field(repr=False)
    item: str
    purpose: str


@dataclass(frozen=True)
class Page:
    """What the phone shows."""

    state: State
    masked_name: str = field(repr=False)
    purpose: str
    terminal: str


def ask(platform: Platform, terminal: Terminal, asked: Asked) -> tuple[str, datetime]:
    """The page's address and how long it lives; the same for the same request. Raises ProblemError."""
    person = platform.population.find(asked.id_number, asked.name)
    if person is None or person.phone_key is None:
        raise ProblemError(Kind.NO_PHONE)
    request = digest(canonical([terminal.id, person.id, asked.item, asked.purpose]))
    token = platform.keys.token("confirmation", asked.id)
    values = {
        "id": asked.id,
        "terminal": terminal.id,
        "hash": hashed(token),
        "person": person.id,
        "request": request,
        "item": asked.item,
        "purpose": asked.purpose,
        "expires_at": platform.clock() + PAGE_LIFE,
        "state": State.WAITING.value,
    }
    table = tables.confirmations
    with platform.database.writing() as connection:
        connection.execute(platform.database.insert_new(table, **values))
        row = connection.execute(select(table).where(table.c.id == asked.id)).one()
    if row.request != request:
        raise ProblemError(Kind.CONFLICT)
    return f"{platform.public_url}/c/{token}", row.expires_at


def state(platform: Platform, terminal: Terminal, id: str) -> tuple[State, str | None]:
    """Where it stands, and the signed statement once it is confirmed. Raises ProblemError."""
    table = tables.confirmations
    with platform.database.reading() as connection:
        own = (table.c.id == id, table.c.terminal == terminal.id)
        row = connection.execute(select(table).where(*own)).first()
    if row is None:
        raise ProblemError(Kind.NOT_FOUND)
    return _state(row, platform.clock()), row.statement


def page(platform: Platform, token: str) -> Page:
    """Raises ProblemError."""
    row, person = _of(platform, token)
    return _page(row, person, platform.clock())


def decide(platform: Platform, token: str, decision: str, phone_key: str) -> Page:
    """Takes the person's word. Saying no needs no proof. Raises ProblemError for a wrong key."""
    table, now = tables.confirmations, platform.clock()
    _, person = _of(platform, token)
    with platform.database.writing() as connection:
        query = select(table).where(table.c.hash == hashed(token)).with_for_update()
        row = connection.execute(query).one()
        if _state(row, now) is not State.WAITING:
            return _page(row, person, now)
        proved = compare_digest(phone_key.encode(), (person.phone_key or "").encode())
        if decision == "decline":
            change: dict[str, Any] = {"state": State.DECLINED.value}
        elif proved:
            key = platform.keys.receipts
            signed = statements.confirm(key, row.id, row.terminal, person.number, now)
            change = {"state": State.CONFIRMED.value, "statement": signed}
        else:
            change = {"wrong_keys": row.wrong_keys + 1}
        connection.execute(update(table).where(table.c.id == row.id).values(**change))
        row = connection.execute(query).one()
    if "wrong_keys" in change and _state(row, now) is State.WAITING:
        raise ProblemError(Kind.PHONE_KEY)
    return _page(row, person, now)


def proven(
    platform: Platform, terminal: Terminal, token: str | None, id_number: str
) -> statements.Confirmation:
    """The card alone opens nothing: a statement of ours, about this person, here and now. Raises
    ProblemError."""
    key = platform.keys.receipts.public
    try:
        return statements.confirmation(
            key, token, id_number=id_number, terminal=terminal.id, when=platform.clock()
        )
    except statements.StatementError:
        raise ProblemError(Kind.NOT_CONFIRMED) from None


def _of(platform: Platform, token: str) -> tuple[Row[Any], Person]:
    table = tables.confirmations
    with platform.database.reading() as connection:
        row = connection.execute(select(table).where(table.c.hash == hashed(token))).first()
    person = platform.population.by_id(row.person) if row else None
    if row is None or person is None:
        raise ProblemError(Kind.NOT_FOUND)
    return row, person


def _state(row: Row[Any], now: datetime) -> State:
    over = row.expires_at <= now or row.wrong_keys >= _WRONG_KEYS
    return State.EXPIRED if over and row.state == State.WAITING.value else State(row.state)


def _page(row: Row[Any], person: Person, now: datetime) -> Page:
    return Page(_state(row, now), mask_name(person.names[0]), row.purpose, row.terminal)

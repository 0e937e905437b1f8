"""A person confirms on their own phone that it is they who stand at the terminal.

What proves that the phone is theirs is the `phone_key` of the population: it stands in the place where a
real platform asks the national identity service. All else (the page, its life, the statement) stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, update

from acceptance import attestations, guessing, heartbeat, statements, tables
from acceptance.enrolment import Terminal
from acceptance.keys import hashed
from acceptance.platform import Platform
from acceptance.population import Person
from acceptance.problems import Kind, ProblemError
from kiosk.model import mask_name
from kiosk.wire.envelope import canonical, digest

PAGE_LIFE = timedelta(seconds=120)
_WRONG_KEYS = 5  # then the page is over; what a person may get wrong in all is in `guessing`


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
    locked: bool = False  # expired, and no new page will help for now


def ask(platform: Platform, terminal: Terminal, asked: Asked) -> tuple[str, datetime]:
    """The page's address and how long it lives; the same for the same request. Ends the pages that this
    terminal asked this person for before. Raises ProblemError."""
    person = platform.population.find(asked.id_number, asked.name)
    if person is None or person.phone_key is None:
        raise ProblemError(Kind.NO_PHONE)
    request = digest(canonical([terminal.id, person.id, asked.item, asked.purpose]))
    token, now = platform.keys.token("confirmation", asked.id), platform.clock()
    values = {
        "id": asked.id,
        "terminal": terminal.id,
        "hash": hashed(token),
        "person": person.id,
        "request": request,
        "item": asked.item,
        "purpose": asked.purpose,
        "expires_at": now + PAGE_LIFE,
        "state": State.WAITING.value,
    }
    table = tables.confirmations
    wanted = select(table).where(table.c.id == asked.id)
    with platform.database.writing() as connection:
        guessing.alone(connection, platform.database, person.id)
        if connection.execute(wanted).first() is None:
            _allow(connection, person, now)
            _end_waiting(connection, person, table.c.terminal == terminal.id)
            connection.execute(platform.database.insert_new(table, **values))
            guessing.note(connection, guessing.PAGES, person.id, asked.id, now)
        row = connection.execute(wanted).one()
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
    with platform.database.reading() as connection:
        return _page(connection, row, person, platform.clock())


def decide(platform: Platform, token: str, decision: str, phone_key: str) -> Page:
    """Takes the person's word. Saying no needs no proof. Raises ProblemError for a wrong key."""
    now, wrong = platform.clock(), False
    _, person = _of(platform, token)
    query = select(tables.confirmations).where(tables.confirmations.c.hash == hashed(token))
    with platform.database.writing() as connection:
        guessing.alone(connection, platform.database, person.id)
        row = connection.execute(query).one()
        if _state(row, now) is State.WAITING:
            if decision == "decline":
                _change(connection, row, state=State.DECLINED.value)
            elif compare_digest(phone_key.encode(), (person.phone_key or "").encode()):
                _confirm(connection, platform, row, person)
            else:
                wrong = True
                _count_wrong_key(connection, row, person, now)
        shown = _page(connection, connection.execute(query).one(), person, now)
    if wrong and shown.state is State.WAITING:
        raise ProblemError(Kind.PHONE_KEY)
    return shown


def proven(
    platform: Platform, terminal: Terminal, token: str | None, id_number: str
) -> statements.Confirmation:
    """The card alone opens nothing: a statement of ours, or of this terminal by a method that counts, about
    this person, here and now. What it opens is for the caller to say, by its item. Raises ProblemError."""
    try:
        shown = _shown(platform, terminal, token, id_number)
    except statements.StatementError:
        raise ProblemError(Kind.NOT_CONFIRMED) from None
    if not shown.lives(platform.clock()):
        raise ProblemError(Kind.NOT_CONFIRMED)
    return shown


def agreed_to_be_compared(platform: Platform, terminal: Terminal, token: str | None, id_number: str) -> None:
    """A photo is asked for before anything is confirmed: what opens it
    is this terminal's word that the person agreed, for an item where faces count. Raises ProblemError."""
    try:
        attested = attestations.shown(platform, terminal, token)
        if attested is None:
            raise statements.StatementError("no consent")
        with platform.database.reading() as connection:
            ahead = heartbeat.ahead(connection, terminal.id)
        agreed = attestations.consent(attested, id_number=id_number, terminal=terminal.id, ahead=ahead)
    except statements.StatementError:
        raise ProblemError(Kind.NOT_CONFIRMED) from None
    if not agreed.lives(platform.clock()):
        raise ProblemError(Kind.NOT_CONFIRMED)


def _shown(
    platform: Platform, terminal: Terminal, token: str | None, id_number: str
) -> statements.Confirmation:
    """Raises StatementError."""
    attested = attestations.shown(platform, terminal, token)
    if attested is None:
        key = platform.keys.receipts.public
        return statements.confirmation(key, token, id_number=id_number, terminal=terminal.id)
    with platform.database.reading() as connection:
        ahead = heartbeat.ahead(connection, terminal.id)
    return attestations.confirmation(attested, id_number=id_number, terminal=terminal.id, ahead=ahead)


def _allow(connection: Connection, person: Person, now: datetime) -> None:
    """Raises ProblemError, which also takes back what the transaction wrote."""
    limits = ((guessing.WRONG_KEYS, Kind.PHONE_LOCKED), (guessing.PAGES, Kind.TOO_MANY_PAGES))
    for limit, kind in limits:
        if wait := guessing.wait(connection, limit, person.id, now):
            raise ProblemError(kind, retry_after=ceil(wait.total_seconds()))


def _confirm(connection: Connection, platform: Platform, row: Row[Any], person: Person) -> None:
    ahead = heartbeat.ahead(connection, row.terminal)
    agreed = statements.Agreed(row.id, row.terminal, row.item, row.purpose, ahead)
    signed = statements.confirm(platform.keys.receipts, agreed, person.number, platform.clock())
    _change(connection, row, state=State.CONFIRMED.value, statement=signed)
    guessing.confirmed(connection, row.id)


def _count_wrong_key(connection: Connection, row: Row[Any], person: Person, now: datetime) -> None:
    """The tenth ends every page of this person, at whatever terminal."""
    _change(connection, row, wrong_keys=row.wrong_keys + 1)
    guessing.note(connection, guessing.WRONG_KEYS, person.id, row.id, now)
    if guessing.wait(connection, guessing.WRONG_KEYS, person.id, now):
        _end_waiting(connection, person)


def _end_waiting(connection: Connection, person: Person, *which: ColumnElement[bool]) -> None:
    table = tables.confirmations
    waiting = (table.c.person == person.id, table.c.state == State.WAITING.value, *which)
    connection.execute(update(table).where(*waiting).values(state=State.EXPIRED.value))


def _change(connection: Connection, row: Row[Any], **values: Any) -> None:
    table = tables.confirmations
    connection.execute(update(table).where(table.c.id == row.id).values(**values))


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


def _page(connection: Connection, row: Row[Any], person: Person, now: datetime) -> Page:
    state = _state(row, now)
    over = state is State.EXPIRED
    locked = over and guessing.wait(connection, guessing.WRONG_KEYS, person.id, now) is not None
    return Page(state, mask_name(person.names[0]), row.purpose, row.terminal, locked)

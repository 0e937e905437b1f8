"""Somebody of a group who is not at the terminal is asked to sign on their own phone, for three days.

An invitation is bound to a filing, a person, and the form that all the others sign. It may be answered before
the filing comes or after it; `acceptance.joint` says what that makes of the filing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest
from math import ceil
from typing import Any

from sqlalchemy import Connection, Row, select, update

from acceptance import guessing, joint, joint_signatures, tables
from acceptance.enrolment import Terminal
from acceptance.joint_signatures import Bound
from acceptance.keys import hashed
from acceptance.platform import Platform
from acceptance.population import Person
from acceptance.problems import Kind, ProblemError
from kiosk.model import mask_name
from kiosk.wire.envelope import canonical, digest

LIFE = timedelta(hours=72)
CODE_LENGTH = 8


class State(StrEnum):
    WAITING = "waiting"
    SIGNED = "signed"
    DECLINED = "declined"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Asked:
    """What the terminal wants signed, and by whom."""

    bound: Bound
    name: str = field(repr=False)
    item: str
    summary: Sequence[tuple[str, str]] = field(repr=False)  # what the phone shows: titles and covered values


@dataclass(frozen=True)
class Given:
    url: str = field(repr=False)
    code: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True)
class Page:
    """What the phone shows."""

    state: State
    masked_name: str = field(repr=False)
    summary: Sequence[tuple[str, str]] = field(repr=False)
    form: str
    terminal: str
    expires_at: datetime
    locked: bool = False  # the phone key was wrong too often: for a day nobody signs with it


def ask(platform: Platform, terminal: Terminal, asked: Asked) -> Given:
    """The same for the same request. Ends what this person was asked before for the same filing. Raises
    ProblemError."""
    bound, table = asked.bound, tables.invitations
    person = platform.population.find(bound.id_number, asked.name)
    if person is None or person.phone_key is None:
        raise ProblemError(Kind.NO_PHONE)
    token, code = platform.keys.token("invitation", bound.id), _code(platform, bound.id)
    rows = [list(row) for row in asked.summary]
    values = {
        "id": bound.id,
        "terminal": terminal.id,
        "hash": hashed(token),
        "code": hashed(code),
        "filing": bound.filing,
        "person": person.id,
        "request": digest(canonical([terminal.id, person.id, asked.item, vars(bound), rows])),
        "item": asked.item,
        "form": bound.form,
        "of": bound.of,
        "summary": json.dumps(rows, ensure_ascii=False),
        "expires_at": platform.clock() + LIFE,
        "state": State.WAITING.value,
    }
    wanted = select(table).where(table.c.id == bound.id)
    with platform.database.writing() as connection:
        guessing.alone(connection, platform.database, person.id)
        if connection.execute(wanted).first() is None:
            _allow(connection, person, platform.clock())
            earlier = (table.c.filing == bound.filing, table.c.person == person.id)
            _end(connection, *earlier, table.c.terminal == terminal.id)
            connection.execute(platform.database.insert_new(table, **values))
            _place_for_wrong_keys(connection, platform, terminal, person, asked)
            guessing.note(connection, guessing.PAGES, person.id, bound.id, platform.clock())
        row = connection.execute(wanted).one()
        if row.request != values["request"]:
            raise ProblemError(Kind.CONFLICT)
    return Given(f"{platform.public_url}/s/{token}", code, row.expires_at)


def state(platform: Platform, terminal: Terminal, id: str) -> tuple[State, str | None]:
    """Where it stands, and the signed statement once it is signed. Raises ProblemError."""
    table = tables.invitations
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


def token_of(platform: Platform, code: str) -> str:
    """From the code on the slip to the page. Raises ProblemError."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    table = tables.invitations
    with platform.database.reading() as connection:
        id = connection.scalar(select(table.c.id).where(table.c.code == hashed(plain)))
    if id is None:
        raise ProblemError(Kind.NOT_FOUND)
    return platform.keys.token("invitation", id)


def decide(platform: Platform, token: str, decision: str, phone_key: str) -> Page:
    """Takes the person's word. Saying no needs the phone key, too: it stops what others wait for. Raises
    ProblemError for a wrong key."""
    now, wrong = platform.clock(), False
    _, person = _of(platform, token)
    table = tables.invitations
    query = select(table).where(table.c.hash == hashed(token)).with_for_update()
    with platform.database.writing() as connection:
        guessing.alone(connection, platform.database, person.id)
        row = connection.execute(query).one()
        locked = guessing.wait(connection, guessing.WRONG_KEYS, person.id, now) is not None
        if _state(row, now) is State.WAITING and not locked:
            if compare_digest(phone_key.encode(), (person.phone_key or "").encode()):
                _take(connection, platform, row, person, decision)
                joint.settle(connection, platform, row.filing)
            else:
                wrong = True
                guessing.note(connection, guessing.WRONG_KEYS, person.id, row.id, now)
        shown = _page(connection, connection.execute(query).one(), person, now)
    if wrong and not shown.locked:
        raise ProblemError(Kind.PHONE_KEY)
    return shown


def expire(platform: Platform, terminal: str) -> None:
    """What nobody answered in time is over, and so may be the wait of a filing. Asked before each feed."""
    table, now = tables.invitations, platform.clock()
    over = (
        table.c.terminal == terminal,
        table.c.state == State.WAITING.value,
        table.c.expires_at <= now,
    )
    with platform.database.reading() as connection:
        if connection.execute(select(table.c.id).where(*over).limit(1)).first() is None:
            return
    with platform.database.writing() as connection:
        rows = connection.execute(select(table).where(*over).with_for_update()).all()
        _end(connection, *over)
        for filing in sorted({row.filing for row in rows}):
            joint.settle(connection, platform, filing)


def _take(connection: Connection, platform: Platform, row: Row[Any], person: Person, decision: str) -> None:
    table = tables.invitations
    if decision == "sign":
        bound = Bound(row.id, row.filing, person.number, row.form, row.of)
        token = joint_signatures.sign(platform.keys.receipts, bound, platform.clock())
        changes = {"state": State.SIGNED.value, "statement": token}
    else:
        changes = {"state": State.DECLINED.value}
    connection.execute(update(table).where(table.c.id == row.id).values(**changes))
    guessing.confirmed(connection, row.id)


def _allow(connection: Connection, person: Person, now: datetime) -> None:
    """Raises ProblemError, which also takes back what the transaction wrote."""
    limits = ((guessing.WRONG_KEYS, Kind.PHONE_LOCKED), (guessing.PAGES, Kind.TOO_MANY_PAGES))
    for limit, kind in limits:
        if wait := guessing.wait(connection, limit, person.id, now):
            raise ProblemError(kind, retry_after=ceil(wait.total_seconds()))


def _place_for_wrong_keys(
    connection: Connection, platform: Platform, terminal: Terminal, person: Person, asked: Asked
) -> None:
    """Wrong keys are counted on confirmations, for all pages of a person together: this one is over from the
    beginning, and its page was never given to anybody."""
    id = asked.bound.id
    values = {
        "id": id,
        "terminal": terminal.id,
        "hash": hashed(platform.keys.token("invitation-attempts", id)),
        "person": person.id,
        "request": digest(canonical(["invitation", id])),
        "item": asked.item,
        "purpose": "",
        "expires_at": platform.clock(),
        "state": State.EXPIRED.value,
    }
    connection.execute(platform.database.insert_new(tables.confirmations, **values))


def _end(connection: Connection, *which: Any) -> None:
    table = tables.invitations
    waiting = (table.c.state == State.WAITING.value, *which)
    connection.execute(update(table).where(*waiting).values(state=State.EXPIRED.value))


def _code(platform: Platform, id: str) -> str:
    return platform.keys.verification_code(f"invitation\0{id}")[:CODE_LENGTH]


def _of(platform: Platform, token: str) -> tuple[Row[Any], Person]:
    table = tables.invitations
    with platform.database.reading() as connection:
        row = connection.execute(select(table).where(table.c.hash == hashed(token))).first()
    person = platform.population.by_id(row.person) if row else None
    if row is None or person is None:
        raise ProblemError(Kind.NOT_FOUND)
    return row, person


def _state(row: Row[Any], now: datetime) -> State:
    over = row.expires_at <= now and row.state == State.WAITING.value
    return State.EXPIRED if over else State(row.state)


def _page(connection: Connection, row: Row[Any], person: Person, now: datetime) -> Page:
    state, summary = _state(row, now), [tuple(entry) for entry in json.loads(row.summary)]
    wrong = guessing.wait(connection, guessing.WRONG_KEYS, person.id, now) is not None
    locked = wrong and state is State.WAITING
    shown = (state, mask_name(person.names[0]), summary, row.form, row.terminal, row.expires_at)
    return Page(*shown, locked)

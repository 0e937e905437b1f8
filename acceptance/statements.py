"""What the platform says of a person, signed: that their phone confirmed, what a source answered.

A statement names the person by a digest of its own id and the ID number, so that it is worth nothing for
somebody else, and two statements about one person cannot be joined by who sees both. A confirmation is bound
to its item and to the words that the person read, so that it opens nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from kiosk.wire import messages
from kiosk.wire.envelope import SignatureError, SigningKey, VerifyingKey, digest

LIFE = timedelta(minutes=30)
SKEW = timedelta(minutes=2)  # what two clocks may differ by once their known difference is taken off
UNKNOWN_CLOCK = timedelta(hours=24)  # what is allowed to a terminal that never said what its clock shows


class StatementError(Exception):
    """Not ours, of another kind, or about another person, terminal or matter."""


@dataclass(frozen=True)
class Agreed:
    """What a person confirmed: at which terminal, for which item, in which words."""

    id: str
    terminal: str
    item: str
    purpose: str
    ahead: timedelta | None  # of the terminal's clock before ours; none: not known


@dataclass(frozen=True)
class Confirmation:
    id: str
    item: str
    at: datetime  # by our clock, as all times but a filing's own
    expires_at: datetime
    ahead: timedelta | None

    def lives(self, now: datetime) -> bool:
        return self.at - SKEW <= now <= self.expires_at

    def covers(self, filed_at: datetime, received_at: datetime) -> bool:
        """Whether a filing was made in its time. What is received in that time was; what comes later has
        only the terminal's word for it, `filed_at`, read with what was known of its clock when the person
        confirmed."""
        if self.lives(received_at):
            return True
        slack = UNKNOWN_CLOCK if self.ahead is None else SKEW
        age = filed_at - self.at - (self.ahead or timedelta())
        return -slack <= age <= self.expires_at - self.at + slack


@dataclass(frozen=True)
class Paid:
    """A payment that is confirmed: for which case, how much, and of whom nothing."""

    order: str
    case: str  # the filing's id
    item: str
    terminal: str
    amount: str  # yuan
    lines: Mapping[str, str]  # what each department takes
    bill: str


@dataclass(frozen=True)
class Booked:
    """An appointment: what it is part of, where it stands, and its times in the order of the day."""

    id: str
    filing: str | None
    state: str
    code: str
    times: Sequence[Mapping[str, str]]  # service, start, end


@dataclass(frozen=True)
class About:
    """What an office's answer must be about, to count in a filing."""

    kind: str  # share | verify | licence
    source: str
    authorisation: str  # the filing's id
    id_number: str = field(repr=False)


def person_digest(id: str, id_number: str) -> str:
    return sha256(f"{id}\0{id_number}".encode()).hexdigest()


def confirm(key: SigningKey, agreed: Agreed, id_number: str, now: datetime) -> str:
    payload = {
        "kind": "confirmation",
        "id": agreed.id,
        "person": person_digest(agreed.id, id_number),
        "terminal": agreed.terminal,
        "item": agreed.item,
        "purpose": digest(agreed.purpose.encode()),
        "at": now.isoformat(),
        "expires_at": (now + LIFE).isoformat(),
        "clock_ahead_s": None if agreed.ahead is None else agreed.ahead.total_seconds(),
    }
    return key.sign(messages.STATEMENT, payload)


def answered(
    key: SigningKey, authorisation: str, id_number: str, now: datetime, answer: Mapping[str, Any]
) -> str:
    """`answer` names its kind (share, verify, licence), its source and what came of it."""
    payload = {
        **answer,
        "at": now.isoformat(),
        "authorisation": authorisation,
        "person": person_digest(authorisation, id_number),
    }
    return key.sign(messages.STATEMENT, payload)


def pay(key: SigningKey, paid: Paid, now: datetime) -> str:
    payload = {"kind": "payment", **vars(paid), "lines": dict(paid.lines), "at": now.isoformat()}
    return key.sign(messages.STATEMENT, payload)


def appoint(key: SigningKey, booked: Booked, id_number: str, now: datetime) -> str:
    payload = {"kind": "appointment", **vars(booked), "times": [dict(time) for time in booked.times]}
    person = person_digest(booked.id, id_number)
    return key.sign(messages.STATEMENT, payload | {"person": person, "at": now.isoformat()})


def appointment(key: VerifyingKey, token: object, *, id_number: str) -> Booked:
    """Raises StatementError."""
    payload = _read(key, token, "appointment", "id", id_number)
    names = ("id", "filing", "state", "code", "times")
    return Booked(**{name: payload[name] for name in names})


def payment(key: VerifyingKey, token: object) -> Paid:
    """Raises StatementError."""
    payload = _ours(key, token, "payment")
    names = ("order", "case", "item", "terminal", "amount", "bill")
    return Paid(**{name: str(payload[name]) for name in names}, lines=dict(payload["lines"]))


def confirmation(key: VerifyingKey, token: object, *, id_number: str, terminal: str) -> Confirmation:
    """Whatever its age. Raises StatementError."""
    payload = _read(key, token, "confirmation", "id", id_number)
    if payload["terminal"] != terminal:
        raise StatementError("of another terminal")
    if "item" not in payload or "purpose" not in payload:
        raise StatementError("of no item")
    ahead = payload.get("clock_ahead_s")
    return Confirmation(
        id=payload["id"],
        item=payload["item"],
        at=messages.moment(payload["at"]),
        expires_at=messages.moment(payload["expires_at"]),
        ahead=None if ahead is None else timedelta(seconds=ahead),
    )


def said(key: VerifyingKey, token: object, about: About) -> dict[str, Any]:
    """What an office said, if it is about this. Raises StatementError."""
    payload = _read(key, token, about.kind, "authorisation", about.id_number)
    if payload["source"] != about.source:
        raise StatementError("of another source")
    if payload["authorisation"] != about.authorisation:
        raise StatementError("for another filing")
    return payload


def _read(key: VerifyingKey, token: object, kind: str, salt: str, id_number: str) -> dict[str, Any]:
    payload = _ours(key, token, kind)
    if payload["person"] != person_digest(payload[salt], id_number):
        raise StatementError("about another person")
    return payload


def _ours(key: VerifyingKey, token: object, kind: str) -> dict[str, Any]:
    try:
        payload = key.verify(messages.STATEMENT, str(token))
    except SignatureError:
        raise StatementError("not ours") from None
    if payload["kind"] != kind:
        raise StatementError("of another kind")
    return payload

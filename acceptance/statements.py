"""What the platform says of a person, signed: that their phone confirmed, what a source answered.

A statement names the person by a digest of its own id and the ID number, so that it is worth nothing for
somebody else, and two statements about one person cannot be joined by who sees both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from kiosk.wire import messages
from kiosk.wire.envelope import SignatureError, SigningKey, VerifyingKey

LIFE = timedelta(minutes=30)
SKEW = timedelta(minutes=2)  # how far a terminal's clock may be from ours (domain: beyond is not trusted)


class StatementError(Exception):
    """Not ours, of another kind, or about another person or terminal."""


class ExpiredError(StatementError):
    """Ours and true, but not of that time."""


@dataclass(frozen=True)
class Confirmation:
    id: str
    terminal: str
    at: datetime
    expires_at: datetime
    token: str = field(repr=False)


def person_digest(id: str, id_number: str) -> str:
    return sha256(f"{id}\0{id_number}".encode()).hexdigest()


def confirm(key: SigningKey, id: str, terminal: str, id_number: str, now: datetime) -> str:
    payload = {
        "kind": "confirmation",
        "id": id,
        "person": person_digest(id, id_number),
        "terminal": terminal,
        "at": now.isoformat(),
        "expires_at": (now + LIFE).isoformat(),
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


def confirmation(
    key: VerifyingKey, token: object, *, id_number: str, terminal: str, when: datetime
) -> Confirmation:
    """Raises StatementError, ExpiredError where only the time is wrong."""
    payload = _read(key, token, "confirmation", "id", id_number)
    if payload["terminal"] != terminal:
        raise StatementError("of another terminal")
    at, expires_at = messages.moment(payload["at"]), messages.moment(payload["expires_at"])
    if not at - SKEW <= when <= expires_at:
        raise ExpiredError("of another time")
    return Confirmation(payload["id"], terminal, at, expires_at, str(token))


def shared(key: VerifyingKey, token: object, *, id_number: str, source: str) -> dict[str, Any]:
    """What a source said about this person. Raises StatementError."""
    payload = _read(key, token, "share", "authorisation", id_number)
    if payload["source"] != source:
        raise StatementError("of another source")
    return payload


def _read(key: VerifyingKey, token: object, kind: str, salt: str, id_number: str) -> dict[str, Any]:
    try:
        payload = key.verify(messages.STATEMENT, str(token))
    except SignatureError:
        raise StatementError("not ours") from None
    if payload["kind"] != kind:
        raise StatementError("of another kind")
    if payload["person"] != person_digest(payload[salt], id_number):
        raise StatementError("about another person")
    return payload

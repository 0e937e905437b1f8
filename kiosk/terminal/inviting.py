"""Asks the platform to have somebody sign by phone, and what became of it. Nothing is kept here."""

from __future__ import annotations

from hashlib import sha256

import uuid_utils

from kiosk.flows.session import Session
from kiosk.flows.session.party import Attendance, Invitation, Presence
from kiosk.flows.session.summary import TooLongError, summary
from kiosk.terminal.asking import ask, verified
from kiosk.terminal.words import NoPhoneError, OfflineError
from kiosk.wire import messages
from kiosk.wire.client import PlatformClient
from kiosk.wire.envelope import digest

_SAYS = {
    "waiting": Presence.INVITED,
    "signed": Presence.PHONED,
    "declined": Presence.DECLINED,
    "expired": Presence.EXPIRED,
}


def invite(platform: PlatformClient, session: Session, there: Attendance, form: bytes) -> Invitation:
    """Raises OfflineError, or NoPhoneError for whom the platform cannot ask by phone."""
    try:
        rows = summary(session)
    except TooLongError:
        raise NoPhoneError from None
    id, bound = str(uuid_utils.uuid7()), sha256(form).hexdigest()
    question = {
        "id": id,
        "filing": session.id,
        "id_number": there.number,
        "name": there.name,
        "item": session.flow.item,
        "form": bound,
        "of": session.fingerprint,
        "summary": [list(row) for row in rows],
    }
    answer = ask(platform, "/v1/invitations", question)
    try:
        expires = messages.moment(answer["expires_at"]).isoformat()
        return Invitation(id, str(answer["url"]), str(answer["code"]), expires, bound)
    except (KeyError, ValueError, TypeError):
        raise OfflineError("an answer of another shape") from None


def heard(
    platform: PlatformClient, session: Session, number: str, record: dict[str, str]
) -> tuple[Presence, str]:
    """What came of an invitation, and the platform's word where somebody signed. Raises OfflineError."""
    answer = ask(platform, f"/v1/invitations/{record['id']}/state", {})
    said = _SAYS.get(str(answer.get("state")))
    if said is None:
        raise OfflineError("an answer of another shape")
    if said is not Presence.PHONED:
        return said, ""
    token = str(answer.get("statement"))
    wanted = {
        "kind": "joint_signature",
        "id": record["id"],
        "filing": session.id,
        "person": digest(f"{record['id']}\0{number}".encode()),
        "form": record["form"],
        "of": record["of"],
    }
    word = verified(platform, token)
    if any(word.get(name) != value for name, value in wanted.items()):
        raise OfflineError("the signature of somebody else, or of something else")
    return said, token

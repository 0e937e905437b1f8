"""What this terminal itself states of the person before it: by which second factor they proved who they are.

The statement travels like a phone's: as the `token` of the confirmation, in the filing and with every
question to the platform, which says what it is worth. It names no person: only a digest that is good for this
one statement.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import uuid_utils

from kiosk.flows.session import Session
from kiosk.terminal import asking
from kiosk.wire import messages
from kiosk.wire.envelope import digest
from kiosk.wire.identity import Identity


def confirmed(
    identity: Identity, session: Session, method: str, purpose: str, at: datetime, **more: object
) -> dict[str, Any]:
    """The fact that the person confirmed by `method`. `purpose`: the words that they read; `more`: what else
    the statement says, nothing of it personal."""
    id, token = _stated(identity, session, "confirmation", method, purpose, at, more)
    return {"state": "confirmed", "method": method, "token": token, "id": id}


def agreed(
    identity: Identity, session: Session, method: str, purpose: str, at: datetime, **more: object
) -> str:
    """That the person agreed to `method`, which is still to be done: a statement that confirms nothing."""
    return _stated(identity, session, "consent", method, purpose, at, more)[1]


def _stated(  # noqa: PLR0913 - what a statement says
    identity: Identity,
    session: Session,
    kind: str,
    method: str,
    purpose: str,
    at: datetime,
    more: Mapping[str, object],
) -> tuple[str, str]:
    """Its id and the token."""
    id = str(uuid_utils.uuid7())
    payload = {
        **more,
        "kind": kind,
        "method": method,
        "id": id,
        "person": digest(f"{id}\0{asking.person(session)['id_number']}".encode()),
        "terminal": identity.terminal,
        "item": session.flow.item,
        "purpose": digest(purpose.encode()),
        "at": at.isoformat(),
    }
    return id, identity.signing.sign(messages.STATEMENT, payload)

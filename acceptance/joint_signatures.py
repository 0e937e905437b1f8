"""What one of several people signed on their phone, as a statement of ours: which form, for which filing.

It names the person by a digest that is good for this invitation alone, and the answers by their fingerprint.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from acceptance.statements import StatementError, person_digest
from kiosk.flows.definition import Party
from kiosk.flows.session import Session, party
from kiosk.flows.session.party import Presence
from kiosk.wire import messages
from kiosk.wire.envelope import SignatureError, SigningKey, VerifyingKey

KIND = "joint_signature"


@dataclass(frozen=True)
class Bound:
    """What an invitation is good for, and nothing else."""

    id: str  # of the invitation
    filing: str
    id_number: str = field(repr=False)
    form: str  # digest of the PDF
    of: str  # fingerprint of person, answers and materials

    def says(self) -> dict[str, str]:
        person = person_digest(self.id, self.id_number)
        return {
            "kind": KIND,
            "id": self.id,
            "filing": self.filing,
            "person": person,
            "form": self.form,
            "of": self.of,
        }


def sign(key: SigningKey, bound: Bound, now: datetime) -> str:
    return key.sign(messages.STATEMENT, {**bound.says(), "at": now.isoformat()})


def asked(session: Session, *presences: Presence) -> list[Bound]:
    """Everybody of the filing who was asked by phone and stands as one of these."""
    return [
        Bound(record["id"], session.id, found.number, record["form"], record["of"])
        for step in session.path
        if isinstance(step, Party)
        for found in session.attendances(step)
        if found.presence in presences
        for record in (party.people(step, session.facts)[found.number],)
    ]


def check(session: Session, key: VerifyingKey) -> None:
    """Whoever is said to have signed by phone did, what is filed. Raises StatementError."""
    tokens = {
        number: record.get("token")
        for step in session.path
        if isinstance(step, Party)
        for number, record in party.people(step, session.facts).items()
    }
    for bound in asked(session, Presence.PHONED):
        try:
            said = key.verify(messages.STATEMENT, str(tokens[bound.id_number]))
        except SignatureError:
            raise StatementError("not ours") from None
        if any(said.get(name) != value for name, value in bound.says().items()):
            raise StatementError("of another signature")

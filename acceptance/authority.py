"""What a filing of an organisation says of its parties: as was answered, and as we said. Pure."""

from __future__ import annotations

from acceptance import statements
from acceptance.problems import Kind, ProblemError
from acceptance.statements import About
from kiosk.flows.definition.acting import ASKED, LISTED
from kiosk.flows.materials import State
from kiosk.flows.session import Session, acting
from kiosk.wire.envelope import VerifyingKey
from kiosk.wire.messages import FilingBody


def check(session: Session, body: FilingBody, key: VerifyingKey) -> None:
    """Applicant and agent are those of the answers, and what is said of the agent's authority we said of this
    person and this code. Raises ProblemError or StatementError."""
    there = acting.organisation(session)
    if there is None:
        if body.agent:
            raise ProblemError(Kind.BODY, "an agent of no organisation")
        return
    if dict(body.applicant) != {"uscc": there.uscc, "name": there.name} or not body.agent:
        raise ProblemError(Kind.BODY, "the applicant is not the organisation that was named")
    fact = session.facts[acting.FACT]
    if fact["state"] == State.LATER:
        return
    source, person = fact["source"], session.facts["card"]["id_number"]
    if source not in (LISTED, ASKED) or source not in session.consented:
        raise statements.StatementError("of no source that was agreed to")
    said = statements.said(key, fact.get("token"), About("share", source, session.id, person))
    told = said["value"] if source == LISTED else [said["value"]]
    if said["state"] != State.OK or fact["value"] not in told or fact["value"]["uscc"] != there.uscc:
        raise statements.StatementError("of another organisation")

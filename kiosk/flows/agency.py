"""代办: a clerk files for somebody who is not there. It takes that person's word, given by phone. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.model import OPERATOR, Role

if TYPE_CHECKING:
    from kiosk.flows.session import Session


def role(session: Session) -> Role | None:
    """As what a clerk acts in this session; None where the person is alone."""
    fact = session.facts.get(OPERATOR)
    return Role(fact["role"]) if fact else None


def unauthorised(session: Session) -> bool:
    """Whether an agent has nobody's word yet: a confirmation that was put off is none."""
    confirmed = session.facts.get("confirmation", {}).get("state") == "confirmed"
    return role(session) is Role.AGENT and not confirmed

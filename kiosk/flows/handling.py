"""How a matter is decided, and how its result is handed over: what a person chose, and when it is there."""

from __future__ import annotations

from kiosk.flows.definition import Choose
from kiosk.flows.definition.branches import asked
from kiosk.flows.session import Session
from kiosk.flows.text import Option


def at_once(session: Session) -> bool:
    """Whether the platform decides it when it has it: no department has a part to do in this case."""
    flow = session.flow
    return flow.handling == "immediate" and not asked(flow.branches, session.context)


def delivery(session: Session) -> Option | None:
    """How the person wants the result; none while they did not say, and where nobody asks."""
    steps = (s for s in session.path if isinstance(s, Choose) and s.key in session.flow.delivery)
    answers = session.normal_answers
    return next((step.option(answers[step.key]) for step in steps if answers.get(step.key)), None)

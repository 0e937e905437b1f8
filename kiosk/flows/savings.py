"""What somebody is spared in one session: papers to hand in, fields to fill in. Pure. (Domain S-25, S-28.)"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kiosk.flows import taking
from kiosk.flows.definition import Choose, Form
from kiosk.flows.definition.branches import asked
from kiosk.flows.materials import SUFFICIENT, State
from kiosk.flows.session import Session

BROUGHT = frozenset((State.WINDOW, State.DEFERRED, State.CAPTURED))  # the person hands it in, now or later
_ON_EVERY_FORM = ("name", "id_number", "sex", "birth", "address")  # what the card answers


@dataclass(frozen=True)
class Savings:
    papers: int
    fields: int


def savings(session: Session) -> Savings:
    return Savings(papers(session), fields(session))


def papers(session: Session) -> int:
    """How many documents need not be handed in: what may still be asked for later does not count."""
    return sum(s.state in SUFFICIENT - BROUGHT - {State.LATER} for s in session.standings)


def fields(session: Session) -> int:
    """How many answers are right as they stood there, from the card, from an office, by a rule, or as in the
    entry before; and how many forms of departments have them from the first one."""
    person = session.applicant
    by_card = sum(bool(getattr(person, key)) for key in _ON_EVERY_FORM) if person else 0
    return (
        by_card
        + _shared(session)
        + sum(_filled(session, step) for step in session.path if isinstance(step, (Choose, Form)))
    )


def _shared(session: Session) -> int:
    """What several departments use is asked once, and counts for each of the others."""
    wanted = Counter(key for branch in asked(session.flow.branches, session.context) for key in branch.uses)
    given = session.walked.given
    return sum(times - 1 for key, times in wanted.items() if key in given)


def _filled(session: Session, step: Choose | Form) -> int:
    if isinstance(step, Choose):
        return step.key in session.walked.preset and step.key not in session.answers
    at_first = taking.at_first(session.walked, session.answers, step)
    return sum(bool(value) and session.answers.get(key) == value for key, value in at_first.items())

"""What the terminal had no line to ask, the platform asks once it has the filing: the same questions.

Only of whom confirmed. The filing of anybody else waits until they do.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from acceptance import data
from acceptance.enrolment import Terminal
from acceptance.judgement import Case, Verdict
from acceptance.platform import Platform
from kiosk.flows.definition import Materials, Rung
from kiosk.flows.materials import OFFICES, SUFFICIENT, Standing, State
from kiosk.flows.session import Session
from kiosk.model import Applicant, Status

_IN_ORDER = (Status.ACCEPTED, Status.RECEIVED)


@dataclass(frozen=True)
class Answer:
    """What the last office said that was asked about a material; no state: it cannot be asked now."""

    rung: Rung
    state: State | None
    value: Any = field(repr=False, default=None)

    @property
    def proves(self) -> bool:
        return self.state in SUFFICIENT


@dataclass(frozen=True)
class _Inquiry:
    platform: Platform
    terminal: Terminal
    session: Session = field(repr=False)
    applicant: Applicant = field(repr=False)

    def ask(self, standing: Standing) -> Answer:
        """Asks up the ladder, from the rung at hand on, until an office says yes or no."""
        rungs = itertools.takewhile(lambda r: r.kind in OFFICES, standing.material.rungs[standing.index :])
        for rung in rungs:
            arguments = {name: str(rule(self.session.context)) for name, rule in rung.arguments.items()}
            person = self.applicant
            call = data.Call(self.session.id, person.id_number, person.name, None, rung.source, arguments)
            said = data.inquire(self.platform, self.terminal, rung.kind, call)
            answer = Answer(rung, said.state, said.value) if said else Answer(rung, None)
            if answer.state is None or answer.state is State.NO or answer.proves:
                break
        return answer


def settled(platform: Platform, terminal: Terminal, case: Case) -> Case:
    """The case once the offices were asked that the terminal could not reach."""
    session = case.session
    if session is None or case.verdict.status not in _IN_ORDER:
        return case
    later = [standing for standing in session.standings if standing.state is State.LATER]
    if not later:
        return case
    if not case.confirmed:
        return replace(case, verdict=Verdict(Status.RECEIVED))
    inquiry = _Inquiry(platform, terminal, session, case.applicant)
    answers = [inquiry.ask(standing) for standing in later]
    unproved = [answer.rung for answer in answers if answer.state is not None and not answer.proves]
    unproved += _opened(session, answers)
    if unproved:
        questions = _questions(session, unproved)
        return replace(case, verdict=Verdict(Status.CORRECTION_REQUIRED, "MATERIAL_UNPROVED", questions))
    if any(answer.state is None for answer in answers):
        return replace(case, verdict=Verdict(Status.RECEIVED), waits=True)
    return case


def _opened(session: Session, answers: Iterable[Answer]) -> list[Rung]:
    """What a shared register leaves open: a child that is not in it, papers of a family from elsewhere."""
    for answer in answers:
        if answer.rung.kind == "share" and answer.proves:
            session = session.learn(f"share:{answer.rung.source}", {"state": "OK", "value": answer.value})
    return [standing.rung for standing in session.standings if not standing.settled]


def _questions(session: Session, unproved: Iterable[Rung]) -> tuple[str, ...]:
    """The steps that hold what the offices were asked; without one, the step where the papers are."""
    papers = [step.key for step in session.path if isinstance(step, Materials)]
    asked: list[str] = []
    for rung in unproved:
        told = rung.revise
        steps = [s.key for s in session.path if told and (s.key == told or s.key.startswith(f"{told}."))]
        asked += steps or papers
    return tuple(dict.fromkeys(asked))

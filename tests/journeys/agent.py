"""What somebody who acts for an organisation does, matter by matter: answers, decides, signs, files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from kiosk.flows.materials import Standing
from kiosk.flows.session import Session
from kiosk.flows.session.party import gone_on
from kiosk.flows.taking import AnswerError
from kiosk.model import Filing, Status
from kiosk.terminal.acting import act_for
from tests.ui.visitor import PEOPLE

INK = [[(10.0, 10.0), (40.0, 30.0)], [(50.0, 10.0), (50.0, 45.0)]]
CATERING, TRADING, NOODLES = "91330521MA2XX10T08", "91330521MA2XX20T1J", "92330521MA2XX30T2R"
Groups = Mapping[str, Sequence[Mapping[str, str]]]


def arrive(visit, item: str, person: str = "liu-yang", code: str = CATERING) -> Session:
    """Laid the card, confirmed by phone, and named the organisation."""
    return act_for(visit.terminal, visit.confirm(visit.identify(person, item), person), "acting", code)


def go(session: Session, told: Mapping[str, str], groups: Groups | None = None, until: str = "papers"):
    """Answers page after page with what is told, or stands there already, up to a page or a stop."""
    while session.stop is None and session.step.key != until:
        step, group = session.step, session.step.key.split(".")[0]
        if step.kind == "Entries":
            more = len(step.slots) < len((groups or {})[group])
            session = session.add(step.key) if more else session.answer(step.key, {})
            continue
        known = session.preset(step) if step.kind == "Form" else {}
        if groups and group in groups and step.key != group:
            said = groups[group][step.index]
            known |= {step.prefix + key: text for key, text in said.items()}
        session = session.answer(step.key, {key: told.get(key, known.get(key, "")) for key in step.keys})
    return session


def complaint(session: Session, told: Mapping[str, str]) -> dict[str, str]:
    """What is said beside the fields of this page."""
    with pytest.raises(AnswerError) as refused:
        session.answer(session.step.key, {key: told.get(key, "") for key in session.step.keys})
    return {key: says.zh for key, says in refused.value.says.items()}


def decide(visit, session: Session, **decisions: str) -> Session:
    """Asks the offices, and decides about each material as told until something is left undecided."""
    session = visit.terminal.climb(session)
    while (here := session.material) and (how := decisions.get(here.material.key)):
        decided = visit.terminal.climb(visit.terminal.decide(session, here.place, how))
        assert decided.material != here, f"{how} decides nothing about {here.material.key}"
        session = decided
    return session


def states(session: Session) -> dict[str, Any]:
    return {standing.material.key: standing.state for standing in session.standings}


def undecided(session: Session) -> Standing:
    assert session.material is not None
    return session.material


def sign(visit, session: Session, *others: str) -> Session:
    """Each of the others lays a card and signs; the agent signs last."""
    session = session.see("papers") if session.step.key == "papers" else session
    for person in others:
        gathering, step = visit.terminal.gathering, session.step
        visit.lay(person)
        try:
            session = gathering.join(session, step, gathering.read(10))
        finally:
            visit.lift()
        form = visit.terminal.application_form(session)
        session = gathering.sign(session, step.key, PEOPLE.by_id(person).number, form, INK)
        session = gone_on(session, step.key)
    return visit.terminal.sign(session, "signature", visit.terminal.application_form(session), INK)


TAKEN = (Status.RECEIVED, Status.IN_PROGRESS)  # an office may have begun by the time it is asked


def file(visit, session: Session) -> tuple[Filing, Any]:
    """The filing, and what the platform says of it."""
    assert session.step.kind == "Review"
    filing = visit.terminal.file(session)
    visit.sync.round()
    return filing, visit.outcome(filing)

"""What rests on a person's word or on a photograph: granted, barred, or put before somebody at the office.

A missing paper may follow later only where the platform grants it (容缺受理), to people who confirmed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from acceptance import tables
from acceptance.judgement import Case, Verdict
from acceptance.offices import CREDIT_NOT_NOW
from acceptance.population import Population
from kiosk.flows import materials
from kiosk.flows.definition import Materials
from kiosk.flows.materials import Standing, State
from kiosk.flows.session import Session
from kiosk.model import Status

GRANTED = "DEFERRAL_GRANTED"
_IN_ORDER = (Status.ACCEPTED, Status.RECEIVED)


def weighed(population: Population, case: Case) -> Case:
    """The case once it was looked at what it rests on. Only what is in order is weighed."""
    session = case.session
    if session is None or case.verdict.status not in _IN_ORDER:
        return case
    promised = [s for s in session.standings if s.state in (State.SIGNED, State.DEFERRED)]
    if promised and not _may_promise(population, case):
        papers = tuple(step.key for step in session.path if isinstance(step, Materials))
        return replace(case, verdict=Verdict(Status.CORRECTION_REQUIRED, "MATERIAL_MISSING", papers))
    verdict = case.verdict
    if dues := materials.dues(session.standings, session.facts):
        if not case.confirmed:  # nothing is granted to whom nobody has seen yet
            verdict = replace(verdict, status=Status.RECEIVED)
        else:
            first = min(date.fromisoformat(day) for day in dues.values())
            verdict = replace(verdict, reason=GRANTED, due=first)
    if any(_why(session, standing) for standing in session.standings):
        verdict = replace(verdict, status=Status.RECEIVED)
    return replace(case, verdict=verdict)


def note(connection: Connection, case: Case, status: Status, at: datetime) -> None:
    """What somebody at the office has to look at, in the transaction that keeps the filing."""
    if case.session is None or status not in _IN_ORDER:
        return
    for standing in case.session.standings:
        why, said = _why(case.session, standing), _note(case.session, standing)
        if why:
            values: dict[str, Any] = {"material": standing.material.key, "why": why, "note": said, "at": at}
            connection.execute(tables.reviews.insert().values(filing=case.session.id, **values))


def _why(session: Session, standing: Standing) -> str:
    fact = session.facts.get(materials.fact_name(standing), {})
    if standing.disputed:
        return "disputed"
    if standing.state is State.CAPTURED:
        return "captured"
    used = standing.state is State.USED and (fact.get("value") or {}).get("grade") == "C"
    return "captured" if used else ""


def _note(session: Session, standing: Standing) -> str:
    """What the person said against an office's no."""
    notes = (
        session.facts.get(f"rung:{standing.material.key}:{index}", {}).get("note", "")
        for index in range(standing.index)
    )
    said = next((note for note in notes if note), "")
    return said if said in materials.NOTES else ""


def _may_promise(population: Population, case: Case) -> bool:
    """By what we hold ourselves: a terminal without a line cannot know it."""
    person = population.find(case.applicant.id_number, case.applicant.name)
    return person is None or person.promises != CREDIT_NOT_NOW

"""容缺: papers that follow later, as the promise and the notice on the slip say it.

The notice names the papers, their form, the last day and what comes of being late; whether it is granted is
the platform's word, so that without a line it is only asked for.
"""

from __future__ import annotations

from functools import cache

from kiosk.flows import calendar, materials
from kiosk.flows.calendar import Calendar
from kiosk.flows.fields import shown
from kiosk.flows.materials import State
from kiosk.flows.session import Session


def due(session: Session) -> str:
    """The last day on which the material at hand may follow: working days from today, as an ISO date."""
    here = session.material
    return _calendar().plus(session.today, here.rung.days).isoformat() if here and here.rung.days else ""


def slip_facts(session: Session, language: str) -> dict[str, str]:
    """What the slip says of papers that follow; nothing where none does."""
    dues = materials.dues(session.standings, session.facts)
    lines = [
        f"{s.material.title.in_(language)}｜{s.rung.form.in_(language) if s.rung.form else '—'}｜"
        f"{shown('date', dues[s.material.key], language)}"
        for s in session.standings
        if s.state is State.DEFERRED
    ]
    return {"deferred": "\n".join(lines)} if lines else {}


@cache
def _calendar() -> Calendar:
    return calendar.load()

"""Whom an office's no is about: the people of a list whose certificate ran out. On the screen only."""

from __future__ import annotations

from kiosk.flows.definition import Form
from kiosk.flows.fields import shown
from kiosk.flows.materials import Standing, State, fact_name
from kiosk.flows.session import Session
from kiosk.ui.wording import Wording


def named(session: Session, here: Standing, wording: Wording) -> str:
    """A line for each, by the name that was entered; empty where the office named nobody."""
    value = session.facts.get(fact_name(here), {}).get("value")
    if here.state is not State.NO or not isinstance(value, list):
        return ""
    names = _names(session)
    lines = [
        wording.say(
            "expired_person", names.get(one["idno"], ""), shown("date", one["until"], wording.language)
        )
        for one in value
        if isinstance(one, dict) and {"idno", "until"} <= one.keys()
    ]
    return "".join(f"\n{line}" for line in lines)


def _names(session: Session) -> dict[str, str]:
    """Of everybody in the groups, by their numbers."""
    answers, found = session.normal_answers, {}
    for form in (step for step in session.path if isinstance(step, Form) and step.prefix):
        said = {field.type: str(answers.get(field.key, "")) for field in form.fields}
        found[said.get("idno", "")] = said.get("name", "")
    return found

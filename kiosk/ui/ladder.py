"""Where the materials of a session stand, in words. Pure: a session and a language in, words out."""

from __future__ import annotations

from typing import Any

from kiosk.flows.definition import Form, Rung
from kiosk.flows.fields import SECRET
from kiosk.flows.materials import Standing, State, fact_name, found
from kiosk.flows.savings import BROUGHT
from kiosk.flows.session import Session
from kiosk.ui import expired_people, ladder_lines
from kiosk.ui.grouping import grouped
from kiosk.ui.wording import Wording

Entry = dict[str, Any]

_DRAWINGS = {
    State.LATER: "clock",
    State.WINDOW: "pin",
    State.SIGNED: "edit",
    State.DEFERRED: "clock",
    State.CAPTURED: "eye",
}
_PAGES = {"commit": "Commit", "defer": "Defer", "capture": "Capture"}


def page(session: Session) -> str:
    """The page of the materials step: the overview, or the one question about the material at hand."""
    here = session.material
    if here is None or any(standing.to_ask for standing in session.standings):
        return "Materials"
    if here.state is State.NO:
        return "Mismatch"
    if here.state is State.HELD:
        return "Reuse"
    return _PAGES.get(here.rung.kind, "Original") if here.state is State.OPEN else "Unknown"


def without_waiting(session: Session) -> Session:
    """Whoever has not answered yet is asked by the platform once it has the filing."""
    while waited := next((standing for standing in session.standings if standing.to_ask), None):
        said = ladder_lines.remembered(session, waited) or {"state": State.LATER.value}
        if waited.rung.kind == "reuse":  # only a shorter way: the next one is tried
            said = {"state": State.UNAVAILABLE.value}
        session = session.learn(fact_name(waited), found(waited, said))
    return session


def brought(session: Session) -> int:
    """How many originals are to be shown at the counter."""
    return sum(s.state is State.WINDOW for s in session.standings)


def later(session: Session) -> int:
    """How many documents offices are asked about once the platform has the filing."""
    return sum(s.state is State.LATER for s in session.standings)


def is_confirmed(session: Session) -> bool:
    """Whether the platform may ask an office about this person."""
    return bool(session.facts.get("confirmation", {}).get("state") == "confirmed")


def lines(session: Session, wording: Wording) -> list[Entry]:
    """One line a material: what it is, what stands for it, and how that looks."""
    return [
        {
            "key": standing.material.key,
            "title": wording.pick(standing.material.title),
            "says": ladder_lines.says(session, standing, wording),
            "drawing": _drawing(standing),
            "tone": _tone(standing),
        }
        for standing in session.standings
    ]


def at_hand(session: Session, wording: Wording) -> Entry:
    """What the pages about one material show; empty while there is none."""
    here = session.material
    if here is None:
        return {}
    rung, targets = here.rung, told_in(session, here.rung)
    return {
        "state": here.state.value,
        "offer": ladder_lines.offered(here, wording),
        "days": str(rung.days),
        "form": wording.pick(rung.form),
        "due": ladder_lines.due(session, here, wording),
        "held": ladder_lines.held(session, here, wording),
        "title": wording.pick(here.material.title),
        "basis": here.material.legal_basis,
        "department": ladder_lines.who(here, wording),
        "text": wording.pick(rung.text) + expired_people.named(session, here, wording),
        "where": wording.pick(rung.where),
        "phone": rung.phone,
        "disputed": here.disputed,
        "asked": _asked(session, here, wording),
        "revise": targets[0] if targets else "",
        "several": len(targets) > 1,
        "alternative": rung.alternative,
        "next": here.next.kind if here.next else "",
    }


def told_in(session: Session, rung: Rung) -> list[str]:
    """The steps of the path that hold what the office was told: of a group, each of its entries."""
    name = rung.revise
    return [s.key for s in session.path if name and (s.key == name or s.key.startswith(f"{name}."))]


def _asked(session: Session, here: Standing, wording: Wording) -> list[Entry]:
    """Each answer that the office was told, as the person can compare it, with the step where it stands."""
    told = {part for value in here.arguments.values() for part in value.split(",")}
    answers, steps = session.normal_answers, told_in(session, here.rung)
    forms = [step for step in session.path if isinstance(step, Form) and step.key in steps]
    found = []
    for form in forms:
        for field in form.fields:
            value = str(answers.get(field.key, ""))
            if value and value in told:
                title, who = wording.pick(field.title), _named(form, answers) if field.type in SECRET else ""
                said = wording.say("of_whom", title, who) if who else title
                read = grouped(field.type, field.read(value, wording.language))
                found.append({"title": said, "value": read, "step": form.key})
    return found


def _named(form: Form, answers: Any) -> str:
    return next((str(answers.get(field.key, "")) for field in form.fields if field.type == "name"), "")


def _tone(standing: Standing) -> str:
    if standing.settled:
        return "warm" if standing.state in BROUGHT else "good"
    return "bad" if standing.state is State.NO else "plain"


def _drawing(standing: Standing) -> str:
    if standing.settled:
        return _DRAWINGS.get(standing.state, "check")
    return "warning" if standing.state is State.NO else "search" if standing.to_ask else "question"

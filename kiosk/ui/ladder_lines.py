"""What one line says of a material: what came of its rung, or what is offered on it (domain §6.1). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.flows.fields import shown
from kiosk.flows.materials import Standing, State, fact_name
from kiosk.flows.session import Session, captures
from kiosk.flows.text import LANGUAGES
from kiosk.terminal import deferrals
from kiosk.ui.wording import Wording

_SAYS = {  # by the state of the rung; %1 is whom it is about
    State.OK: "material_ok",
    State.YES: "material_yes",
    State.NO: "material_no",
    State.UNKNOWN: "material_unknown",
    State.NO_DATA: "material_no_data",
    State.UNAVAILABLE: "material_unavailable",
    State.LATER: "material_later",
    State.NONE: "material_none",
    State.EXPIRED: "material_expired",
    State.SEAL_BAD: "material_seal_bad",
    State.HELD: "material_held",
    State.USED: "material_used",
    State.SIGNED: "material_signed",
    State.DEFERRED: "material_deferred",
    State.CAPTURED: "material_captured",
    State.DECLINED: "material_open",
    State.WINDOW: "material_window",
}
_OFFERS = {  # by the kind of a rung on which the person has yet to decide
    "commit": "material_may_promise",
    "defer": "material_may_follow",
    "capture": "material_to_photograph",
    "original": "material_window",
}
_OF_LICENCE = frozenset((State.NONE, State.EXPIRED, State.SEAL_BAD))


def says(session: Session, standing: Standing, wording: Wording) -> str:
    """The one line of a material."""
    rung, state = standing.rung, standing.state
    if state is State.OPEN:
        if not standing.to_ask:
            return offered(standing, wording)
        asked = "material_asking" if remembered(session, standing) is None else "material_looking"
        return wording.say(asked, wording.pick(rung.department))
    if state is State.OK and rung.kind == "licence":
        return wording.say("material_licence", wording.pick(standing.material.title))
    return wording.say(_SAYS[state], *_about(session, standing, wording))


def offered(standing: Standing, wording: Wording) -> str:
    """What the person may do on the rung at hand."""
    rung = standing.rung
    key = _OFFERS.get(rung.kind, "material_open")
    return wording.say(key, str(rung.days) if rung.kind == "defer" else wording.pick(rung.where))


def who(standing: Standing, wording: Wording) -> str:
    """Whom the pages about a silent or contrary answer speak of."""
    about = standing.material.title if standing.state in _OF_LICENCE else standing.rung.department
    return wording.pick(about)


def due(session: Session, standing: Standing, wording: Wording) -> str:
    """The last day on which the material may follow, as people write it."""
    day = session.facts.get(fact_name(standing), {}).get("due", "") or deferrals.due(session)
    return shown("date", day, wording.language) if day else ""


def held(session: Session, standing: Standing, wording: Wording) -> dict[str, str]:
    """What the platform keeps: source, date, last day and grade; empty where it keeps none."""
    value = session.facts.get(fact_name(standing), {}).get("value")
    if standing.state not in (State.HELD, State.USED) or not isinstance(value, Mapping):
        return {}
    days = {name: shown("date", str(value[name]), wording.language) for name in ("date", "until")}
    language = wording.language if wording.language in LANGUAGES else LANGUAGES[0]
    return {"source": str(value["source"][language]), "grade": str(value["grade"]), **days}


def remembered(session: Session, standing: Standing) -> Mapping[str, Any] | None:
    """What the same office said when the forms were filled in; none where it has to be asked."""
    said = session.facts.get(f"share:{standing.rung.source}", {})
    asks_the_same = standing.rung.kind == "share" and not standing.arguments
    return said if asks_the_same and "token" in said else None


def _about(session: Session, standing: Standing, wording: Wording) -> tuple[str, ...]:
    state = standing.state
    if state is State.WINDOW:
        return (wording.pick(standing.rung.where),)
    if state is State.DEFERRED:
        return (due(session, standing, wording),)
    if state is State.CAPTURED:
        return (str(len(captures.pages(session, standing))),)
    if found := held(session, standing, wording):
        return found["source"], found["date"]
    return (who(standing, wording),)

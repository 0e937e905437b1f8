"""What a matter books: which services it needs at which times, and what is known of that. Derived, and pure.

It is one fact, `appointment`: {"state", "id", "services", "times", "names", "code", "token"}. It counts only
for the services that it names, so that a changed answer asks for another one and nothing need be thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from random import Random
from typing import Any

from kiosk.flows.definition.steps import Appointment, Step
from kiosk.flows.text import Text

FACT = "appointment"


class Booking(StrEnum):
    """What the terminal knows of the times."""

    HELD = "held"  # the platform keeps them free for this matter, and books them with its filing
    LATER = "later"  # the matter is filed first, and the times are agreed on by phone


LATER: Mapping[str, Any] = {"state": Booking.LATER.value}


def held(session: object, step: Appointment) -> Mapping[str, Any]:
    """Times that nobody signed: for walks without a platform."""
    return {"state": Booking.HELD.value, "times": [], "code": "", "token": ""}


def drawn(
    session: Any, step: Appointment, book: Callable[..., Mapping[str, Any]], random: Random
) -> dict[str, Any]:
    """The fact of one walk: mostly held."""
    later = step.deferrable and random.random() < 0.2
    return agreed(step, LATER if later else book(session, step), session.context)


def wanted(step: Appointment, context: Any) -> tuple[str, ...]:
    """The services that this case needs, in one order."""
    return tuple(sorted(str(code) for code in step.services(context)))


def agreed(step: Appointment, fact: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """The fact for what the answers of now need."""
    return {**fact, "services": list(wanted(step, context))}


def of(path: Sequence[Step]) -> Appointment | None:
    return next((step for step in path if isinstance(step, Appointment)), None)


def settled(step: Appointment, fact: Mapping[str, Any], context: Any) -> bool:
    """Whether what is known is enough to file."""
    if tuple(fact.get("services", ())) != wanted(step, context):
        return False
    return fact.get("state") == Booking.HELD or (step.deferrable and fact.get("state") == Booking.LATER)


def times(fact: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """Each time that is held, as people read it, and what it is for, in the order of the day."""
    found = []
    for time in fact.get("times", ()):
        start, end = (datetime.fromisoformat(time[name]) for name in ("start", "end"))
        name = Text(**fact["names"][time["service"]]).in_(language)
        found.append((f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}", name))
    return found


def told(path: Sequence[Step], facts: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """What both sides must agree on; empty of a matter that books nothing, or not yet."""
    step = of(path)
    if step is None or not settled(step, facts.get(FACT, {}), context):
        return {}
    return {"appointment": {"state": str(facts[FACT]["state"]), "services": list(wanted(step, context))}}

"""Walks that together come to every branch that there is a way to: by going each way on from each page, once
for all that makes a difference to the rules."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import combinations
from random import Random
from typing import Any

from kiosk.flows.coverage import Coverage, came_to, whole
from kiosk.flows.definition import Choose, Flow, Form, Materials
from kiosk.flows.definition.acting import KEY
from kiosk.flows.session import Session
from kiosk.flows.walk import PERIPHERALS, World, begun, go_on
from kiosk.flows.ways import ways

_LEAST = 8  # tries to come to the end from where something new was seen
_MOST = 3000  # pages that are left by every way; what nobody came to by then is reported as not covered


def walks(flow: Flow, world: World) -> Iterator[Session]:
    """Each at the check page or at a stop, and each come to something that none before came to.

    Raises WalkError where something has no end.
    """
    seen, covered, known = Coverage(), Coverage(), set()
    everything, pages = whole(flow), 0
    left = deque(begun(flow, world, kinds, f"way {'+'.join(kinds)}") for kinds in _machines(flow))
    while left and pages < _MOST and everything - covered:
        session, pages = left.popleft(), pages + 1
        here = came_to(session)
        news = bool(here - seen)
        if news:
            seen |= here
            for end in _ends(session, here - covered, world):
                covered |= came_to(end)
                yield end
        step = session.step
        if session.stop is not None or step is None:
            continue
        for after in ways(session, step, world):
            mark = _mark(after)
            if mark not in known or came_to(after) - seen:  # what no rule asks for is a branch all the same
                known.add(mark)
                (left.appendleft if news else left.append)(after)  # where something is new there may be more


def _machines(flow: Flow) -> list[tuple[str, ...]]:
    """With every device and with none; with each mixture where rules ask."""
    if "capabilities" not in flow.asked:
        return [PERIPHERALS, ()]
    counts = range(len(PERIPHERALS) + 1)
    return [kinds for count in counts for kinds in combinations(PERIPHERALS, count)]


def _ends(session: Session, wanted: Coverage, world: World) -> Iterator[Session]:
    """From here on as it comes, until what was seen here stands in walks that came to an end."""
    for number in range(_LEAST):
        if not wanted:
            return
        end = go_on(session, Random(number), world)
        yield end
        wanted -= came_to(end)


def _mark(session: Session) -> tuple[Any, ...]:
    """What makes a difference from here on: the place, the pages, and what was tapped on the way."""
    step = session.step
    stop = session.stop.title.en if session.stop else ""
    place = step.key if step else ""
    if isinstance(step, Materials):  # each rung once for those who need the same papers
        proved = "token" in session.facts.get("confirmation", {})
        needed = tuple(standing.material.key for standing in session.standings)
        return place, session.material.place if session.material else "", stop, proved, needed
    pages = tuple(step.key for step in session.path)
    return place, stop, pages, _taps(session), _states(session)


def _taps(session: Session) -> tuple[tuple[str, str], ...]:
    """The options that a rule may ask for."""
    rules = session.flow.asked
    given = session.normal_answers
    found = []
    for step in session.path:
        if isinstance(step, Choose) and step.codes is None and step.key in rules and step.key in given:
            found.append((step.key, str(given[step.key])))
        elif isinstance(step, Form):
            found += [
                (field.key, str(given[field.key]))
                for name, field in step.bare_fields
                if field.values and field.codes is None and name in rules and field.key in given
            ]
    return tuple(found)


def _states(session: Session) -> tuple[str, ...]:
    values, asked = session.walked.values, session.flow.asked
    facts = ("card_kind", "card_expired", "confirmation", "capabilities")
    told = tuple(prefill.name for prefill in session.flow.prefill)
    names = (*facts, *told)
    # Of the code its kind, which its first two characters are (GB 32100): 91 a company, 92 a trader.
    acting = (str(values[KEY])[:2],) if KEY in asked else ()
    return (*(str(values[name]) for name in names if name in asked or name == "confirmation"), *acting)

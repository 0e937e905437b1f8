"""One session for every page of an item: each step, each rung of a material, each stop.

The pages come from the rules alone, by going every way on; nobody answers, and nothing is sent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from kiosk.flows import sources
from kiosk.flows.definition import ENDS, Flow
from kiosk.flows.session import Session
from kiosk.flows.taking import AnswerError
from kiosk.flows.walk import PERIPHERALS, World, begun, opening_day, stranger
from kiosk.flows.ways import ways

_PAGES = 2500  # that are left by every way; what nobody came to by then is not among them
_AGAIN = 6  # times that a page is left, because the ways on from it depend on how one came


@dataclass(frozen=True)
class Scene:
    """A session, and what the page that it shows is called."""

    name: str
    session: Session


def scenes(flow: Flow) -> Iterator[Scene]:
    """In the order in which somebody would come to them, each once."""
    named: set[str] = set()
    for best_known_first in (False, True):
        for scene in _found(flow, best_known_first):
            if scene.name not in named:
                named.add(scene.name)
                yield scene
        if {f"{flow.item}/{step.key}" for step in flow.steps if isinstance(step, ENDS)} & named:
            return  # else chance had nobody come to the end of whom the offices know all that it takes


def _found(flow: Flow, best_known_first: bool) -> Iterator[Scene]:
    held = sources.examples(sources.load())
    world = stranger(opening_day(flow), held)
    left = deque(begun(flow, world, kinds, f"screen {len(kinds)}") for kinds in (PERIPHERALS, ()))
    seen: dict[str, int] = {}
    pages = 0
    while left and pages < _PAGES:
        session, pages = left.popleft(), pages + 1
        name = _name(session)
        seen[name] = seen.get(name, 0) + 1
        if seen[name] == 1:
            yield Scene(f"{flow.item}/{name}", session)
        if session.stop is not None or session.step is None or seen[name] > _AGAIN:
            continue
        after = _ways(session, world)
        _queue(left, seen, sorted(after, key=_known) if best_known_first else after)


def _ways(session: Session, world: World) -> list[Session]:
    assert session.step is not None
    found: list[Session] = []
    with suppress(AnswerError):  # one sample that a form does not take
        found.extend(ways(session, session.step, world))
    return found


def _queue(left: deque[Session], seen: dict[str, int], found: list[Session]) -> None:
    """What is new comes first, the last of it foremost; of what was seen, what may lead to something else."""
    for after in found:
        name = _name(after)
        if name not in seen:
            left.appendleft(after)
        elif seen[name] <= _AGAIN:
            left.append(after)


def _known(session: Session) -> int:
    """Of how many things an office told something."""
    shares = (fact for key, fact in session.facts.items() if key.startswith("share:"))
    return sum(fact.get("value") is not None for fact in shares)


def _name(session: Session) -> str:
    if session.stop is not None:
        return f"stop {session.stop.title.en}"
    step = session.step
    if step is None:
        return "end"
    here = session.material if step.kind == "Materials" else None
    if here is None:
        return step.key
    return f"{step.key} {here.material.key} {here.rung.kind} {here.state.value}"

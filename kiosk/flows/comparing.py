"""Two versions of an item: what is new, gone or otherwise, and what it does to people in the middle of it.

That is not guessed: walks through the old version are cut off somewhere and taken over to the new one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from random import Random
from typing import Any

from kiosk.flows.definition import Flow
from kiosk.flows.rebase import rebased
from kiosk.flows.session import Session
from kiosk.flows.walk import opening_day, stranger, walk


@dataclass(frozen=True)
class Change:
    what: str  # added, removed, moved or changed
    where: str  # "step certificate", "material house", "item"
    parts: tuple[str, ...] = ()  # of a changed one


@dataclass(frozen=True)
class Drafts:
    """Of so many unfinished sessions that were taken over to the new version."""

    walks: int
    untouched: int  # stand where they stood, and nothing is lost
    asked_again: dict[str, int]  # question → how many are led back to it
    dropped: dict[str, int]  # answer → in how many sessions it is sent no more
    stopped: dict[str, int]  # page that stops them, which did not before → how many


def changes(old: Flow, new: Flow) -> Iterator[Change]:
    own = ("item", "version", "hash", "steps", "materials")
    if parts := _differing(old, new, own):
        yield Change("changed", "item", parts)
    yield from _listed("step", old.steps, new.steps)
    yield from _listed("material", old.materials, new.materials)


def drafts(old: Flow, new: Flow, walks: int, seed: int) -> Drafts:
    """Raises WalkError for an old version that nobody can walk."""
    asked_again: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    stopped: Counter[str] = Counter()
    untouched = 0
    for number in range(walks):
        random = Random(f"{seed}:{number}")
        before = _cut_off(walk(old, random, stranger(opening_day(old))), random)
        after = rebased(before, new)
        lost = before.normal_answers.keys() - after.normal_answers.keys()
        again = _led_back(before, after)
        stop = after.stop.title.zh if after.stop and after.stop != before.stop else ""
        asked_again.update(again)
        dropped.update(lost)
        stopped.update((stop,) if stop else ())
        untouched += not (lost or again or stop)
    return Drafts(walks, untouched, dict(asked_again), dict(dropped), dict(stopped))


def _listed(kind: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    before, after = {entry.key: entry for entry in old}, {entry.key: entry for entry in new}
    for key in before.keys() - after.keys():
        yield Change("removed", f"{kind} {key}")
    stayed = [key for key in after if key in before]
    order = [key for key in before if key in after]
    for key in after:
        if key not in before:
            yield Change("added", f"{kind} {key}")
        elif type(before[key]) is not type(after[key]):
            yield Change("changed", f"{kind} {key}", ("kind",))
        elif parts := _differing(before[key], after[key], ()):
            yield Change("changed", f"{kind} {key}", parts)
        elif stayed.index(key) != order.index(key):
            yield Change("moved", f"{kind} {key}")


def _differing(old: Any, new: Any, left_out: Sequence[str]) -> tuple[str, ...]:
    names = (field.name for field in fields(old) if field.name not in left_out)
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


def _cut_off(session: Session, random: Random) -> Session:
    """Somewhere on the way: from some question on nothing is answered yet."""
    steps = session.path[: random.randint(0, len(session.path))]
    kept = {key for step in steps for key in step.keys}
    return replace(session, answers={k: v for k, v in session.answers.items() if k in kept}, at=None)


def _led_back(before: Session, after: Session) -> set[str]:
    """The question that the person comes to now, if it was behind them."""
    if after.step is None or before.step is None or after.step.key == before.step.key:
        return set()
    order = [step.key for step in before.path]
    done = order[: order.index(before.step.key)] if before.step.key in order else order
    return {after.step.key} & set(done)

"""Why a page is shown or passed by: each rule of an item, what it says of a case, and what its names held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.flows.definition import Material, Step
from kiosk.flows.path import Path, walk
from kiosk.flows.rules import Rule
from kiosk.flows.session import Session


@dataclass(frozen=True)
class Reason:
    kind: str  # step, stop, material or rung
    key: str
    holds: bool  # the page is shown, the stop stops, the material is needed, the rung is tried
    rule: str  # none: always
    names: Mapping[str, Any]  # what the rule knew


def explain(session: Session) -> Iterator[Reason]:
    """In the order of the flow. The case is looked at as it stands, and nothing is asked."""
    path = walk(session.flow, session.answers, session.facts, session.today)
    shown = {step.key.split(".")[0] for step in path.steps}
    for step in session.flow.steps:
        yield _reason("step", step.key, step.key in shown, step.when, path.values)
        for entry in (entry for entry in path.steps if entry.key.split(".")[0] == step.key):
            yield from _stops(entry, path)
    for material in session.flow.materials:
        yield from _material(material, path)


def _stops(step: Step, path: Path) -> Iterator[Reason]:
    answered = all(key in path.given for key in step.keys)
    for stop in step.stops:
        holds = answered and (stop.when is None or bool(stop.when(path.within(step))))
        yield _reason("stop", f"{step.key}: {stop.title.zh}", holds, stop.when, path.known(step))


def _material(material: Material, path: Path) -> Iterator[Reason]:
    needed = material.when is None or bool(material.when(path.context))
    yield _reason("material", material.key, needed, material.when, path.values)
    for number, rung in enumerate(material.rungs, 1):
        tried = needed and (rung.when is None or bool(rung.when(path.context)))
        key = f"{material.key}: {number}. {rung.kind}"
        yield _reason("rung", key, tried, rung.when, path.values)


def _reason(kind: str, key: str, holds: bool, rule: Rule | None, values: Mapping[str, Any]) -> Reason:
    if rule is None:
        return Reason(kind, key, holds, "", {})
    names = {name: values[name] for name in sorted(rule.program.variables()) if name in values}
    return Reason(kind, key, holds, rule.source, names)

"""What of an item somebody came to: its questions, and its branches. A branch is a condition that holds or
does not, an option, a stop, a rung of a ladder, a confirmation that was put off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.flows.appointment import FACT
from kiosk.flows.definition import Appointment, Choose, ConfirmByPhone, Flow, Form, Group, Inform, Step
from kiosk.flows.fields.choices import parts
from kiosk.flows.session import Session, completion


@dataclass(frozen=True)
class Coverage:
    steps: frozenset[str] = frozenset()
    branches: frozenset[str] = frozenset()

    def __or__(self, other: Coverage) -> Coverage:
        return Coverage(self.steps | other.steps, self.branches | other.branches)

    def __sub__(self, other: Coverage) -> Coverage:
        return Coverage(self.steps - other.steps, self.branches - other.branches)

    def __bool__(self) -> bool:
        return bool(self.steps or self.branches)


def whole(flow: Flow) -> Coverage:
    """All that there is to come to. Of a long code list no single code is a branch."""
    return Coverage(frozenset(step.key for step in flow.steps), frozenset(_all(flow)))


def came_to(session: Session) -> Coverage:
    """What the person of this session came to, up to where they stand."""
    steps = session.flow.steps
    place = session.step.key.split(".")[0] if session.step else steps[-1].key
    asked = {step.key.split(".")[0] for step in session.path}
    until = next(index for index, step in enumerate(steps) if step.key == place)
    if session.stop is not None:
        until = _stopped_at(session, until)
    seen = frozenset(step.key for step in steps[: until + 1] if step.key in asked)
    return Coverage(seen, frozenset(_met(session, until, seen)))


def _stopped_at(session: Session, until: int) -> int:
    stopped = completion.stopped(session)
    place = stopped[0].key.split(".")[0] if stopped else ""
    return next((index for index, step in enumerate(session.flow.steps) if step.key == place), until)


def _all(flow: Flow) -> Iterator[str]:
    for step in flow.steps:
        if step.when is not None:
            yield from (f"when {step.key}", f"unless {step.key}")
        yield from (f"option {key}={value}" for key, value in _options(step))
        yield from (f"stop {step.key}.{number}" for number, _ in enumerate(step.stops))
        if isinstance(step, ConfirmByPhone) and step.deferrable:
            yield from (f"confirmed {step.key}", f"deferred {step.key}")
        if isinstance(step, Appointment) and step.deferrable:
            yield from (f"held {step.key}", f"later {step.key}")
        if isinstance(step, Inform):
            yield from (f"word {number}" for number, word in enumerate(step.words) if word.when)
            yield from (f"bar {number}" for number, bar in enumerate(step.bars) if bar.when)
    for material in flow.materials:
        if material.when is not None:
            yield from (f"when {material.key}", f"unless {material.key}")
        yield from (f"rung {material.key}.{number} {rung.kind}" for number, rung in enumerate(material.rungs))


def _options(step: Step) -> Iterator[tuple[str, str]]:
    if isinstance(step, Choose):
        yield from ((step.key, option.value) for option in step.options)
    elif isinstance(step, Form | Group):
        prefix = f"{step.key}." if isinstance(step, Group) else ""
        tapped = (field for field in step.fields if field.values and field.codes is None)
        yield from ((prefix + field.key, value) for field in tapped for value in field.values)


def _met(session: Session, until: int, seen: frozenset[str]) -> Iterator[str]:
    flow = session.flow
    for step in flow.steps[: until + 1]:
        if step.when is not None:
            yield f"{'when' if step.key in seen else 'unless'} {step.key}"
        state = session.facts.get("confirmation", {}).get("state")
        if isinstance(step, ConfirmByPhone) and step.deferrable and step.key in seen and state:
            yield f"{state} {step.key}"
        if isinstance(step, Appointment) and step.deferrable and session.is_done(step):
            yield f"{session.facts[FACT]['state']} {step.key}"
    yield from _chosen(session)
    yield from _stop(session)
    yield from _told(session)
    standings = {standing.material.key: standing for standing in session.standings}
    for material in flow.materials:
        if material.when is not None:
            needed = material.key in standings or bool(material.when(session.context))
            yield f"{'when' if needed else 'unless'} {material.key}"
        if (standing := standings.get(material.key)) and _at_materials(session, until):
            for number, rung in enumerate(material.rungs[: standing.index + 1]):
                if rung.when is None or rung.when(session.context):
                    yield f"rung {material.key}.{number} {rung.kind}"


def _chosen(session: Session) -> Iterator[str]:
    given = session.normal_answers
    for step in session.path:
        if isinstance(step, Choose) and step.key in given:
            yield f"option {step.key}={given[step.key]}"
        elif isinstance(step, Form):
            group = step.prefix.split(".")[0] + "." if step.prefix else ""
            for name, field in step.bare_fields:
                for value in parts(str(given.get(field.key, ""))) if field.values and not field.codes else ():
                    yield f"option {group}{name}={value}"


def _stop(session: Session) -> Iterator[str]:
    stopped = completion.stopped(session)
    if stopped is None:
        return
    step, page = stopped
    for number, one in enumerate(step.stops):
        if (one.title, one.where) == (page.title, page.where):
            yield f"stop {step.key.split('.')[0]}.{number}"


def _told(session: Session) -> Iterator[str]:
    step = session.step
    if session.stop is None and isinstance(step, Inform):
        parts = [(f"word {number}", word.when) for number, word in enumerate(step.words)]
        parts += [(f"bar {number}", bar.when) for number, bar in enumerate(step.bars)]
        yield from (name for name, when in parts if when is not None and when(session.context))


def _at_materials(session: Session, until: int) -> bool:
    kinds = [step.kind for step in session.flow.steps[: until + 1]]
    return "Materials" in kinds and session.stop is None

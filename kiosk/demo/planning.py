"""What a scripted citizen is going to say: one walk over the rules of an item to its end that meets no stop.

The rules alone are asked: what offices know is seen on the screens, where it stands in the fields already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from kiosk.demo.visits import Visit
from kiosk.devices.virtual import persons
from kiosk.flows import sources, walk
from kiosk.flows.definition import (
    ActFor,
    Choose,
    ConfirmByPhone,
    Entries,
    Field,
    Flow,
    Form,
    Party,
    ReadCard,
    Step,
)
from kiosk.flows.definition.acting import ASKED
from kiosk.flows.materials import State
from kiosk.flows.samples import drawn
from kiosk.flows.session import Session, acting
from kiosk.flows.taking import AnswerError

_TAPS, _TRIES = 400, 400
_KINDS = ("card_reader", "document_camera", "document_printer")
_OTHERS = 40  # mixtures of what offices may know
_FEW = 40  # codes of a long list


class PlanError(Exception):
    """Nobody comes to the end of an item like this; says where."""


@dataclass(frozen=True)
class Plan:
    """`answers`: by the key of the question or of the field. `people`: who lays a card beside the person.
    `corrected`: the fields in which something stands that this person means otherwise."""

    answers: Mapping[str, str] = field(repr=False)
    people: Sequence[str]
    corrected: frozenset[str] = frozenset()


def plan(flow: Flow, visit: Visit, today: date) -> Plan:
    """Of somebody whom no office knows; where such a one is stopped, of one whom some office knows. Raises
    PlanError."""
    held = sources.examples(sources.load())
    try:
        return _Planner(flow, visit, walk.stranger(today), 0).made()
    except PlanError as error:
        for number in range(1, _OTHERS):
            with suppress(PlanError):
                return _Planner(flow, visit, walk.stranger(today, held), number).made()
        raise error


class _Planner:
    def __init__(self, flow: Flow, visit: Visit, world: walk.World, number: int) -> None:
        self._flow, self._visit, self._world = flow, visit, world
        self._people = persons.load()
        self._random = Random(f"{flow.item}:{number}")
        self._parties = {step.group: step for step in flow.steps if isinstance(step, Party)}
        self._corrected: set[str] = set()

    def made(self) -> Plan:
        session = walk.begun(self._flow, self._world, _KINDS, "plan")
        for _ in range(_TAPS):
            step = session.step
            if session.stop is not None or step is None:
                raise PlanError(f"{self._flow.item} stops after {list(session.answers)[-1:]}")
            if walk.is_over(session):
                answers = {key: str(value) for key, value in session.walked.given.items()}
                there = [who for who in self._gathered(session) if who != self._visit.person]
                return Plan(answers, tuple(dict.fromkeys(there)), frozenset(self._corrected))
            session = self._on(session, step)
        raise PlanError(f"{self._flow.item} has no end at {session.step.key if session.step else ''}")

    def _on(self, session: Session, step: Step) -> Session:
        match step:
            case ReadCard():
                after = session.learn("card", self._card())
            case ConfirmByPhone():
                confirmed = session.learn("confirmation", self._world.confirm(session))
                after = walk.prefilled(confirmed, self._random, self._world)
            case ActFor():
                after = self._acts(session, step)
            case Choose():
                after = self._chooses(session, step)
            case Form():
                after = self._fills(session, step)
            case Entries():
                after = self._listed(session, step)
            case _:
                after = walk.tap(session, step, self._random, self._world)
        return after

    def _listed(self, session: Session, step: Entries) -> Session:
        if step.can_add and len(step.slots) < len(self._standing(step.group)):
            return session.add(step.key)
        try:
            return session.answer(step.key, {})
        except AnswerError as error:
            raise PlanError(f"{self._flow.item}: what stands at {error} does not go together") from None

    def _card(self) -> dict[str, Any]:
        holder = self._people[self._visit.person]
        day = "".join(c for c in holder.birth if c.isdigit())
        return walk.card(self._random, self._world.today) | {
            **{"name": holder.name, "id_number": holder.number, "sex": holder.sex, "valid_to": ""},
            **{"birth": f"{day[:4]}-{day[4:6]}-{day[6:]}", "address": holder.address},
        }

    def _acts(self, session: Session, step: ActFor) -> Session:
        code = self._visit.answers.get(step.keys[0], "")
        if not code:
            return acting.act(session, step.key, "", None)
        told = {"uscc": code, "name": "", "role": "representative"}
        return acting.act(session, step.key, code, acting.fact(code, ASKED, State.OK, told, ""))

    def _chooses(self, session: Session, step: Choose) -> Session:
        values = list(step.codes.options)[:_FEW] if step.codes else [option.value for option in step.options]
        said = self._visit.answers.get(step.key)
        for value in [said] if said else values:
            after = session.answer(step.key, {step.key: value})
            if after.stop is None:
                return after
        raise PlanError(f"{self._flow.item} stops at {step.key}, whatever is chosen")

    def _fills(self, session: Session, form: Form) -> Session:
        """As the person says, as it is preset, as the examples are; what will not do is drawn anew."""
        told = {entry.key: said for entry in form.fields if (said := self._said(form, entry)) is not None}
        stood = session.preset(form)
        both = [(entry, told[entry.key], stood.get(entry.key)) for entry in form.fields if entry.key in told]
        self._corrected.update(
            entry.key for entry, said, there in both if there and entry.normal(said) != entry.normal(there)
        )
        values = {
            entry.key: told.get(entry.key) or stood.get(entry.key) or self._first(entry)
            for entry in form.fields
        }
        for _ in range(_TRIES):
            try:
                after = session.answer(form.key, values)
            except AnswerError as error:
                wrong = set(error.says)
            else:
                if after.stop is None:
                    return after
                wrong = {entry.key for entry in form.fields}
            for entry in form.fields:
                if entry.key in wrong and entry.key not in told:
                    values[entry.key] = drawn(entry, self._random, self._world.today)
        raise PlanError(f"{self._flow.item}: nothing satisfies {form.key}")

    def _said(self, form: Form, entry: Field) -> str | None:
        """What the visit tells of a field, or the list of people whose cards are wanted."""
        bare = entry.key.removeprefix(form.prefix)
        group = form.prefix.split(".")[0]
        standing = self._standing(group)
        if group in self._parties and form.index < len(standing):
            holder = self._people[standing[form.index]]
            if bare == self._parties[group].number:
                return holder.number
            if bare == self._parties[group].name:
                return holder.name
        return self._visit.answers.get(entry.key, self._visit.answers.get(bare))

    def _standing(self, group: str) -> tuple[str, ...]:
        """Who is in a group of people; of any other group nobody."""
        if group not in self._parties:
            return ()
        return self._visit.groups.get(group, (self._visit.person,))

    def _gathered(self, session: Session) -> Iterator[str]:
        for step in session.path:
            if isinstance(step, Party):
                yield from self._standing(step.group)

    def _first(self, entry: Field) -> str:
        if entry.optional:
            return ""
        if entry.type == "bool":
            return "no"
        return entry.values[0] if entry.values else entry.example

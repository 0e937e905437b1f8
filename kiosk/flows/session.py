"""One person's walk through one flow: a value. Position, path and everything shown are derived from it.

Answers are kept by key; facts (the card, a confirmation, what a data source said) are never removed by
going back. A double tap cannot skip a step, because an answer names the step that it was given to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from kiosk.flows import rules
from kiosk.flows.definition import Choose, ConfirmByPhone, Flow, Form, Notice, ReadCard, Step, Stop, Text
from kiosk.flows.fields import TYPES, FieldError
from kiosk.model import Applicant, CardKind

Answer = str | int | bool | tuple[str, ...]


class AnswerError(ValueError):
    """What was answered will not do; one sentence a field, nothing of the answer in the exception."""

    def __init__(self, says: Mapping[str, Text]) -> None:
        super().__init__(", ".join(says))
        self.says = says


@dataclass(frozen=True)
class Session:
    id: str  # UUIDv7: becomes the filing's id
    flow: Flow = field(repr=False)
    today: date
    answers: Mapping[str, Answer] = field(default_factory=dict, repr=False)
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    at: str | None = None  # the step that a person went back to

    # --- what happens to it ---

    def answer(self, step: str, values: Mapping[str, str]) -> Session:
        """Takes the answers of the step at hand; those of any other step are a double tap and change nothing.

        Raises AnswerError with a sentence for each field that will not do.
        """
        here = self.step
        if here is None or here.key != step or self.stop is not None:
            return self
        taken = self._take(here, values)
        return replace(self, answers={**self.answers, **taken}, at=None)

    def learn(self, name: str, fact: Mapping[str, Any]) -> Session:
        return replace(self, facts={**self.facts, name: dict(fact)})

    def agree(self, step: str, at: str) -> Session:
        """The person agreed to what the notice at hand lists. `at` is an ISO time."""
        here = self.step
        if not isinstance(here, Notice) or here.key != step:
            return self
        sources = [consent.source for consent in here.consents]
        return self.learn(f"consent:{step}", {"at": at, "sources": sources})

    def back(self) -> Session:
        """To the question before. At the first one it stays."""
        earlier = self._earlier
        return replace(self, at=earlier[-1].key) if earlier else self

    def revise(self, step: str) -> Session:
        """修改 on the check page: to that question, and straight back."""
        known = [s.key for s in self.path if s.revisable]
        return replace(self, at=step) if step in known else self

    # --- what it is, derived ---

    @property
    def applicant(self) -> Applicant | None:
        card = self.facts.get("card")
        return Applicant(**{**card, "card_kind": CardKind(card["card_kind"])}) if card else None

    @property
    def consented(self) -> frozenset[str]:
        """The data sources that the person agreed to be asked."""
        facts = [self.facts.get(f"consent:{step.key}", {}) for step in self.flow.steps]
        return frozenset(source for fact in facts for source in fact.get("sources", ()))

    @cached_property
    def _walk(self) -> tuple[tuple[Step, ...], dict[str, Any]]:
        """The steps that are asked, and every name that rules may use, hidden answers left out."""
        values = {**_defaults(self.flow), **rules.fact_values(self.facts, self.today)}
        for prefill in self.flow.prefill:
            values[prefill.name] = self.facts.get(f"share:{prefill.source}", {}).get("value") or []
        context = rules.context(values)
        path = []
        for step in self.flow.steps:
            if step.when is not None and not step.when(context):
                continue
            path.append(step)
            for key in step.keys:
                value = self.answers.get(key)
                if value is None and isinstance(step, Choose) and step.preset is not None:
                    value = step.preset(context)
                if value is not None:
                    values[key] = value
                    context.add_variable(key, value)
        return tuple(path), values

    @property
    def path(self) -> tuple[Step, ...]:
        return self._walk[0]

    @cached_property
    def context(self) -> Any:
        return rules.context(self._walk[1])

    @cached_property
    def step(self) -> Step | None:
        """The question at hand: where the person went back to, else the first that is not done."""
        first_open = next((step for step in self.path if not self._done(step)), None)
        if self.at is not None:
            chosen = next((step for step in self.path if step.key == self.at), None)
            if chosen and (first_open is None or self.path.index(chosen) <= self.path.index(first_open)):
                return chosen
        return first_open

    @cached_property
    def stop(self) -> Stop | None:
        """A reason why this cannot be done here, from a step that is done and is not being changed."""
        for step in self.path:
            if step is self.step or not self._done(step):
                continue
            for stop in step.stops:
                if stop.when(self.context):
                    return stop
        return None

    @property
    def position(self) -> tuple[int, int]:
        """第 n 步, 共 m 步: steps that show a page of their own."""
        asked = [s for s in self.path if not (isinstance(s, Choose) and s.preset) or s is self.step]
        return (asked.index(self.step) + 1 if self.step in asked else len(asked)), len(asked)

    @property
    def can_go_back(self) -> bool:
        return bool(self._earlier)

    @property
    def normal_answers(self) -> dict[str, Answer]:
        """What is sent: the answers of the path, presets included, in the order of the flow."""
        return {k: self._walk[1][k] for step in self.path for k in step.keys if self._walk[1][k] != ""}

    def suggestions(self, step: Choose, limit: int = 3) -> list[str]:
        """Codes to lay out before the search, best first."""
        if step.codes is None or step.suggest is None:
            return []
        codes = [str(code) for code in step.suggest(self.context)]
        return list(dict.fromkeys(code for code in codes if code in step.codes.options))[:limit]

    def preset(self, form: Form) -> dict[str, str]:
        return {f.key: str(f.preset(self.context)) if f.preset else "" for f in form.fields} | {
            k: str(v) for k, v in self.answers.items() if k in form.keys
        }

    @property
    def _earlier(self) -> list[Step]:
        steps = self.path[: self.path.index(self.step)] if self.step in self.path else self.path
        return [s for s in steps if s.revisable and not (isinstance(s, Choose) and s.preset)]

    def _done(self, step: Step) -> bool:
        if isinstance(step, Notice):
            return f"consent:{step.key}" in self.facts
        if isinstance(step, ReadCard):
            return "card" in self.facts
        if isinstance(step, ConfirmByPhone):
            return "confirmation" in self.facts
        values = [self._walk[1].get(key, "") for key in step.keys]
        if isinstance(step, Choose):  # an option that the flow no longer has is asked again
            return step.option(values[0]) is not None
        return bool(values) and all(value != "" for value in values)

    def _take(self, step: Step, values: Mapping[str, str]) -> dict[str, Answer]:
        if isinstance(step, Choose):
            value = values.get(step.key, "")
            if step.option(value) is None:
                raise AnswerError({step.key: Text("请选一项", "选一个", "Choose one")})
            return {step.key: value}
        if isinstance(step, Form):
            return self._take_form(step, values)
        return {}

    def _take_form(self, form: Form, values: Mapping[str, str]) -> dict[str, Answer]:
        taken: dict[str, Answer] = {}
        says: dict[str, Text] = {}
        for entry in form.fields:
            try:
                taken[entry.key] = TYPES[entry.type](values.get(entry.key, ""))
            except FieldError as error:
                says[entry.key] = error.says
        if not says:
            context = rules.context({**self._walk[1], **taken})
            says = {check.field: check.says for check in reversed(form.checks) if not check.rule(context)}
        if says:
            raise AnswerError(says)
        return taken


def _defaults(flow: Flow) -> dict[str, Any]:
    return {key: "" for step in flow.steps for key in step.keys}


def card_fact(applicant: Applicant) -> dict[str, Any]:
    """A card as a fact; the same names as Applicant."""
    return {**vars(applicant), "card_kind": applicant.card_kind.value}

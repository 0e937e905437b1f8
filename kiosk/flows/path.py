"""The path of a session: which steps are asked, which answers count, which names rules may use. Derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from kiosk.flows import fees, rules
from kiosk.flows.definition import ActFor, Check, Choose, Entries, Flow, Form, Group, Materials, Step, Stop
from kiosk.flows.definition.groups import MOST, read_slots
from kiosk.flows.fields import shown
from kiosk.flows.rules import Context, Rule
from kiosk.flows.text import Text

Answer = str | int | bool | tuple[str, ...]


@dataclass(frozen=True)
class Path:
    """Hidden answers are left out of it."""

    steps: tuple[Step, ...]
    given: Mapping[str, Answer] = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)  # every name that a rule may use
    preset: frozenset[str]  # questions that are answered by themselves
    context: Context = field(repr=False, compare=False)  # the values, as the rules take them

    def within(self, step: Step) -> Context:
        """The names that the rules of one step know, as a context: good until the next call."""
        if not isinstance(step, Form) or not step.prefix:
            return self.context
        for name, value in bare(step, self.given).items():
            self._scratch.know(name, value)
        self._scratch.know("index", step.index)
        return self._scratch

    def known(self, step: Step) -> Mapping[str, Any]:
        """The names that the rules of one step know: in an entry of a group also its own fields."""
        if not isinstance(step, Form) or not step.prefix:
            return self.values
        return {**self.values, **bare(step, self.given), "index": step.index}

    @cached_property
    def _scratch(self) -> Context:
        """One context for all entries: lists of people are dear to hand to the rules."""
        return rules.Context(self.values)


def walk(
    flow: Flow, answers: Mapping[str, Answer], facts: Mapping[str, Mapping[str, Any]], today: date
) -> Path:
    values = {**flow.unanswered, **rules.fact_values(facts, today)}
    for name, dated in flow.data.items():
        span = dated.on(today)
        values[name] = span.values if span else {}
    for prefill in flow.prefill:
        values[prefill.name] = facts.get(f"share:{prefill.source}", {}).get("value") or []
    context = rules.Context(values)
    for name, rule in flow.values.items():
        values[name] = rule(context)
        context.know(name, values[name])
    steps: list[Step] = []
    given: dict[str, Answer] = {}
    preset: set[str] = set()
    for step in flow.steps:
        if not _is_asked(step, flow, context, facts):
            continue
        known: dict[str, Any]
        if isinstance(step, Group):
            entries, end = _entries(step, answers, context)
            steps += entries
            given |= {key: answers[key] for entry in entries for key in entry.keys if key in answers}
            known = {step.key: [bare(entry, given) for entry in entries]}
            if end is not None:
                steps.append(end)
                given |= {key: answers[key] for key in end.keys if key in answers}
        else:
            steps.append(step)
            known = {key: answers[key] for key in step.keys if key in answers}
            if isinstance(step, Choose) and (value := _preset(step, context)) is not None:
                preset.add(step.key)
                known = {step.key: value} | known
            given |= known
            known = step.known(known)
        for name, value in known.items():
            values[name] = value
            context.know(name, value)
    return Path(tuple(steps), given, values, frozenset(preset), context)


def _is_asked(step: Step, flow: Flow, context: Context, facts: Mapping[str, Mapping[str, Any]]) -> bool:
    """By its own rule; and nobody is shown a cashier that wants nothing, or papers where there are none."""
    if step.when is not None and not step.when(context):
        return False
    if isinstance(step, ActFor):
        return step.asked(facts)
    if isinstance(step, Materials):
        return any(m.when is None or m.when(context) for m in flow.materials)
    return fees.asked(step, flow.fees, context)


def bare(entry: Form, given: Mapping[str, Answer]) -> dict[str, Any]:
    """The fields of one entry of a group under their own names, as rules know them."""
    return {name: field.known(given.get(field.key, "")) for name, field in entry.bare_fields}


def filled(stop: Stop, context: Context) -> Stop:
    return replace(stop, text=put_in(stop.text, stop.fill, context)) if stop.fill else stop


def complaint(check: Check, context: Context) -> Text:
    """What a check says, where it does not hold."""
    return put_in(check.says, check.fill, context) if check.fill else check.says


def put_in(says: Text, fill: Rule, context: Context) -> Text:
    """What the rule finds in the place of %1; a date as people write it."""
    value = str(fill(context))
    zh, easy, en = (_as_read(value, language) for language in ("zh-CN", "zh-easy", "en"))
    return Text(says.zh.replace("%1", zh), says.easy.replace("%1", easy), says.en.replace("%1", en))


def _as_read(value: str, language: str) -> str:
    try:
        return shown("date", str(date.fromisoformat(value)), language)
    except ValueError:
        return value


def _entries(
    group: Group, answers: Mapping[str, Answer], context: Context
) -> tuple[list[Form], Entries | None]:
    if group.count is not None:
        slots = tuple(range(min(max(int(group.count(context)), 1), MOST)))
    else:
        said = answers.get(group.live, answers.get(group.key, ""))
        slots = read_slots(said, group.least, group.most)
    return group.entries(slots), Entries.of(group, slots) if group.listed else None


def _preset(step: Choose, context: Context) -> str | None:
    """What the rule answers by itself; None where it names no option."""
    value = step.preset(context) if step.preset is not None else None
    return value if step.option(value) is not None else None

"""The path of a session: which steps are asked, which answers count, which names rules may use. Derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from kiosk.flows import rules
from kiosk.flows.definition import Choose, Flow, Form, Group, Step, Stop
from kiosk.flows.fields import shown
from kiosk.flows.text import Text

MOST = 50  # entries of a group: a count may come from a typed answer, of anybody's making
Answer = str | int | bool | tuple[str, ...]


@dataclass(frozen=True)
class Path:
    """Hidden answers are left out of it."""

    steps: tuple[Step, ...]
    given: Mapping[str, Answer] = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)  # every name that a rule may use
    preset: frozenset[str]  # questions that are answered by themselves

    @cached_property
    def context(self) -> Any:
        return rules.context(self.values)

    def within(self, step: Step) -> Any:
        """The names that the rules of one step know, as a context."""
        known = self.known(step)
        return self.context if known is self.values else rules.context(known)

    def known(self, step: Step) -> Mapping[str, Any]:
        """The names that the rules of one step know: in an entry of a group also its own fields."""
        if not isinstance(step, Form) or not step.prefix:
            return self.values
        return {**self.values, **bare(step, self.given), "index": step.index}


def walk(
    flow: Flow, answers: Mapping[str, Answer], facts: Mapping[str, Mapping[str, Any]], today: date
) -> Path:
    values = {**_empty(flow), **rules.fact_values(facts, today)}
    for prefill in flow.prefill:
        values[prefill.name] = facts.get(f"share:{prefill.source}", {}).get("value") or []
    context = rules.context(values)
    for name, rule in flow.values.items():
        values[name] = rule(context)
        context.add_variable(name, values[name])
    steps: list[Step] = []
    given: dict[str, Answer] = {}
    preset: set[str] = set()
    for step in flow.steps:
        if step.when is not None and not step.when(context):
            continue
        known: dict[str, Any]
        if isinstance(step, Group):
            entries = _entries(step, context)
            steps += entries
            given |= {key: answers[key] for entry in entries for key in entry.keys if key in answers}
            known = {step.key: [bare(entry, given) for entry in entries]}
        else:
            steps.append(step)
            known = {key: answers[key] for key in step.keys if key in answers}
            if isinstance(step, Choose) and (value := _preset(step, context)) is not None:
                preset.add(step.key)
                known = {step.key: value} | known
            given |= known
        for name, value in known.items():
            values[name] = value
            context.add_variable(name, value)
    return Path(tuple(steps), given, values, frozenset(preset))


def bare(entry: Form, given: Mapping[str, Answer]) -> dict[str, Answer]:
    """The fields of one entry of a group under their own names."""
    return {key.removeprefix(entry.prefix): given.get(key, "") for key in entry.keys}


def filled(stop: Stop, context: Any) -> Stop:
    if stop.fill is None:
        return stop
    value = str(stop.fill(context))
    zh, easy, en = (shown("date", value, language) for language in ("zh-CN", "zh-easy", "en"))
    says = stop.text
    words = Text(says.zh.replace("%1", zh), says.easy.replace("%1", easy), says.en.replace("%1", en))
    return replace(stop, text=words)


def _entries(group: Group, context: Any) -> list[Form]:
    count = min(max(int(group.count(context)), 1), MOST) if group.count else 1
    return [group.entry(index, count) for index in range(count)]


def _preset(step: Choose, context: Any) -> str | None:
    """What the rule answers by itself; None where it names no option."""
    value = step.preset(context) if step.preset is not None else None
    return value if step.option(value) is not None else None


def _empty(flow: Flow) -> dict[str, Any]:
    empty: dict[str, Any] = {key: "" for step in flow.steps for key in step.keys}
    return empty | {step.key: [] for step in flow.steps if isinstance(step, Group)}

"""Every rule of an item, tried on samples of answers: what it gives must be of its kind, and it must give it.

A rule that fails would fail on somebody in front of the terminal. What is asked before anybody answered is
tried without answers as well; what an office may have said stays empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from random import Random
from typing import Any

from kiosk.flows import rules
from kiosk.flows.definition import Choose, Field, Flow, Form, Group, Step
from kiosk.flows.found import Found
from kiosk.flows.lint import own_names, rule_places
from kiosk.flows.rules import Context, Rule
from kiosk.flows.samples import drawn, number

_SAMPLES = 12
_DAY = date(2026, 7, 1)
_GROWN = _DAY.replace(year=_DAY.year - 30)
_CARD = {
    "id_number": number(Random(0), _GROWN),
    "card_kind": " ",
    "birth": _GROWN.isoformat(),
    "valid_to": "2035-01-01",
}
_FACTS = {
    "card": _CARD,
    "confirmation": {"state": "confirmed"},
    "capabilities": {"kinds": ["card_reader", "document_printer"]},
}
_ANSWERED = (
    "stops",
    "checks",
    "together",
    "fee",
    "fees",
    "later_fees",
    "limit",
    "branches",
    "words",
    "bars",
)  # what is looked at once its questions are answered


@dataclass(frozen=True)
class _Sample:
    values: Mapping[str, Any]
    answered: bool
    context: Context


def mistakes(data: Mapping[str, Any], flow: Flow) -> Iterator[Found]:
    samples = [_sample(flow, number) for number in range(_SAMPLES + 1)]
    steps = {step.key: step for step in flow.steps}
    for place, source, known in rule_places(data):
        step = data["steps"][place[1]] if place[0] == "steps" else {"kind": "", "key": ""}
        own = own_names(step)
        late = any(part in _ANSWERED for part in place) or bool(
            own and "count" not in place and "when" not in place[2:3]
        )
        rule = Rule.compile(source, known)
        for sample in samples:
            if late and not sample.answered:
                continue
            context = _inside(sample, steps[step["key"]]) if own and late else sample.context
            if remedy := _tried(rule, context, _wanted(place, step)):
                yield Found(place, "expression", remedy + _with(rule, sample.values))
                break


def _wanted(place: tuple[str | int, ...], step: Mapping[str, Any]) -> tuple[str, Callable[[object], bool]]:
    if place[0] in ("limit", "fees", "later_fees"):
        return _WANTED[str(place[0])]
    if "bars" in place and place[-1] == "amount":
        return _AMOUNT
    if place[-1] == "preset" and "fields" in place:
        field = step["fields"][place[3]]
        return _PRESET.get(field["type"], _WANTED["preset"])
    return _WANTED.get(str(place[-1]), _ANYTHING)


def _tried(rule: Rule, context: Context, wanted: tuple[str, Callable[[object], bool]]) -> str:
    try:
        value = rule(context)
    except ZeroDivisionError:
        return "divides by zero"
    except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError) as error:
        return f"fails: {str(error).splitlines()[0][:90]}"
    kind, fits = wanted
    return "" if fits(value) else f"must give {kind}, gives {type(value).__name__}"


def _with(rule: Rule, values: Mapping[str, Any]) -> str:
    """What the names held; samples are nobody's."""
    held = [f"{name}={values[name]!r}" for name in sorted(rule.program.variables()) if name in values]
    return f" with {', '.join(held)[:120]}" if held else ""


def _sample(flow: Flow, number: int) -> _Sample:
    """The first one is of somebody who has answered nothing."""
    random, answered = Random(number), number > 0
    values: dict[str, Any] = rules.fact_values(_FACTS if answered else {}, _DAY)
    for name, dated in flow.data.items():
        values[name] = dated.spans[number % len(dated.spans)].values
    values |= {prefill.name: [] for prefill in flow.prefill}
    for step in flow.steps:
        values |= _answers(step, random, number) if answered else _unanswered(step)
    context = rules.Context(values)
    for name, rule in flow.values.items():
        try:
            values[name] = rule(context)
        except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError):
            values[name] = ""  # told of at its own place
        context.know(name, values[name])
    return _Sample(values, answered, context)


def _answers(step: Step, random: Random, number: int) -> dict[str, Any]:
    if isinstance(step, Choose):
        codes = list(step.codes.options) if step.codes else [option.value for option in step.options]
        return {step.key: codes[number % len(codes)]}
    if isinstance(step, Group):
        count = max(step.least, 1) + number % 2
        return {step.key: [_fields(step, random, number) for _ in range(count)]}
    return _fields(step, random, number) if isinstance(step, Form) else {}


def _fields(step: Form | Group, random: Random, number: int) -> dict[str, Any]:
    return {field.key: field.known(_answer(field, random, number)) for field in step.fields}


def _answer(field: Field, random: Random, number: int) -> str:
    """What may be left out is, in every other sample; whole numbers are 0 in the first; of what is tapped
    all comes in turn."""
    if field.optional and number % 2:
        return ""
    if field.type in ("choice", "bool"):
        return field.values[number % len(field.values)]
    return "0" if field.type == "int" and number == 1 else drawn(field, random, _DAY)


def _unanswered(step: Step) -> dict[str, Any]:
    if isinstance(step, Form):
        return {field.key: field.known("") for field in step.fields}
    return {step.key: []} if isinstance(step, Group) else dict.fromkeys(step.keys, "")


def _inside(sample: _Sample, group: Step) -> Context:
    """As the rules of the first entry see it."""
    return rules.Context({**sample.values, **sample.values[group.key][0], "index": 0})


def _is_amount(value: object) -> bool:
    try:
        amount = Decimal(str(value))
        return (
            isinstance(value, str | int) and amount.is_finite() and amount >= 0 and amount == round(amount, 2)
        )
    except InvalidOperation:
        return False


_ANYTHING: tuple[str, Callable[[object], bool]] = ("anything", lambda value: True)
_AMOUNT: tuple[str, Callable[[object], bool]] = ("an amount as a decimal text", _is_amount)
_TRUTH: tuple[str, Callable[[object], bool]] = ("true or false", lambda value: isinstance(value, bool))
_PRESET = {"bool": _TRUTH, "multi": ("a list", lambda value: isinstance(value, list))}
_WANTED: Mapping[str, tuple[str, Callable[[object], bool]]] = {
    "when": _TRUTH,
    "rule": _TRUTH,
    "satisfied": _TRUTH,
    "count": ("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool)),
    "limit": (
        "a whole number from 1",
        lambda value: isinstance(value, int) and value is not True and value > 0,
    ),
    "suggest": ("a list", lambda value: isinstance(value, list)),
    "remind": ("a list", lambda value: isinstance(value, list)),
    "services": ("a list", lambda value: isinstance(value, list)),
    "fee": _AMOUNT,
    "fees": _AMOUNT,
    "later_fees": _AMOUNT,
    "preset": ("a text", lambda value: isinstance(value, str | int) and not isinstance(value, bool)),
    "fill": ("a text", lambda value: isinstance(value, str | int)),
}

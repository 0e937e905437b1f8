"""Answers of the scripted citizen: a choice, a form, for whom they act. What stands there already stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kiosk.demo import keys
from kiosk.demo.citizen import Citizen
from kiosk.flows.definition import ActFor, Choose, Field, Form

_SHEETS = 20  # of a long list of chips
Answers = Mapping[str, str]


def act(citizen: Citizen, step: ActFor, answers: Answers) -> None:
    code = answers.get(step.keys[0], "")
    tile = f"act.{code or 'self'}"
    citizen.facts += 1
    citizen.wait_to_see("field.organisation")
    if tile in citizen.seen("act."):
        citizen.tap(tile)
        return
    keys.enter(citizen, step.fields[0], code)
    citizen.tap("continue")


def choose(citizen: Citizen, step: Choose, answers: Answers, *, told: bool) -> None:
    """What was planned; of a long list what the page offers, unless the person came for another (`told`)."""
    citizen.facts += 1
    offered = [name for name in citizen.wait_for_some("choice.") if name != "choice.other"]
    wanted = f"choice.{answers.get(step.key, '')}"
    if wanted in offered or step.codes is None:
        citizen.tap(wanted if step.key in answers else offered[0])
    elif offered and not told:
        citizen.tap(offered[0])
    else:
        code = answers[step.key]
        citizen.tap("choice.other")
        for letter in step.codes.pinyin[code].replace(" ", ""):
            citizen.strike(letter)
        citizen.tap(f"result.{code}")


def fill(citizen: Citizen, form: Form, answers: Answers, *, corrected: Collection[str] = ()) -> None:
    """Fields that nobody has filled, in their order; the 长辈版 has one after the other. `corrected`: those
    in which this person means something else."""
    citizen.wait_to_see(f"field.{form.fields[0].key}")
    stands = citizen.fields()
    for entry in form.fields:
        if citizen.ask(cmd="where", name=f"field.{entry.key}").get("error") == "hidden":
            citizen.tap("continue", through=False)
        value = answers[entry.key] if entry.key in answers else _anything(entry)
        if value and (stands.get(entry.key) == "blank" or entry.key in corrected):
            citizen.facts += 1
            _put(citizen, entry, value)
    citizen.tap("continue")


def _put(citizen: Citizen, entry: Field, value: str) -> None:
    if not entry.values:
        keys.enter(citizen, entry, value)
        return
    chosen = value.split(",") if entry.type == "multi" else [value]
    citizen.wait_to_see(f"field.{entry.key}")
    if not citizen.seen(f"chip.{entry.key}."):
        _from_list(citizen, entry, chosen)
        return
    for one in chosen:
        citizen.tap(f"chip.{entry.key}.{one}")


def _from_list(citizen: Citizen, entry: Field, chosen: list[str]) -> None:
    """On a page of its own, sheet by sheet."""
    citizen.tap(f"field.{entry.key}")
    citizen.wait_to_see("chips.done")
    for _ in range(_SHEETS):
        for one in [one for one in chosen if f"chip.{one}" in citizen.seen("chip.")]:
            citizen.tap(f"chip.{one}")
            chosen = [other for other in chosen if other != one]
        if not chosen:
            break
        citizen.tap("chips.down")
    if entry.type == "multi":
        citizen.tap("chips.done")


def _anything(entry: Field) -> str:
    """Of a question that only an office's answer leads to."""
    if entry.optional:
        return ""
    return entry.values[0] if entry.values else entry.example

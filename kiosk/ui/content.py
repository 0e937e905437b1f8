"""What a step shows, as plain lists for the screen. Pure: a session and a language in, words out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.flows.definition import Choose, Form, Notice, Step
from kiosk.flows.fields import shown
from kiosk.flows.session import Session
from kiosk.flows.text import Option, Text
from kiosk.model import mask_id
from kiosk.ui.wording import Wording

Entry = dict[str, Any]


def consents(step: Step | None, wording: Wording) -> list[Entry]:
    if not isinstance(step, Notice):
        return []
    return [
        {name: wording.pick(getattr(entry, name)) for name in ("department", "data", "purpose", "period")}
        for entry in step.consents
    ]


def options(session: Session, wording: Wording) -> list[Entry]:
    """The cards to lay out: all options, or of a code list the suggestions and what was chosen before."""
    step = session.step
    if not isinstance(step, Choose):
        return []
    chosen = session.normal_answers.get(step.key)
    if step.codes is None:
        return [_option(option, chosen, wording) for option in step.options]
    codes = session.suggestions(step)
    if chosen is not None and str(chosen) not in codes:
        codes = [str(chosen), *codes]
    return [_option(step.codes.options[code], chosen, wording) for code in codes]


def search(session: Session, query: str, wording: Wording) -> list[Entry]:
    step = session.step
    if not isinstance(step, Choose) or step.codes is None:
        return []
    return [_option(option, None, wording) for option in step.codes.search(query)]


def fields(
    session: Session, typed: Mapping[str, str], errors: Mapping[str, Text], wording: Wording
) -> list[Entry]:
    """Each field with what stands in it: what was typed, right or wrong, else the answer or the preset."""
    step = session.step
    if not isinstance(step, Form):
        return []
    values = {**session.preset(step), **typed}
    return [
        {
            "key": field.key,
            "type": field.type,
            "title": wording.pick(field.title),
            "example": field.example,
            "value": values[field.key],
            "shown": _as_read(field.type, values[field.key], wording.language),
            "error": wording.pick(errors.get(field.key)),
        }
        for field in step.fields
    ]


def errors(says: Mapping[str, Text], wording: Wording) -> list[Entry]:
    return [{"key": key, "says": wording.pick(text)} for key, text in says.items()]


def rows(session: Session, wording: Wording, *, revealed: bool) -> list[Entry]:
    """The check page: who, and every answer of the path with the step where it may be changed."""
    found: list[Entry] = []
    if person := session.applicant:
        number = person.id_number if revealed else mask_id(person.id_number)
        name = person.name if revealed else person.masked_name
        found.append({"title": wording.say("review_person"), "value": f"{name}  {number}", "step": ""})
    answers = session.normal_answers
    for step in session.path:
        if isinstance(step, Choose):
            option = step.option(answers.get(step.key, ""))
            value = wording.pick(option.title) if option else wording.say("review_empty")
            found.append({"title": wording.pick(step.title), "value": value, "step": step.key})
        elif isinstance(step, Form):
            for field in step.fields:
                value = str(answers.get(field.key, ""))
                said = shown(field.type, value, wording.language) if value else wording.say("review_empty")
                found.append({"title": wording.pick(field.title), "value": said, "step": step.key})
    return found


def _option(option: Option, chosen: object, wording: Wording) -> Entry:
    return {
        "value": option.value,
        "title": wording.pick(option.title),
        "hint": wording.pick(option.hint),
        "chosen": option.value == chosen,
    }


def _as_read(type: str, value: str, language: str) -> str:
    """A value in its normal form reads as people write it; one that is not stands as it was typed."""
    try:
        return shown(type, value, language) if value else ""
    except ValueError:
        return value

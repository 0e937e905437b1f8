"""What a step shows, as plain lists for the screen. Pure: a session and a language in, words out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kiosk.flows.text import Option, Text
from kiosk.ui.wording import Wording

if TYPE_CHECKING:
    from kiosk.flows.definition import Field, Step
    from kiosk.flows.session import Session

Entry = dict[str, Any]
_INLINE = 8  # options of a field that stand on the page of the form; more have a page of their own


def consents(step: Step | None, wording: Wording) -> list[Entry]:
    from kiosk.flows.definition import Notice

    if not isinstance(step, Notice):
        return []
    return [
        {name: wording.pick(getattr(entry, name)) for name in ("department", "data", "purpose", "period")}
        for entry in step.consents
    ]


def in_person(step: Step | None, wording: Wording) -> list[Entry]:
    from kiosk.flows.definition import Notice

    if not isinstance(step, Notice):
        return []
    return [
        {name: wording.pick(getattr(entry, name)) for name in ("what", "where", "time")}
        for entry in step.in_person
    ]


def options(session: Session, wording: Wording) -> list[Entry]:
    """The cards to lay out: all options, or of a code list the suggestions and what was chosen before."""
    from kiosk.flows.definition import Choose

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
    from kiosk.flows.definition import Choose

    step = session.step
    if not isinstance(step, Choose) or step.codes is None:
        return []
    return [_option(option, None, wording) for option in step.codes.search(query)]


def fields(
    session: Session, typed: Mapping[str, str], errors: Mapping[str, Text], wording: Wording
) -> list[Entry]:
    """Each field with what stands in it: what was typed, right or wrong, else the answer or the preset."""
    from kiosk.flows.definition import Form
    from kiosk.flows.origins import origins

    step = session.step
    if not isinstance(step, Form):
        return []
    values = {**session.preset(step), **typed}
    said_by = origins(session, step, values)
    return [
        {
            "key": field.key,
            "type": field.type,
            "title": wording.pick(field.title),
            "example": field.example,
            "value": values[field.key],
            "shown": _as_read(field, values[field.key], wording.language),
            "error": wording.pick(errors.get(field.key)),
            "origin": _origin(session, said_by.get(field.key), wording),
            "inline": choices(field, values[field.key], wording) if len(field.values) <= _INLINE else [],
            "listed": len(field.values) > _INLINE,
        }
        for field in step.fields
    ]


def _origin(session: Session, department: Text | None, wording: Wording) -> str:
    """Who said what stands there, and on which day; a draft keeps no office's word, so that is today."""
    from kiosk.flows.fields import shown

    if department is None:
        return ""
    day = shown("date", session.today.isoformat(), wording.language)
    return wording.say("field_origin", wording.pick(department), day)


def choices(field: Field, value: str, wording: Wording) -> list[Entry]:
    """What there is to tap in a field, and what was tapped."""
    from kiosk.flows.fields.choices import parts

    chosen = parts(value) if field.type == "multi" else [value]
    return [
        {**_option(option, value, wording), "chosen": option.value in chosen}
        for option in field.tapped.values()
    ]


def errors(says: Mapping[str, Text], fields: Sequence[Field], wording: Wording) -> list[Entry]:
    """What is tapped is called by its title: "choose one" alone says not of what."""
    titles = {field.key: wording.pick(field.title) for field in fields if field.values}
    return [
        {"key": key, "says": wording.say("pair", titles[key], said) if key in titles else said}
        for key, said in ((key, wording.pick(text)) for key, text in says.items())
    ]


def _option(option: Option, chosen: object, wording: Wording) -> Entry:
    return {
        "value": option.value,
        "title": wording.pick(option.title),
        "hint": wording.pick(option.hint),
        "chosen": option.value == chosen,
    }


def _as_read(field: Field, value: str, language: str) -> str:
    """A value in its normal form reads as people write it; one that is not stands as it was typed."""
    from kiosk.ui.grouping import grouped

    try:
        return grouped(field.type, field.read(value, language)) if value else ""
    except ValueError:
        return value

"""The rows of the check page: who, every answer, what stands for each material, the signature. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiosk.flows import appointment, fees, gate
from kiosk.flows.appointment import Booking
from kiosk.flows.definition import ActFor, Appointment, Choose, Field, Form, Pay, Sign, Step
from kiosk.flows.fields import masked
from kiosk.flows.materials import State
from kiosk.flows.savings import savings
from kiosk.flows.session import Session, acting
from kiosk.model import mask_id
from kiosk.ui import ladder, ladder_lines
from kiosk.ui.grouping import grouped
from kiosk.ui.wording import Wording

Entry = dict[str, Any]


def rows(session: Session, wording: Wording, *, revealed: bool) -> list[Entry]:
    """`step`: where it may be changed, if it may, or `material.` and whose way is chosen anew; `button`: what
    is tapped beside it, if anything. Numbers of persons and phones are covered until they are `revealed`."""
    found = list(_person(session, wording, revealed))
    for step in session.path:
        if isinstance(step, Choose):
            found.append(_choice(session, step, wording))
        elif isinstance(step, ActFor):
            found.append(_acting(session, step, wording))
        elif isinstance(step, Form):
            found.append(_form(session, step, wording, revealed))
        elif isinstance(step, Appointment):
            found.append(_visit(session, step, wording))
        elif isinstance(step, Sign):
            found += _materials(session, wording)
            found.append(_row(wording.pick(step.title), wording.say("signed")))
    found += _fee(session, wording)
    found += _later(session, wording)
    if not any(isinstance(step, Sign) for step in session.path):
        found += _materials(session, wording)
    return [*found, *_saved(session, wording)]


def entries(session: Session, group: str, wording: Wording) -> list[Entry]:
    """One row an entry of the group, covered as on the check page."""
    forms = (s for s in session.path if isinstance(s, Form) and s.prefix.split(".")[0] == group)
    return [
        {
            "key": form.key,
            "title": wording.pick(form.title),
            "value": _form(session, form, wording, revealed=False)["value"],
        }
        for form in forms
    ]


def _person(session: Session, wording: Wording, revealed: bool) -> Iterator[Entry]:
    if person := session.applicant:
        number = person.id_number if revealed else mask_id(person.id_number)
        name = person.name if revealed else person.masked_name
        yield _row(wording.say("review_person"), f"{name}  {number}", button="reveal")


def _acting(session: Session, step: ActFor, wording: Wording) -> Entry:
    """For whom: the organisation by name and code, or the person."""
    there = acting.organisation(session)
    value = wording.say("act_self")
    if there is not None:
        value = f"{there.name or wording.say('act_unknown')}\n{grouped('uscc', there.uscc)}"
    return _change(step, wording.say("act_row_title"), value)


def _choice(session: Session, step: Choose, wording: Wording) -> Entry:
    option = step.option(session.normal_answers.get(step.key, ""))
    value = wording.pick(option.title) if option else wording.say("review_empty")
    return _change(step, wording.pick(step.title), value)


def _form(session: Session, form: Form, wording: Wording, revealed: bool) -> Entry:
    said = [
        (wording.pick(field.title), _as_shown(session, field, wording, revealed)) for field in form.fields
    ]
    if len(said) == 1:
        return _change(form, *said[0])
    together = "\n".join(wording.say("pair", title, value) for title, value in said)
    return _change(form, wording.pick(form.title), together)


def _as_shown(session: Session, field: Field, wording: Wording, revealed: bool) -> str:
    value = str(session.normal_answers.get(field.key, ""))
    if not value:
        return wording.say("review_empty")
    read = field.read(value, wording.language)
    return grouped(field.type, read) if revealed else masked(field.type, read)


def _visit(session: Session, step: Appointment, wording: Wording) -> Entry:
    """The times that are held, each with what it is for."""
    fact = session.facts.get(appointment.FACT, {})
    if fact.get("state") != Booking.HELD:
        return _change(step, wording.say("review_appointment"), wording.say("review_appointment_later"))
    lines = "\n".join(f"{when}  {name}" for when, name in appointment.times(fact, wording.language))
    return _change(step, wording.say("review_appointment"), lines)


def _materials(session: Session, wording: Wording) -> Iterator[Entry]:
    for standing in session.standings:
        told = ladder.told_in(session, standing.rung)
        key = standing.material.key
        chosen = standing.state in (
            *(State.SIGNED, State.DEFERRED, State.CAPTURED, State.WINDOW, State.USED),
        )  # the person's own choice: they may think again
        step = f"material.{key}" if chosen else told[0] if told else ""
        title, says = wording.pick(standing.material.title), ladder_lines.says(session, standing, wording)
        yield _row(title, says, step=step, button=f"revise.material.{key}" if step else "")


def _fee(session: Session, wording: Wording) -> Iterator[Entry]:
    if not any(isinstance(step, Pay) for step in session.path):
        return
    due, fact = gate.amount(session), session.facts.get(fees.FACT, {})
    paid = fees.state(fact, due) is fees.Paying.CONFIRMED
    yield _row(
        wording.say("stage_缴费"), wording.say("pay_row_paid" if paid else "pay_row_owed", fees.yuan(due))
    )


def _saved(session: Session, wording: Wording) -> Iterator[Entry]:
    saved = savings(session)
    said = [
        wording.say(key, str(count))
        for key, count in (("materials_spared", saved.papers), ("fields_spared", saved.fields))
        if count
    ]
    if said:
        yield _row(wording.say("review_saved"), "\n".join(said))


def _later(session: Session, wording: Wording) -> Iterator[Entry]:
    """What is paid once an office has agreed, line by line."""
    charges = gate.later(session)
    if charges:
        lines = [wording.say("pay_row_line", wording.pick(c.fee.title), fees.yuan(c.amount)) for c in charges]
        yield _row(wording.say("pay_row_later"), "\n".join(lines))


def _change(step: Step, title: str, value: str) -> Entry:
    return _row(title, value, step=step.key, button=f"revise.{step.key}")


def _row(title: str, value: str, step: str = "", button: str = "") -> Entry:
    return {"title": title, "value": value, "step": step, "button": button}

"""Every way on from a page, for walks that miss none: each option, each word of an office, each decision. Of
what is typed there is no end of ways, so some samples stand for all."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from random import Random

from kiosk.flows import acting_ways, appointment
from kiosk.flows.climbing import SAID, decided, decisions, photographed, told
from kiosk.flows.definition import (
    ActFor,
    Appointment,
    Choose,
    ConfirmByPhone,
    Entries,
    Form,
    Materials,
    Notice,
    Party,
    Pay,
    ReadCard,
    Review,
    Sign,
    Step,
)
from kiosk.flows.materials import Standing, State
from kiosk.flows.samples import drawn
from kiosk.flows.session import Session
from kiosk.flows.session.party import Invitation, Presence, gone_on
from kiosk.flows.taking import AnswerError
from kiosk.flows.walk import FORM, PUT_OFF, World, card, prefilled, preset_anew, settled

_TYPED = 24  # samples of a form, and of a card
_CODES = 3  # of a long list
_HELD = 16  # mixtures of what offices may hold


def ways(  # noqa: C901, PLR0912 - one case a kind
    session: Session, step: Step, world: World
) -> Iterator[Session]:
    now = f"{world.today}T12:00:00+08:00"
    match step:
        case Notice():
            yield session.agree(step.key, now)
        case ReadCard():
            yield from (
                session.learn("card", card(Random(n), world.today, 0 if n % 4 == 3 else 25))
                for n in range(_TYPED)
            )
        case ConfirmByPhone():
            confirmed = session.learn("confirmation", world.confirm(session))
            yield from (prefilled(confirmed, Random(n), world) for n in range(_HELD if world.shares else 1))
            if step.deferrable:
                yield session.learn("confirmation", {"state": "deferred"})
        case Choose():
            yield from _chosen(session, step)
        case ActFor():
            yield from acting_ways.ways(session, step, Random(0), world.today, world.prove)
        case Form():
            yield from _forms(session, step, world)
        case Entries():
            yield from _lists(session, step)
        case Party():
            yield from _people(session, step, world, now)
        case Materials():
            here = session.material
            yield from _rungs(session, here, world) if here else (session.see(step.key),)
        case Appointment():
            for fact in (world.book(session, step), *([appointment.LATER] if step.deferrable else [])):
                yield session.learn(appointment.FACT, appointment.agreed(step, fact, session.context))
        case Pay():
            yield from (settled(session, fact) for fact in (world.pay(session), PUT_OFF))
        case Review():
            yield from _changed(session)
        case Sign():
            yield session.sign(step.key, {"form": FORM, "signature": b"<polyline/>"}, now)


def _changed(session: Session) -> Iterator[Session]:
    """Each choice that was preset, made otherwise from the check page."""
    for step in session.path:
        if isinstance(step, Choose) and step.preset is not None:
            revised = session.revise(step.key)
            if revised.step is step:
                yield from _chosen(revised, step)


def _chosen(session: Session, step: Choose) -> Iterator[Session]:
    few = islice(step.codes.options, _CODES) if step.codes else (o.value for o in step.options)
    return (session.answer(step.key, {step.key: value}) for value in few)


def _forms(session: Session, form: Form, world: World) -> Iterator[Session]:
    """As it is preset, each value of each field that is tapped, and samples of what is typed."""
    stood, anew = session.preset(form), preset_anew(session, form)
    tapped = [(field.key, value) for field in form.fields if not field.codes for value in field.values]
    for number in range(_TYPED + len(tapped)):
        random = Random(f"{form.key}:{number}")  # the entries of a group are different people
        preset, bare = {0: stood, 2: anew}.get(number % 4, {}), number % 5 == 4
        values = {
            field.key: preset.get(field.key) or drawn(field, random, world.today)
            for field in form.fields
            if not (field.optional and bare)
        }
        if number % 3 == 1:  # most of those who are drawn are children, and nobody's representative
            of_age = card(random, world.today, 25)["id_number"]
            values |= {field.key: of_age for field in form.fields if field.type == "idno"}
        for key, value in tapped[max(0, number - _TYPED) :][:1] if number >= _TYPED else ():
            values[key] = value
        try:
            yield session.answer(form.key, values)
        except AnswerError:
            continue


def _lists(session: Session, step: Entries) -> Iterator[Session]:
    try:
        yield session.answer(step.key, {})
    except AnswerError:
        yield from (session.revise(f"{step.group}.{slot}") for slot in reversed(step.slots))
    if step.can_add and len(step.slots) <= step.least:
        yield session.add(step.key)
    if step.can_remove and len(step.slots) > step.least + 1:
        yield session.remove(f"{step.group}.{step.slots[-1]}")


def _people(session: Session, step: Party, world: World, now: str) -> Iterator[Session]:
    if session.is_done(step):
        yield gone_on(session, step.key)
        return
    there = next(found for found in session.attendances(step) if not found.settled)
    if there.presence is Presence.PRESENT:
        yield session.sign_as(step.key, there.number, (FORM, b"<polyline/>"), now)
        return
    laid = card(Random(0), world.today) | {"id_number": there.number, "name": there.name, "valid_to": ""}
    yield session.join(step.key, laid)
    if step.invites:
        asked = Invitation("walk", "", "", "", sha256(FORM).hexdigest())
        yield session.invite(step.key, there.number, asked, now)


def _rungs(session: Session, here: Standing, world: World) -> Iterator[Session]:
    if here.to_ask:
        proved = session.facts.get("confirmation", {}).get("token") is not None
        unasked = State.UNAVAILABLE if here.rung.kind == "reuse" else State.LATER
        yield from (
            told(session, here, state, world.prove)
            for state in (SAID[here.rung.kind] if proved else (unasked,))
        )
        return
    if here.rung.kind == "capture":
        yield photographed(session, here, Random(0))
    yield from (decided(session, here, decision) for decision in decisions(here))

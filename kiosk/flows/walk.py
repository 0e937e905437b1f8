"""Random walks of an item to its end: what a linter cannot see, such as a step that nobody reaches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from kiosk.flows import acting_ways, appointment, fees, gate, taking
from kiosk.flows.climbing import climb
from kiosk.flows.definition import (
    ENDS,
    ActFor,
    Appointment,
    Choose,
    ConfirmByPhone,
    Entries,
    Flow,
    Form,
    Materials,
    Notice,
    Party,
    Pay,
    ReadCard,
    Sign,
    Step,
)
from kiosk.flows.materials import State
from kiosk.flows.said import Prove, Said
from kiosk.flows.samples import TYPED, drawn
from kiosk.flows.session import Session
from kiosk.flows.session.party import Invitation, Presence, gone_on
from kiosk.flows.taking import AnswerError

_LONGEST = 1000  # taps; whoever needs more goes in circles
_BEGINNINGS = 3  # whoever went in circles begins anew: shares of a small sum are seldom hit by chance
FORM = b"%PDF-1.7 of a walk"
_THINKS_AGAIN = 0.7  # how often somebody whose answer ends the matter gives another one
_TRIES = 300  # for a form that random values seldom satisfy
PERIPHERALS = ("card_reader", "document_camera", "document_printer")  # rules ask whether they are there


class WalkError(Exception):
    """A walk that came to no end; says where."""


class CirclesError(WalkError):
    """It went on for too long; another walk may end."""


Fact = Mapping[str, Any]
PUT_OFF: Fact = {"state": fees.Paying.UNDERTAKEN.value}


@dataclass(frozen=True)
class World:
    """Whom the walks meet. `shares`: what an office may hold of a person, by its source."""

    today: date
    prove: Prove
    confirm: Callable[[Session], Mapping[str, Any]]  # → the fact that a phone confirmed
    shares: Mapping[str, Sequence[Any]] = field(repr=False, default_factory=dict)
    pay: Callable[[Session], Fact] = lambda session: {"state": "confirmed"}  # → the fact without its amount
    book: Callable[[Session, Appointment], Fact] = appointment.held  # → without its services


def stranger(today: date, shares: Mapping[str, Sequence[Any]] | None = None) -> World:
    """A world for the rules alone: nobody there to sign what was said."""
    return World(
        today, lambda session, said: "", lambda session: {"state": "confirmed", "token": ""}, shares or {}
    )


def opening_day(flow: Flow) -> date:
    """A day on which the item can be begun."""
    day = date(2026, 7, 1)
    if flow.season:
        day = day.replace(month=int(flow.season.opens[:2]), day=int(flow.season.opens[3:]))
    return day


def walk(flow: Flow, random: Random, world: World, id: str = "walk") -> Session:
    """A session at its check page, or at a stop. Raises WalkError."""
    kinds = sorted(kind for kind in PERIPHERALS if random.random() < 0.7)
    for again in reversed(range(_BEGINNINGS)):
        try:
            return go_on(begun(flow, world, kinds, id), random, world, backs=0.05)
        except CirclesError:
            if not again:
                raise
    raise AssertionError


def begun(flow: Flow, world: World, kinds: Sequence[str], id: str) -> Session:
    """At the first page, in its season. `kinds`: the devices that were ready."""
    session = Session(id, flow, world.today)
    session = session.learn("begun", {"time": flow.season.since if flow.season else "12:00"})
    return session.learn("capabilities", {"kinds": list(kinds)})


def go_on(session: Session, random: Random, world: World, backs: float = 0.0) -> Session:
    """To the check page, or to a stop. `backs`: how often somebody goes back instead. Raises WalkError, which
    is a CirclesError where it only took too long."""
    for _ in range(_LONGEST):
        step = session.step
        if is_over(session) or step is None:
            return session
        if session.can_go_back and random.random() < backs:
            session = session.back()
        else:
            after = tap(session, step, random, world)
            # An item with many stops before its questions would be walked to its end too seldom.
            session = session if after.stop and random.random() < _THINKS_AGAIN else after
    raise CirclesError(f"{session.flow.item}: no end at {session.step.key if session.step else 'nowhere'}")


def is_over(session: Session) -> bool:
    return session.stop is not None or session.step is None or isinstance(session.step, ENDS)


def tap(session: Session, step: Step, random: Random, world: World) -> Session:  # noqa: C901 - a case a kind
    """What somebody does on the page at hand. Raises WalkError."""
    match step:
        case Notice():
            session = session.agree(step.key, f"{world.today}T12:00:00+08:00")
        case ReadCard() | Pay() | Appointment():
            session = _learned(session, step, random, world)
        case ConfirmByPhone():
            session = confirmed(session, step, random, world)
        case Choose():
            values = list(step.codes.options) if step.codes else [option.value for option in step.options]
            session = session.answer(step.key, {step.key: random.choice(values)})
        case ActFor():
            session = random.choice(list(acting_ways.ways(session, step, random, world.today, world.prove)))
        case Form():
            session = _form(session, step, random, world)
        case Entries():
            session = _list(session, step, random)
        case Party():
            session = _attend(session, step, random, world)
        case Materials():
            here = session.material
            session = climb(session, here, random, world.prove) if here else session.see(step.key)
        case Sign():
            papers = {"form": FORM, "signature": b"<polyline/>"}
            session = session.sign(step.key, papers, f"{world.today}T12:00:00+08:00")
        case _:
            raise WalkError(f"{session.flow.item}: nobody walks over {step.kind}")
    return session


def confirmed(session: Session, step: ConfirmByPhone, random: Random, world: World) -> Session:
    if step.deferrable and random.random() < 0.2:
        return session.learn("confirmation", {"state": "deferred"})
    return prefilled(session.learn("confirmation", world.confirm(session)), random, world)


def prefilled(session: Session, random: Random, world: World) -> Session:
    for entry in session.flow.prefill:
        held = world.shares.get(entry.source, ())
        if held and random.random() < 0.6:
            said = Said("share", entry.source, State.OK, random.choice(held))
        else:
            said = Said("share", entry.source, State.NO_DATA)
        fact = {"state": said.state.value, "value": said.value, "token": world.prove(session, said)}
        session = session.learn(f"share:{entry.source}", fact)
    return session


def _form(session: Session, form: Form, random: Random, world: World) -> Session:
    stood, anew = session.preset(form), preset_anew(session, form)
    mended = 0.6 if form.prefix and session.is_done(form) else 0.3
    for _ in range(_TRIES):
        keeps = random.random()
        preset = anew if keeps < mended else stood if keeps < 0.6 else {}
        values = {
            entry.key: preset.get(entry.key) or drawn(entry, random, world.today)
            for entry in form.fields
            if not (entry.optional and random.random() < 0.5)
        }
        try:
            return session.answer(form.key, values)
        except AnswerError:
            continue
    raise WalkError(f"{session.flow.item}: nothing satisfies {form.key}")


def preset_anew(session: Session, form: Form) -> dict[str, str]:
    """What the rules of an entry say of it now, whatever was answered before: so that a sum comes out."""
    return taking.preset(session.walked, {}, form) if form.prefix else session.preset(form)


def _learned(session: Session, step: ReadCard | Pay | Appointment, random: Random, world: World) -> Session:
    if isinstance(step, ReadCard):
        return session.learn("card", card(random, world.today))
    if isinstance(step, Appointment):
        return session.learn(appointment.FACT, appointment.drawn(session, step, world.book, random))
    return settled(session, PUT_OFF if random.random() < 0.2 else world.pay(session))


def settled(session: Session, fact: Fact) -> Session:
    """The fee at hand: paid, or put off."""
    return session.learn(fees.FACT, {**fact, "amount": fees.yuan(gate.amount(session))})


def _list(session: Session, step: Entries, random: Random) -> Session:
    """Mostly goes on; else adds, takes away or changes, which mends a list that does not go together. The
    longer the list, the sooner something is taken away: what has to make a whole comes out with few."""
    if random.random() < 0.5:
        try:
            return session.answer(step.key, {})
        except AnswerError:
            pass
    doing = random.random()
    away = min(0.1 * len(step.slots), 0.6)
    if doing < away:
        return session.remove(f"{step.group}.{random.choice(step.slots)}")
    if doing < away + 0.15 or not step.slots:
        return session.add(step.key)
    entries = [f"{step.group}.{slot}" for slot in step.slots]
    before = [
        each.key for each in session.path if each.revisable
    ]  # what does not go with the list may stand there
    return session.revise(random.choice(before if doing < away + 0.25 else entries))


def _attend(session: Session, step: Party, random: Random, world: World) -> Session:
    """Whoever is still to come, in any order."""
    if session.is_done(step):
        return gone_on(session, step.key)
    there = random.choice([found for found in session.attendances(step) if not found.settled])
    if there.presence is Presence.PRESENT:
        papers = (FORM, b"<polyline/>")
        return session.sign_as(step.key, there.number, papers, f"{world.today}T12:00:00+08:00")
    if step.invites and random.random() < 0.2:
        asked = Invitation("walk", "", "", "", sha256(FORM).hexdigest())
        return session.invite(step.key, there.number, asked, f"{world.today}T12:00:00+08:00")
    laid = card(random, world.today) | {"id_number": there.number, "name": there.name, "valid_to": ""}
    return session.join(step.key, laid)


def card(random: Random, today: date, grown: int = 25) -> dict[str, Any]:
    """Of somebody; `grown`: years more than the children that samples are of."""
    adult = TYPED["idno"](random, today - timedelta(days=grown * 365))
    valid_to = today + timedelta(days=random.randint(-200, 4000))
    return {
        "name": "张三",
        "id_number": adult,
        "card_kind": " ",
        "sex": "1",
        "birth": f"{adult[6:10]}-{adult[10:12]}-{adult[12:14]}",
        "address": "",
        "valid_to": valid_to.isoformat(),
    }

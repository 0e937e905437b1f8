"""What offices and people may say of one material, rung by rung; for the walkers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from random import Random

from kiosk.flows import calendar, materials
from kiosk.flows.materials import Standing, State
from kiosk.flows.said import Prove, Said
from kiosk.flows.session import Session, captures

SAID: Mapping[str, Sequence[State]] = {
    "share": (State.OK, State.NO_DATA, State.UNAVAILABLE, State.LATER),
    "licence": (State.OK, State.NONE, State.EXPIRED, State.SEAL_BAD, State.UNAVAILABLE, State.LATER),
    "reuse": (State.HELD, State.NO_DATA, State.UNAVAILABLE),
    "verify": (State.YES, State.NO, State.UNKNOWN, State.LATER),
}
_WAYS: Mapping[str, Sequence[str]] = {  # what a person may decide on a kind of rung
    "reuse": ("use", "decline"),
    "commit": ("commit", "decline"),
    "defer": ("defer", "decline"),
    "capture": ("captured", "decline"),
    "original": ("bring",),
}
_NOON = "2026-07-01T12:00:00+08:00"
_calendar = cache(calendar.load)


def climb(session: Session, here: Standing, random: Random, prove: Prove) -> Session:
    """One answer, of an office or of the person, to the material at hand."""
    if here.to_ask:
        state = random.choice(SAID[here.rung.kind])
        if session.facts.get("confirmation", {}).get("token") is None:
            # nobody is asked about a person who did not confirm
            state = State.UNAVAILABLE if here.rung.kind == "reuse" else State.LATER
        return told(session, here, state, prove)
    if here.state is State.NO and here.rung.revise and random.random() < 0.2:
        there = next((s.key for s in session.path if s.key.startswith(here.rung.revise)), "")
        return session.revise(there)
    if here.rung.kind == "capture" and random.random() < 0.6:
        return photographed(session, here, random)
    return decided(session, here, random.choice(decisions(here)))


def decisions(here: Standing) -> Sequence[str]:
    """What a person may decide on the rung at hand, once no office is to be asked."""
    if here.state is State.NO:
        return ("dispute",)
    return _WAYS[here.rung.kind] if here.state in (State.OPEN, State.HELD) else ("pass",)


def decided(session: Session, here: Standing, decision: str) -> Session:
    if decision == "dispute":
        return session.decide(here.place, decision, _NOON, note="other")
    due = _calendar().plus(session.today, here.rung.days).isoformat()
    return session.decide(here.place, decision, _NOON, due=due)


def photographed(session: Session, here: Standing, random: Random) -> Session:
    jpeg = b"\xff\xd8\xff" + random.randbytes(8) + b"\xff\xd9"
    return captures.add(session, here.place, f"{random.getrandbits(32):08x}", jpeg)


def told(session: Session, here: Standing, state: State, prove: Prove) -> Session:
    """An office said so; of LATER nobody was asked."""
    said = Said(here.rung.kind, here.rung.source, state, None, here.arguments)
    silent = state is State.LATER or (state is State.UNAVAILABLE and here.rung.kind == "reuse")
    proof = {} if silent else {"token": prove(session, said)}
    return session.learn(materials.fact_name(here), materials.found(here, {"state": state.value} | proof))

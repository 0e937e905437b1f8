"""What a filing rests on: answers of offices that we signed, papers that its person signed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from acceptance import statements
from acceptance.problems import Kind, ProblemError
from kiosk.flows import calendar, fees, materials
from kiosk.flows.calendar import Calendar
from kiosk.flows.definition import Flow, Rung, Sign
from kiosk.flows.materials import ASKED, OFFICES, State
from kiosk.flows.session import Session, captures, party
from kiosk.wire.envelope import VerifyingKey, digest

MEDIA = {"form": "application/pdf", "signature": "image/svg+xml"}  # the parts beside the body

_LICENCE = (State.OK, State.NONE, State.EXPIRED, State.SEAL_BAD, State.UNAVAILABLE, State.LATER)
_STATES: Mapping[str, frozenset[State]] = {  # what can come of a kind of rung
    "share": frozenset((State.OK, State.NO_DATA, State.UNAVAILABLE, State.LATER)),
    "licence": frozenset(_LICENCE),
    "verify": frozenset((State.YES, State.NO, State.UNKNOWN, State.LATER)),
    "reuse": frozenset((State.HELD, State.USED, State.DECLINED, State.NO_DATA, State.UNAVAILABLE)),
    "commit": frozenset((State.SIGNED, State.DECLINED)),
    "defer": frozenset((State.DEFERRED, State.DECLINED)),
    "capture": frozenset((State.CAPTURED, State.DECLINED)),
    "original": frozenset((State.WINDOW,)),
}


@dataclass(frozen=True)
class Paper:
    """A part beside the body, opened."""

    media_type: str
    data: bytes = field(repr=False)


def check_shares(session: Session, key: VerifyingKey) -> None:
    """Whatever was filled in from an office is what it said. Raises StatementError."""
    for name, fact in session.facts.items():
        if name.startswith("share:") and (fact.get("value") or fact.get("token")):
            _said(session, key, fact, Rung("share", name.removeprefix("share:")))


def check_rungs(session: Session, key: VerifyingKey) -> None:
    """Whatever an office is said to have answered, it did, to that question. Raises StatementError."""
    for name, fact in session.facts.items():
        if not name.startswith("rung:"):
            continue
        rung, state = _rung(session.flow, name), State(fact["state"])
        if state not in _STATES[rung.kind]:
            raise statements.StatementError("of another kind")
        if state is State.USED:  # what else is said of a wallet moves nothing
            _held(session, _said(session, key, {**fact, "state": State.HELD.value}, rung))
        elif rung.kind in OFFICES and state is not State.LATER:
            _said(session, key, fact, rung)


def dues_hold(session: Session) -> bool:
    """Whether each material that follows does so as many working days after the filing as the item says, or
    after the day before it, where midnight came between."""
    days, known = _calendar(), materials.dues(session.standings, session.facts)
    rungs = {standing.material.key: standing.rung for standing in session.standings}
    begun = (session.today, session.today - timedelta(days=1))
    return all(
        due in [days.plus(day, rungs[key].days).isoformat() for day in begun] for key, due in known.items()
    )


def is_paper(name: str) -> bool:
    """Whether a part beside the body is of a kind that may be sent."""
    return name in MEDIA or name.startswith(("signature.", captures.PREFIX))


def check_payment(session: Session, key: VerifyingKey, terminal: str) -> None:
    """What is said to be paid was paid, for this case and as much as is said. Whether it is enough is for the
    gate to say. Raises StatementError."""
    fact = session.facts.get(fees.FACT, {})
    if fact.get("state") != fees.Paying.CONFIRMED:
        return
    paid = statements.payment(key, fact.get("token"))
    if (paid.case, paid.item, paid.terminal) != (session.id, session.flow.item, terminal):
        raise statements.StatementError("of another case")
    if (paid.amount, paid.order) != (fact.get("amount"), fact.get("order")):
        raise statements.StatementError("of another sum")


def check_papers(session: Session, papers: Mapping[str, Paper]) -> None:
    """Where a signature is asked for, form and signature are there, as they were signed, and nothing else is.

    Raises ProblemError.
    """
    others = party.digests(session)
    wanted = dict(MEDIA) if any(isinstance(step, Sign) for step in session.path) else {}
    wanted |= dict.fromkeys(others, MEDIA["signature"])
    taken = captures.digests(session)
    wanted |= dict.fromkeys(taken, captures.MEDIA)
    if {name: paper.media_type for name, paper in papers.items()} != wanted:
        raise ProblemError(Kind.PARTS, "papers")
    marks = {name: b"%PDF-" if name == "form" else b"<polyline" for name in wanted if name not in taken}
    if any(mark not in papers[name].data for name, mark in marks.items()):
        raise ProblemError(Kind.PARTS, "an empty paper")
    if not all(_is_page(papers[name].data) for name in taken):
        raise ProblemError(Kind.PARTS, "no page")
    if taken != {name: digest(papers[name].data) for name in taken}:
        raise ProblemError(Kind.PARTS, "not what was photographed")
    signed = session.facts.get("signature")
    own = {n: digest(paper.data) for n, paper in papers.items() if n in MEDIA}
    if wanted and signed and signed["papers"] != own:
        raise ProblemError(Kind.PARTS, "not what was signed")
    if others != {name: digest(papers[name].data) for name in others}:
        raise ProblemError(Kind.PARTS, "not what somebody else signed")


def check_people(session: Session) -> None:
    """Nobody is told of who stands in no group, nor of pages that stand for nothing. Raises ProblemError."""
    if captures.sent_facts(session, party.sent_facts(session)) != dict(session.facts):
        raise ProblemError(Kind.BODY, "somebody whom nobody named")


def agreed(session: Session) -> bool:
    """Whether the person let every office be asked that the filing names."""
    shared = {name.removeprefix("share:") for name in session.facts if name.startswith("share:")}
    return shared | {s.rung.source for s in session.standings if s.rung.kind in ASKED} <= session.consented


def _said(session: Session, key: VerifyingKey, fact: Mapping[str, Any], rung: Rung) -> Mapping[str, Any]:
    person = session.facts["card"]["id_number"]
    about = statements.About(rung.kind, rung.source, session.id, person)
    said = statements.said(key, fact.get("token"), about)
    if (said["state"], said["value"]) != (fact["state"], fact.get("value")):
        raise statements.StatementError("of another answer")
    if said.get("arguments", {}) != fact.get("arguments", {}):
        raise statements.StatementError("of another question")
    return said


def _held(session: Session, said: Mapping[str, Any]) -> None:
    if said["value"]["until"] < session.today.isoformat():
        raise statements.StatementError("of a paper that has run out")


def _is_page(data: bytes) -> bool:
    """A whole JPEG (SOI … EOI) that is not too large."""
    return len(data) <= captures.LARGEST and data.startswith(b"\xff\xd8\xff") and data.endswith(b"\xff\xd9")


@cache
def _calendar() -> Calendar:
    return calendar.load()


def _rung(flow: Flow, name: str) -> Rung:
    _, key, index = name.split(":")
    rungs = next((m.rungs for m in flow.materials if m.key == key), ())
    if not 0 <= int(index) < len(rungs):
        raise statements.StatementError("of no material")
    return rungs[int(index)]

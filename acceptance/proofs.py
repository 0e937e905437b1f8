"""What a filing rests on: answers of offices that we signed, papers that its person signed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from acceptance import statements
from acceptance.problems import Kind, ProblemError
from kiosk.flows.definition import Flow, Rung, Sign
from kiosk.flows.materials import ASKED, State
from kiosk.flows.session import Session, party
from kiosk.wire.envelope import VerifyingKey, digest

MEDIA = {"form": "application/pdf", "signature": "image/svg+xml"}  # the parts beside the body

_HELD = frozenset((State.OK, State.NO_DATA, State.UNAVAILABLE, State.LATER))
_STATES: Mapping[str, frozenset[State]] = {  # what can come of a kind of rung
    "share": _HELD,
    "licence": _HELD,
    "verify": frozenset((State.YES, State.NO, State.UNKNOWN, State.LATER)),
    "commit": frozenset((State.SIGNED, State.DECLINED)),
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
        if rung.kind in ASKED and state is not State.LATER:
            _said(session, key, fact, rung)


def check_papers(session: Session, papers: Mapping[str, Paper]) -> None:
    """Where a signature is asked for, form and signature are there, as they were signed, and nothing else is.

    Raises ProblemError.
    """
    others = party.digests(session)
    wanted = dict(MEDIA) if any(isinstance(step, Sign) for step in session.path) else {}
    wanted |= dict.fromkeys(others, MEDIA["signature"])
    if {name: paper.media_type for name, paper in papers.items()} != wanted:
        raise ProblemError(Kind.PARTS, "papers")
    marks = {name: b"%PDF-" if name == "form" else b"<polyline" for name in wanted}
    if any(mark not in papers[name].data for name, mark in marks.items()):
        raise ProblemError(Kind.PARTS, "an empty paper")
    signed = session.facts.get("signature")
    own = {n: digest(paper.data) for n, paper in papers.items() if n in MEDIA}
    if wanted and signed and signed["papers"] != own:
        raise ProblemError(Kind.PARTS, "not what was signed")
    if others != {name: digest(papers[name].data) for name in others}:
        raise ProblemError(Kind.PARTS, "not what somebody else signed")


def check_people(session: Session) -> None:
    """Nobody is told of who stands in no group. Raises ProblemError."""
    if party.sent_facts(session) != dict(session.facts):
        raise ProblemError(Kind.BODY, "somebody whom nobody named")


def agreed(session: Session) -> bool:
    """Whether the person let every office be asked that the filing names."""
    shared = {name.removeprefix("share:") for name in session.facts if name.startswith("share:")}
    return shared | {s.rung.source for s in session.standings if s.rung.kind in ASKED} <= session.consented


def _said(session: Session, key: VerifyingKey, fact: Mapping[str, Any], rung: Rung) -> None:
    person = session.facts["card"]["id_number"]
    about = statements.About(rung.kind, rung.source, session.id, person)
    said = statements.said(key, fact.get("token"), about)
    if (said["state"], said["value"]) != (fact["state"], fact.get("value")):
        raise statements.StatementError("of another answer")
    if said.get("arguments", {}) != fact.get("arguments", {}):
        raise statements.StatementError("of another question")


def _rung(flow: Flow, name: str) -> Rung:
    _, key, index = name.split(":")
    rungs = next((m.rungs for m in flow.materials if m.key == key), ())
    if not 0 <= int(index) < len(rungs):
        raise statements.StatementError("of no material")
    return rungs[int(index)]

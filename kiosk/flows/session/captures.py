"""Photographed papers of a session: which pages stand for which material, and which of them are sent. Pure.

The fact of a `capture` rung names its pages in order: {"pages": [{"part", "digest"}]}; the pictures are
papers of the session under those names. No name is used twice, so that what was sealed under it stays true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kiosk.flows import materials
from kiosk.flows.materials import Standing, State

if TYPE_CHECKING:
    from kiosk.flows.session import Session

PREFIX = "material:"
MEDIA = "image/jpeg"
MOST_PAGES = 6  # of one material
LARGEST = 2_000_000  # bytes of a page
MOST_BYTES = 12_000_000  # of all pages of a filing: with base64 around it, half of what the platform takes


def pages(session: Session, standing: Standing) -> Sequence[str]:
    """The parts of what was photographed for a material, in order."""
    return [page["part"] for page in _named(session.facts.get(materials.fact_name(standing), {}))]


def has_room(session: Session) -> bool:
    """Whether one more page, however large, may be taken for the material at hand."""
    here = _at_hand(session)
    taken = sum(len(paper) for name, paper in kept(session).items() if name.startswith(PREFIX))
    return here is not None and len(pages(session, here)) < MOST_PAGES and taken + LARGEST <= MOST_BYTES


def add(session: Session, place: str, part: str, jpeg: bytes) -> Session:
    """One more page for the material at hand; at another `place`, or without room, nothing changes."""
    here = _at_hand(session)
    if here is None or here.place != place or len(jpeg) > LARGEST or not has_room(session):
        return session
    page = {"part": f"{PREFIX}{here.material.key}:{part}", "digest": sha256(jpeg).hexdigest()}
    fact = session.facts.get(materials.fact_name(here), {})
    changed = _with(session, here, [*_named(fact), page])
    return replace(changed, papers={**session.papers, page["part"]: jpeg})


def remove(session: Session, place: str, part: str) -> Session:
    """Without that page of the material at hand."""
    here = _at_hand(session)
    if here is None or here.place != place or part not in pages(session, here):
        return session
    left = [page for page in _named(session.facts[materials.fact_name(here)]) if page["part"] != part]
    return replace(_with(session, here, left), papers={k: v for k, v in session.papers.items() if k != part})


def digests(session: Session) -> dict[str, str]:
    """What each part that stands for a material must be: lower-case hex SHA-256."""
    return {
        page["part"]: page["digest"]
        for standing in session.standings
        if standing.state is State.CAPTURED
        for page in _named(session.facts[materials.fact_name(standing)])
    }


def sent_facts(session: Session, facts: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The facts without the pages that stand for nothing: of them nothing is told but what was decided."""
    used = {materials.fact_name(s) for s in session.standings if s.state is State.CAPTURED}
    sent: dict[str, Mapping[str, Any]] = {}
    for name, fact in facts.items():
        if "pages" not in fact or name in used:
            sent[name] = fact
        elif fact.get("state"):
            sent[name] = {key: value for key, value in fact.items() if key != "pages"}
    return sent


def sent_papers(session: Session, papers: Mapping[str, bytes]) -> dict[str, bytes]:
    used = digests(session)
    return {name: paper for name, paper in papers.items() if not name.startswith(PREFIX) or name in used}


def kept(session: Session) -> dict[str, bytes]:
    """Every picture that a fact still names, used or not: what a draft holds."""
    named = {page["part"] for fact in session.facts.values() for page in _named(fact)}
    return {name: paper for name, paper in session.papers.items() if name in named}


def bound(session: Session) -> tuple[dict[str, str], dict[str, str]]:
    """What a signature is bound to beside the states: the pages, and until when other papers will follow."""
    return digests(session), materials.dues(session.standings, session.facts)


def reopened(facts: Mapping[str, Mapping[str, Any]], prefix: str) -> dict[str, Mapping[str, Any]]:
    """The pages of those facts, to be looked through once more."""
    return {
        name: {key: fact[key] for key in ("pages", "arguments")}
        for name, fact in facts.items()
        if name.startswith(prefix) and fact.get("pages")
    }


def restored(facts: Mapping[str, Mapping[str, Any]], papers: Mapping[str, bytes]) -> dict[str, Any]:
    """The facts of a draft; pages only where all pictures are there, to be looked through once more."""
    whole = {
        name: fact for name, fact in facts.items() if all(page["part"] in papers for page in _named(fact))
    }
    return whole | reopened(whole, "rung:")


def _at_hand(session: Session) -> Standing | None:
    here = session.material
    return here if here and here.rung.kind == "capture" and here.state is State.OPEN else None


def _named(fact: Mapping[str, Any]) -> list[dict[str, str]]:
    return list(fact.get("pages", ()))


def _with(session: Session, here: Standing, left: list[dict[str, str]]) -> Session:
    return session.learn(materials.fact_name(here), {"pages": left, "arguments": dict(here.arguments)})

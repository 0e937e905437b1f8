"""Data of other offices, asked for with the person's authorisation: share, verify, licence; and what the
platform itself keeps of the person's earlier papers: reuse.

What there is to ask stands in `offices`. Every call is written down before its answer leaves.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from acceptance import statements, tables, wallet
from acceptance.confirmations import agreed_to_be_compared, proven
from acceptance.enrolment import Terminal
from acceptance.offices import LICENCES, PREDICATES, SHARES
from acceptance.platform import Platform
from acceptance.problems import Kind, ProblemError
from acceptance.question import Detailed, Question
from kiosk.flows.definition import Flow, Notice
from kiosk.flows.lint import WALLET
from kiosk.flows.materials import State

PHOTO = "photo"  # a share of its own: asked for before the confirmation that it leads to


@dataclass(frozen=True)
class Call:
    """Who asks what about whom, and by which authorisation."""

    authorisation: str
    id_number: str = field(repr=False)
    name: str | None = field(repr=False)
    confirmation: str | None = field(repr=False)
    source: str = ""
    arguments: Mapping[str, str] = field(repr=False, default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What a service answers, before it is signed."""

    kind: str  # share | verify | licence | reuse
    state: State
    value: Any = field(repr=False, default=None)


def share(platform: Platform, terminal: Terminal, call: Call) -> tuple[Said, str]:
    """What a source holds about the person, and the signed statement of it. Raises ProblemError."""
    if call.source == PHOTO:
        return _photo(platform, terminal, call)
    return _answer(platform, terminal, "share", call)


def verify(platform: Platform, terminal: Terminal, call: Call) -> tuple[Said, str]:
    """Yes, no or unknown, and nothing else about the person. Raises ProblemError."""
    return _answer(platform, terminal, "verify", call)


def licence(platform: Platform, terminal: Terminal, call: Call) -> tuple[Said, str]:
    """An electronic licence of the person, masked. Raises ProblemError."""
    return _answer(platform, terminal, "licence", call)


def reuse(platform: Platform, terminal: Terminal, call: Call) -> tuple[Said, str]:
    """What the person gave or proved in an earlier matter, while it is valid. Raises ProblemError."""
    if call.source != WALLET:
        raise ProblemError(Kind.UNKNOWN_SOURCE)
    _allow(platform, terminal, call)
    held = wallet.find(platform, call.id_number, call.arguments.get("type", ""))
    said = Said("reuse", State.HELD, held) if held else Said("reuse", State.NO_DATA)
    return said, _signed(platform, terminal, call, said)


def inquire(platform: Platform, terminal: Terminal, kind: str, call: Call) -> Said | None:
    """What the platform asks for itself, of a filing that names what it may; written down like every call.

    None: there is nobody to ask, or they cannot be reached now.
    """
    if call.source not in _OFFERED[kind] or not platform.sandbox.reaches(call.source):
        return None
    said = _said(platform, terminal, kind, call)
    with platform.database.writing() as connection:
        _note(connection, platform, terminal, call, said)
    return said


_OFFERED: Mapping[str, Mapping[str, Callable[[Question], Any]]] = {
    "share": SHARES,
    "verify": PREDICATES,
    "licence": LICENCES,
}


def _answer(platform: Platform, terminal: Terminal, kind: str, call: Call) -> tuple[Said, str]:
    if call.source not in _OFFERED[kind]:
        raise ProblemError(Kind.UNKNOWN_SOURCE)
    _allow(platform, terminal, call)
    reached = platform.sandbox.reaches(call.source)
    said = _said(platform, terminal, kind, call) if reached else _unreachable(kind)
    return said, _signed(platform, terminal, call, said)


def _photo(platform: Platform, terminal: Terminal, call: Call) -> tuple[Said, str]:
    """The person's photo, as Base64 of a JPEG; for who agreed to be compared with it, and nobody else."""
    if not platform.faces.has_photos:
        raise ProblemError(Kind.UNKNOWN_SOURCE)
    agreed_to_be_compared(platform, terminal, call.confirmation, call.id_number)
    person = platform.population.find(call.id_number, call.name)
    photo = platform.faces.photo(person) if person else None
    value = b64encode(photo).decode() if photo else None
    said = Said("share", State.OK, value) if value else Said("share", State.NO_DATA)
    if not platform.sandbox.reaches(call.source):
        said = _unreachable("share")
    return said, _signed(platform, terminal, call, said)


def _said(platform: Platform, terminal: Terminal, kind: str, call: Call) -> Said:
    person = platform.population.find(call.id_number, call.name)
    value = None
    if person is not None:
        today = platform.clock().date()
        question = Question(person, platform.population, terminal.region, today, call.arguments)
        value = _OFFERED[kind][call.source](question)
    if kind == "verify":
        told = value if isinstance(value, Detailed) else Detailed(value, None)
        return Said(kind, {True: State.YES, False: State.NO, None: State.UNKNOWN}[told.answer], told.about)
    if kind == "licence":
        return _licensed(value or {})
    return Said(kind, State.OK, value) if value else Said(kind, State.NO_DATA)


def _licensed(value: Mapping[str, Any]) -> Said:
    """Of one that cannot be used nothing is told but why."""
    if not value:
        return Said("licence", State.NONE)
    if not value.get("seal", True):
        return Said("licence", State.SEAL_BAD)
    if value["status"] != "有效":
        return Said("licence", State.EXPIRED)
    return Said("licence", State.OK, value)


def _unreachable(kind: str) -> Said:
    return Said(kind, State.UNKNOWN if kind == "verify" else State.UNAVAILABLE)


def _allow(platform: Platform, terminal: Terminal, call: Call) -> None:
    """Only with the person's confirmation, and only what its item lets us ask. Raises ProblemError."""
    confirmation = proven(platform, terminal, call.confirmation, call.id_number)
    flow = platform.flows.get(confirmation.item)
    if flow is None or call.source not in _declared(flow):
        raise ProblemError(Kind.NOT_AGREED)


def _declared(flow: Flow) -> set[str]:
    """What the item's notice asks consent for, or its prefill takes."""
    notices = [step for step in flow.steps if isinstance(step, Notice)]
    consents = {consent.source for notice in notices for consent in notice.consents}
    return consents | {prefill.source for prefill in flow.prefill}


def _signed(platform: Platform, terminal: Terminal, call: Call, said: Said) -> str:
    answer = {
        "kind": said.kind,
        "source": call.source,
        "state": said.state.value,
        "value": said.value,
        "arguments": dict(call.arguments),
    }
    now = platform.clock()
    token = statements.answered(platform.keys.receipts, call.authorisation, call.id_number, now, answer)
    with platform.database.writing() as connection:
        _note(connection, platform, terminal, call, said)
    return token


def _note(connection: Connection, platform: Platform, terminal: Terminal, call: Call, said: Said) -> None:
    connection.execute(
        tables.calls.insert().values(
            terminal=terminal.id,
            authorisation=call.authorisation,
            at=platform.clock(),
            kind=said.kind,
            source=call.source,
            person=platform.keys.pseudonym(call.id_number),
            answer=said.state.value,
        )
    )

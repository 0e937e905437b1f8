"""Data of other offices, asked for with the person's authorisation: share, verify, licence.

A source is one function of a person. Every call is written down before its answer leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from acceptance import statements, tables
from acceptance.confirmations import proven
from acceptance.enrolment import Terminal
from acceptance.platform import Platform
from acceptance.population import Person
from acceptance.problems import Kind, ProblemError
from kiosk.flows.definition import Flow, Notice
from kiosk.model import mask_id, mask_name


class State(StrEnum):
    OK = "OK"
    NO_DATA = "NO_DATA"
    UNAVAILABLE = "UNAVAILABLE"


class Truth(StrEnum):
    YES = "YES"
    NO = "NO"
    UNKNOWN = "UNKNOWN"


Arguments = Mapping[str, str]
T = TypeVar("T")


@dataclass(frozen=True)
class Call:
    """Who asks what about whom, and by which authorisation."""

    authorisation: str
    id_number: str = field(repr=False)
    name: str | None = field(repr=False)
    confirmation: str | None = field(repr=False)
    source: str = ""
    arguments: Arguments = field(repr=False, default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What a service answers, before it is signed."""

    kind: str  # share | verify | licence
    state: State | Truth
    value: Any = field(repr=False, default=None)


def _si_places(person: Person) -> list[str]:
    return person.places


def _insured_in_period(person: Person, arguments: Arguments, today: date) -> bool | None:
    """Whether insured in every month from `start` to `end` (YYYY-MM) in the city `region`."""
    start, end = arguments.get("start"), arguments.get("end")
    if not start or not end or start > end:
        return None
    spans = person.insured_in(arguments.get("region", ""))
    return any(span.start <= start and end <= (span.end or f"{today:%Y-%m}") for span in spans)


def _residence_permit_valid(person: Person, arguments: Arguments, today: date) -> bool | None:
    """Only a permit can be valid: for a citizen's identity card there is nothing to say."""
    if person.card["kind"] == "resident":
        return None
    return person.card_valid(today)


def _identity_licence(person: Person, today: date) -> dict[str, str]:
    return {
        "type": "identity",
        "grade": "A",
        "holder": mask_name(person.names[0]),
        "identifier": mask_id(person.number),
        "valid_from": person.card["valid_from"],
        "valid_to": person.card["valid_to"],
        "status": "有效" if person.card_valid(today) else "过期",
    }


SOURCES: Mapping[str, Callable[[Person], Any]] = {"si-places": _si_places}
PREDICATES: Mapping[str, Callable[[Person, Arguments, date], bool | None]] = {
    "insured-in-period": _insured_in_period,
    "residence-permit-valid": _residence_permit_valid,
}
LICENCES: Mapping[str, Callable[[Person, date], dict[str, str]]] = {"identity": _identity_licence}


def share(platform: Platform, terminal: Terminal, call: Call) -> tuple[Said, str]:
    """What a source holds about the person, and the signed statement of it. Raises ProblemError."""
    source = _known(SOURCES, call.source)
    person, reachable = _allowed(platform, terminal, call)
    value = source(person) if person and reachable else None
    return _signed(platform, terminal, call, _held("share", reachable, value))


def verify(platform: Platform, terminal: Terminal, call: Call) -> tuple[Said, str]:
    """Yes, no or unknown, and nothing else about the person. Raises ProblemError."""
    predicate = _known(PREDICATES, call.source)
    person, reachable = _allowed(platform, terminal, call)
    today = platform.clock().date()
    holds = predicate(person, call.arguments, today) if person and reachable else None
    truth = {True: Truth.YES, False: Truth.NO, None: Truth.UNKNOWN}[holds]
    return _signed(platform, terminal, call, Said("verify", truth))


def licence(platform: Platform, terminal: Terminal, call: Call) -> tuple[Said, str]:
    """An electronic licence of the person, masked. Raises ProblemError."""
    issue = _known(LICENCES, call.source)
    person, reachable = _allowed(platform, terminal, call)
    value = issue(person, platform.clock().date()) if person and reachable else None
    return _signed(platform, terminal, call, _held("licence", reachable, value))


def _held(kind: str, reachable: bool, value: Any) -> Said:
    if not reachable:
        return Said(kind, State.UNAVAILABLE)
    return Said(kind, State.OK, value) if value else Said(kind, State.NO_DATA)


def _known(registry: Mapping[str, T], name: str) -> T:
    if name not in registry:
        raise ProblemError(Kind.UNKNOWN_SOURCE)
    return registry[name]


def _allowed(platform: Platform, terminal: Terminal, call: Call) -> tuple[Person | None, bool]:
    """The person, and whether the source can be reached; only with their confirmation, and only for what
    its item lets the platform ask. Raises ProblemError."""
    confirmation = proven(platform, terminal, call.confirmation, call.id_number)
    flow = platform.flows.get(confirmation.item)
    if flow is None or call.source not in _declared(flow):
        raise ProblemError(Kind.NOT_AGREED)
    person = platform.population.find(call.id_number, call.name)
    return person, platform.sandbox.reaches(call.source)


def _declared(flow: Flow) -> set[str]:
    """What the item's notice asks consent for, or its prefill takes."""
    notices = [step for step in flow.steps if isinstance(step, Notice)]
    consents = {consent.source for notice in notices for consent in notice.consents}
    return consents | {prefill.source for prefill in flow.prefill}


def _signed(platform: Platform, terminal: Terminal, call: Call, said: Said) -> tuple[Said, str]:
    now = platform.clock()
    answer = {"kind": said.kind, "source": call.source, "state": said.state.value, "value": said.value}
    if call.arguments:
        answer["arguments"] = dict(call.arguments)
    token = statements.answered(platform.keys.receipts, call.authorisation, call.id_number, now, answer)
    with platform.database.writing() as connection:
        connection.execute(
            tables.calls.insert().values(
                terminal=terminal.id,
                authorisation=call.authorisation,
                at=now,
                kind=said.kind,
                source=call.source,
                person=platform.keys.pseudonym(call.id_number),
                answer=said.state.value,
            )
        )
    return said, token

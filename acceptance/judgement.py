"""What the platform says to a filing, by the rules that the terminal followed. No database, no clock: the
rules know the filing's own time only, and the time of its arrival counts for the confirmation alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from acceptance import attestations, authority, dues, joint_signatures, proofs, statements
from acceptance.attestations import Attestation
from acceptance.problems import Kind, ProblemError
from acceptance.proofs import Paper
from kiosk.flows import fees, gate, handling, taking
from kiosk.flows.definition import (
    Appointment,
    Choose,
    ConfirmByPhone,
    Flow,
    Materials,
    Notice,
    Party,
    Pay,
    Review,
    Sign,
    Step,
)
from kiosk.flows.path import walk
from kiosk.flows.session import Session
from kiosk.flows.session.party import Presence
from kiosk.model import WITHDRAWAL, Applicant, CardKind, Status
from kiosk.wire.envelope import VerifyingKey
from kiosk.wire.messages import FilingBody, FilingObject

# What rules and facts of another shape can raise; cel raises RuntimeError.
COLLECTION = "collection"  # the item that terminals name when a person comes for what is theirs, of any item
_SHAPELESS = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


@dataclass(frozen=True)
class Verdict:
    status: Status
    reason: str | None = None
    questions: tuple[str, ...] = ()
    due: date | None = None  # until when something has to follow


@dataclass(frozen=True)
class Case:
    """A filing that was understood: who asks, and the walk as the platform repeats it."""

    applicant: Applicant = field(repr=False)
    session: Session | None = field(repr=False)  # none: the item is not known at all
    verdict: Verdict
    waits: bool = False  # for the word of an office that could not be asked

    @property
    def confirmed(self) -> bool:
        fact = self.session.facts.get("confirmation", {}) if self.session else {}
        return bool(fact.get("state") == "confirmed")


@dataclass(frozen=True)
class Arrival:
    """A filing as it came, opened."""

    filing: FilingObject
    body: FilingBody = field(repr=False)
    received_at: datetime
    papers: Mapping[str, Paper] = field(repr=False, default_factory=dict)  # the parts beside the body
    attested: Attestation | None = None  # where the terminal itself, not we, says that the person confirmed


def judge(arrival: Arrival, flows: Mapping[str, Flow], key: VerifyingKey) -> Case:
    """Raises ProblemError for a body of another shape, for statements that are not ours, and for papers that
    are not those that were signed."""
    try:
        return _judge(arrival, flows, key)
    except statements.StatementError as error:
        raise ProblemError(Kind.STATEMENT, str(error)) from None
    except _SHAPELESS as error:
        raise ProblemError(Kind.BODY, type(error).__name__) from None


def _judge(arrival: Arrival, flows: Mapping[str, Flow], key: VerifyingKey) -> Case:
    filing, body = arrival.filing, arrival.body
    if filing.relation == WITHDRAWAL:
        return _withdrawal(arrival, key)
    flow = flows.get(filing.item)
    applicant = _filed_by(filing, body, flow)
    if flow is None:
        return Case(applicant, None, Verdict(Status.CORRECTION_REQUIRED, "RULES_CHANGED"))
    # Nothing is filed after it came: a clock that is ahead makes no child older and opens no season.
    day = min(filing.filed_at, arrival.received_at).date()
    session = Session(filing.id, flow, day, dict(body.answers), body.facts)
    proofs.check_shares(session, key)
    expired = _has_expired(arrival, applicant, key, {filing.item})
    if foreign := _not_offered(session):
        sound = {key: value for key, value in session.answers.items() if key not in foreign}
        asked_again = replace(session, answers=sound)  # whoever walks it later meets no such answer either
        return Case(applicant, asked_again, Verdict(Status.CORRECTION_REQUIRED, "RULES_CHANGED", foreign))
    if (filing.definition, filing.version) != (flow.hash, flow.version):
        return Case(applicant, session, _changed(session))
    authority.check(session, body, key)
    proofs.check_rungs(session, key)
    proofs.check_payment(session, key, filing.terminal)
    proofs.check_people(session)
    joint_signatures.check(session, key)
    return Case(applicant, session, _verdict(arrival, session, expired))


def _withdrawal(arrival: Arrival, key: VerifyingKey) -> Case:
    """Whether whoever asks was proved to be who they are; what they may take back is for the database to say.
    Nothing was answered, so there is no walk, and no rule that could have changed meanwhile."""
    body = arrival.body
    applicant = _applicant(body.applicant)
    if _applicant(body.facts["card"]) != applicant:
        raise ProblemError(Kind.BODY, "the applicant is not who the card states")
    if body.facts.get("confirmation", {}).get("state") != "confirmed":
        return Case(applicant, None, Verdict(Status.REFUSED, "NOT_CONFIRMED"))
    if _has_expired(arrival, applicant, key, {arrival.filing.item, COLLECTION}):
        return Case(applicant, None, Verdict(Status.REFUSED, "NOT_CONFIRMED"))
    return Case(applicant, None, Verdict(Status.CONCLUDED))


def _verdict(arrival: Arrival, session: Session, expired: bool) -> Verdict:
    if refusal := _refusal(arrival.filing, session):
        return Verdict(Status.REFUSED, refusal)
    proofs.check_papers(session, arrival.papers)
    if questions := _open(session):
        return Verdict(Status.CORRECTION_REQUIRED, "INCOMPLETE", questions)
    if _wrong_answers(session) or not _agrees(arrival.body, session) or not proofs.dues_hold(session):
        return _changed(session)
    return _finished(session, expired)


def _changed(session: Session) -> Verdict:
    questions = _wrong_answers(session) or _asked(session)
    return Verdict(Status.CORRECTION_REQUIRED, "RULES_CHANGED", questions)


def _open(session: Session) -> tuple[str, ...]:
    """The question that the walk did not come past; papers and signature have their own reasons."""
    step = session.step
    if not proofs.agreed(session):
        return _of_kind(session, Notice)
    if step is None or isinstance(step, Materials | Party | Sign | Appointment | Pay | Review):
        return ()
    return () if session.answers.keys() & set(step.keys) else (step.key,)


def _finished(session: Session, expired: bool) -> Verdict:
    """All was answered as the rules want it; what is left is proof, papers, signature and payment."""
    step = session.step
    if expired:
        reason, questions = "CONFIRMATION_EXPIRED", _of_kind(session, ConfirmByPhone)
    elif isinstance(step, Materials):
        reason, questions = "MATERIAL_MISSING" if session.material else "INCOMPLETE", (step.key,)
    elif isinstance(step, Party):  # somebody of a group was not here, or signed another form than this
        reason, questions = "PEOPLE_MISSING", (step.key,)
    elif isinstance(step, Appointment):  # none, or for other services than these answers need
        reason, questions = "APPOINTMENT_MISSING", (step.key,)
    elif isinstance(step, Sign):  # none, or of another form than this
        reason, questions = "SIGNATURE", (step.key,)
    elif blocks := gate.gate(session, can_queue=True):
        reason, questions = blocks[0].cause.name, ()
    elif joint_signatures.asked(session, Presence.INVITED):
        return Verdict(Status.AWAITING_SIGNATURES)
    elif dues.undertaken(session) and not fees.apart(session.flow):
        reason, questions = dues.REASON, ()
    else:
        return Verdict(Status.ACCEPTED if handling.at_once(session) else Status.RECEIVED)
    return Verdict(Status.CORRECTION_REQUIRED, reason, questions)


def _refusal(filing: FilingObject, session: Session) -> str | None:
    if filing.relation == "supplement":  # no item of a terminal can be one, yet
        return "RELATION_UNSUPPORTED"
    if session.stop is None:
        return None
    season = session.flow.season
    return "SEASON_CLOSED" if season and session.stop is season.closed else "NOT_ELIGIBLE"


def _agrees(body: FilingBody, session: Session) -> bool:
    same = session.normal_answers == dict(body.answers)
    return same and gate.derived(session) == dict(body.derived)


def _not_offered(session: Session) -> tuple[str, ...]:
    """The questions with a choice that there is not. Looked at before the walk, whose length may hang on it:
    nobody enrols a billion children."""
    answers = session.answers
    choices = (step for step in session.flow.steps if isinstance(step, Choose) and step.key in answers)
    return tuple(step.key for step in choices if step.option(answers[step.key]) is None)


def _wrong_answers(session: Session) -> tuple[str, ...]:
    """The steps whose answers these rules would not take, each asked again as on the screen."""
    path = walk(session.flow, session.answers, session.facts, session.today)
    answered = (step for step in path.steps if path.given.keys() & set(step.keys))
    return tuple(step.key for step in answered if not taking.stands(path, step))


def _has_expired(arrival: Arrival, applicant: Applicant, key: VerifyingKey, items: Collection[str]) -> bool:
    """Whether the filing came of its confirmation too late. Raises StatementError for one that does not
    count, or is of none of these items."""
    filing, fact = arrival.filing, arrival.body.facts.get("confirmation", {})
    if fact.get("state") != "confirmed":
        return False
    number, terminal = applicant.id_number, filing.terminal
    if arrival.attested is not None:
        given = attestations.confirmation(arrival.attested, id_number=number, terminal=terminal)
    else:
        given = statements.confirmation(key, fact.get("token"), id_number=number, terminal=terminal)
    if given.item not in items:
        raise statements.StatementError("of another item")
    return not given.covers(filing.filed_at, arrival.received_at)


def _filed_by(filing: FilingObject, body: FilingBody, flow: Flow | None) -> Applicant:
    """Who files, as the card states; what needs no card may come of nobody, each time of another nobody."""
    if flow and flow.assurance == "L0" and not body.applicant and "card" not in body.facts:
        return Applicant(name="", id_number=f"nobody:{filing.id}")
    applicant = _applicant(body.agent or body.applicant)
    if flow and _applicant(body.facts["card"]) != applicant:
        raise ProblemError(Kind.BODY, "the applicant is not who the card states")
    return applicant


def _applicant(fact: Mapping[str, Any]) -> Applicant:
    applicant = Applicant(**{**fact, "card_kind": CardKind(fact["card_kind"])})
    if not all(isinstance(value, str) for value in vars(applicant).values()) or not applicant.id_number:
        raise TypeError("card")
    return applicant


def _asked(session: Session) -> tuple[str, ...]:
    return tuple(step.key for step in session.path if step.keys)


def _of_kind(session: Session, kind: type[Step]) -> tuple[str, ...]:
    return tuple(step.key for step in session.path if isinstance(step, kind))

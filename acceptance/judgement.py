"""What the platform says to a filing, by the rules that the terminal followed. No database, no clock: the
rules know the filing's own time only, and the time of its arrival counts for the confirmation alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from acceptance import statements
from acceptance.problems import Kind, ProblemError
from kiosk.flows import gate
from kiosk.flows.definition import ConfirmByPhone, Flow, Review
from kiosk.flows.session import Session
from kiosk.flows.taking import AnswerError
from kiosk.model import Applicant, CardKind, Status
from kiosk.wire.envelope import VerifyingKey
from kiosk.wire.messages import FilingBody, FilingObject

# What rules and facts of another shape can raise; cel raises RuntimeError.
_SHAPELESS = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


@dataclass(frozen=True)
class Verdict:
    status: Status
    reason: str | None = None
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A filing that was understood: who asks, and the walk as the platform repeats it."""

    applicant: Applicant = field(repr=False)
    session: Session | None = field(repr=False)  # none: the item is not known at all
    verdict: Verdict

    @property
    def confirmed(self) -> bool:
        fact = self.session.facts.get("confirmation", {}) if self.session else {}
        return bool(fact.get("state") == "confirmed")


def judge(
    filing: FilingObject,
    body: FilingBody,
    flows: Mapping[str, Flow],
    key: VerifyingKey,
    received_at: datetime,
) -> Case:
    """Raises ProblemError for a body of another shape, and for statements that are not ours."""
    try:
        return _judge(filing, body, flows, key, received_at)
    except statements.StatementError as error:
        raise ProblemError(Kind.STATEMENT, str(error)) from None
    except _SHAPELESS as error:
        raise ProblemError(Kind.BODY, type(error).__name__) from None


def _judge(
    filing: FilingObject,
    body: FilingBody,
    flows: Mapping[str, Flow],
    key: VerifyingKey,
    received_at: datetime,
) -> Case:
    applicant = _applicant(body.applicant)
    flow = flows.get(filing.item)
    if flow is None:
        return Case(applicant, None, Verdict(Status.CORRECTION_REQUIRED, "RULES_CHANGED"))
    if _applicant(body.facts["card"]) != applicant:
        raise ProblemError(Kind.BODY, "the applicant is not who the card states")
    session = Session(filing.id, flow, filing.filed_at.date(), dict(body.answers), body.facts)
    _check_shares(body, applicant, key)
    expired = _has_expired(filing, body, applicant, key, received_at)
    return Case(applicant, session, _verdict(filing, body, session, expired))


def _verdict(filing: FilingObject, body: FilingBody, session: Session, expired: bool) -> Verdict:
    wrong = _wrong_answers(session)
    changed = Verdict(Status.CORRECTION_REQUIRED, "RULES_CHANGED", wrong or _asked(session))
    if (filing.definition, filing.version) != (session.flow.hash, session.flow.version):
        return changed
    if refusal := _refusal(filing, session):
        return Verdict(Status.REFUSED, refusal)
    if (
        (step := session.step)
        and not isinstance(step, Review)
        and not session.answers.keys() & set(step.keys)
    ):
        return Verdict(Status.CORRECTION_REQUIRED, "INCOMPLETE", (step.key,))
    if wrong or not _agrees(body, session):
        return changed
    return _finished(session, expired)


def _finished(session: Session, expired: bool) -> Verdict:
    """All was answered as the rules want it; what is left is proof, materials and payment."""
    if expired:
        return Verdict(Status.CORRECTION_REQUIRED, "CONFIRMATION_EXPIRED", _confirming(session))
    if blocks := gate.gate(session, can_queue=True):
        return Verdict(Status.CORRECTION_REQUIRED, blocks[0].cause.name)
    return Verdict(Status.ACCEPTED if session.flow.handling == "immediate" else Status.RECEIVED)


def _refusal(filing: FilingObject, session: Session) -> str | None:
    if filing.relation in ("supplement", "withdrawal"):  # what is finished at once can be neither
        return "RELATION_UNSUPPORTED"
    return "NOT_ELIGIBLE" if session.stop is not None else None


def _agrees(body: FilingBody, session: Session) -> bool:
    same = session.normal_answers == dict(body.answers)
    return same and gate.derived(session) == dict(body.derived)


def _wrong_answers(session: Session) -> tuple[str, ...]:
    """The steps whose answers these rules would not take, each asked again as on the screen."""
    wrong = []
    for step in session.path:
        given = {key: str(session.normal_answers.get(key, "")) for key in step.keys}
        if not given:
            continue
        there = replace(session, at=step.key)
        try:
            again = there.answer(step.key, given)
        except AnswerError:
            wrong.append(step.key)
            continue
        if again.normal_answers != session.normal_answers:
            wrong.append(step.key)
    return tuple(wrong)


def _check_shares(body: FilingBody, applicant: Applicant, key: VerifyingKey) -> None:
    """Raises StatementError for whatever is not ours."""
    for name, fact in body.facts.items():
        if name.startswith("share:") and fact.get("value"):
            source = name.removeprefix("share:")
            said = statements.shared(key, fact.get("token"), id_number=applicant.id_number, source=source)
            if (said["state"], said["value"]) != (fact["state"], fact["value"]):
                raise statements.StatementError("of another answer")


def _has_expired(
    filing: FilingObject, body: FilingBody, applicant: Applicant, key: VerifyingKey, received_at: datetime
) -> bool:
    """Whether the filing came of its confirmation too late. Raises StatementError for one that is not ours,
    or is of another item."""
    fact = body.facts.get("confirmation", {})
    if fact.get("state") != "confirmed":
        return False
    given = statements.confirmation(
        key, fact.get("token"), id_number=applicant.id_number, terminal=filing.terminal
    )
    if given.item != filing.item:
        raise statements.StatementError("of another item")
    return not given.covers(filing.filed_at, received_at)


def _applicant(fact: Mapping[str, Any]) -> Applicant:
    applicant = Applicant(**{**fact, "card_kind": CardKind(fact["card_kind"])})
    if not all(isinstance(value, str) for value in vars(applicant).values()) or not applicant.id_number:
        raise TypeError("card")
    return applicant


def _asked(session: Session) -> tuple[str, ...]:
    return tuple(step.key for step in session.path if step.keys)


def _confirming(session: Session) -> tuple[str, ...]:
    return tuple(step.key for step in session.path if isinstance(step, ConfirmByPhone))

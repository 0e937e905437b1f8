"""A filing and the times that it books: what it says of them is what we signed, and they are kept with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from acceptance import appointments, statements
from acceptance.judgement import Case, Verdict
from acceptance.platform import Platform
from kiosk.flows import appointment
from kiosk.flows.appointment import Booking
from kiosk.model import Status

_GOES_ON = (Status.ACCEPTED, Status.RECEIVED, Status.AWAITING_SIGNATURES)
LAPSED = "APPOINTMENT_LAPSED"


def kept(connection: Connection, platform: Platform, case: Case, verdict: Verdict, person: str) -> Verdict:
    """In the transaction that keeps the filing: its times are booked, or nobody comes at them. Where somebody
    else has them by now, others have to be chosen."""
    session = case.session
    if session is None or appointment.of(session.flow.steps) is None:
        return verdict
    fact: Mapping[str, Any] = session.facts.get(appointment.FACT, {})
    goes_on = verdict.status in _GOES_ON or verdict.reason == "PAYMENT_DUE"
    if fact.get("state") != Booking.HELD or not goes_on:
        appointments.given_back(connection, platform.clock(), session.id)
        return verdict
    if appointments.kept_for(connection, platform, session.id, person):
        return verdict
    step = appointment.of(session.path)
    return Verdict(Status.CORRECTION_REQUIRED, LAPSED, (step.key,) if step else ())


def check(platform: Platform, case: Case) -> None:
    """What is said to be held is, for this filing, person and these services. Raises StatementError."""
    session = case.session
    fact: Mapping[str, Any] = session.facts.get(appointment.FACT, {}) if session else {}
    if session is None or fact.get("state") != Booking.HELD:
        return
    key, number = platform.keys.receipts.public, case.applicant.id_number
    said = statements.appointment(key, fact.get("token"), id_number=number)
    if (said.filing, said.id, said.code) != (session.id, fact.get("id"), fact.get("code")):
        raise statements.StatementError("of another appointment")
    services = sorted(time["service"] for time in said.times)
    if services != list(fact["services"]) or [dict(time) for time in said.times] != list(fact["times"]):
        raise statements.StatementError("of other times")

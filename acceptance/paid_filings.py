"""A filing and its payment, put together by its word or by what the platform knows itself."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy import Connection

from acceptance import dues, orders, payments, refunds
from acceptance.judgement import Case, Verdict
from acceptance.orders import OPEN, State, Wanted
from acceptance.platform import Platform
from acceptance.problems import Kind, ProblemError
from kiosk.flows import fees, gate, handling
from kiosk.flows.session import Session
from kiosk.model import Status

_UNPAID = (Status.AWAITING_SIGNATURES, Status.RECEIVED)  # what may come with its fee undertaken
_GOES_ON = (Status.ACCEPTED, Status.RECEIVED, Status.AWAITING_SIGNATURES)


def settled(platform: Platform, case: Case) -> Case:
    """What the terminal had no line to hear: a payment that we know of is one. Before the filing is judged
    any further, as a certificate may come of it."""
    session, verdict = case.session, case.verdict
    if session is None or verdict.reason != dues.REASON:
        return case
    payments.hear(platform, session.id)
    with platform.database.reading() as connection:
        paid = orders.kept(connection, session.id, _due(session))
    if paid is None:
        return case
    status = Status.ACCEPTED if handling.at_once(session) else Status.RECEIVED
    return replace(case, verdict=Verdict(status))


def signed(connection: Connection, session: Session, verdict: Verdict) -> Verdict:
    """What a filing is that everybody has signed by now: it may still wait for its payment."""
    owes = verdict.status is Status.RECEIVED and dues.undertaken(session) and not fees.apart(session.flow)
    if not owes or orders.kept(connection, session.id, _due(session)):
        return verdict
    return Verdict(Status.CORRECTION_REQUIRED, dues.REASON)


def take(connection: Connection, platform: Platform, terminal: str, case: Case, verdict: Verdict) -> None:
    """In the transaction that keeps the filing: what is due is noted, what it cannot use goes back, and what
    was paid while it was being judged counts. Nobody can pay twice from here on."""
    session = case.session
    if session is None or not session.flow.fees:
        return
    wanted = Wanted(session.id, session.flow.item, _lines(session) if _is_known(session) else ())
    orders.lock(connection, platform, wanted, terminal)
    waits = verdict.status in _UNPAID and dues.undertaken(session)
    if waits or verdict.reason == dues.REASON:
        dues.note(connection, session.id, wanted.amount, wanted.text)
    goes_on = verdict.status in _GOES_ON or verdict.reason == dues.REASON
    for order in orders.of_case(connection, session.id):
        if State(order.state) in OPEN and not (goes_on and order.amount == wanted.amount):
            orders.move(connection, order, State.CLOSED)
        elif State(order.state) is State.CONFIRMED and not (goes_on and order.amount == wanted.amount):
            refunds.whole(connection, platform, order)
    if verdict.reason == dues.REASON and orders.kept(connection, session.id, wanted.amount):
        dues.paid(connection, platform, session.id)


def give_back(connection: Connection, platform: Platform, case: str) -> None:
    """All that was paid for a filing that its person takes back; nobody can pay for it from here on. The
    case's row is held."""
    for order in orders.of_case(connection, case):
        if State(order.state) in OPEN:
            orders.move(connection, order, State.CLOSED)
        elif State(order.state) is State.CONFIRMED:
            refunds.whole(connection, platform, order)


def at_desk(platform: Platform, number: str) -> str:
    """The token of the page where a filing that waits for its payment is paid. Raises ProblemError."""
    with platform.database.reading() as connection:
        case = dues.by_number(connection, number)
    if case is None:
        raise ProblemError(Kind.NOT_FOUND)
    wanted = Wanted(case.id, case.item, tuple(json.loads(case.due_lines)))
    return payments.offer(platform, case.terminal, wanted)


def _due(session: Session) -> str:
    return fees.yuan(gate.amount(session))


def _is_known(session: Session) -> bool:
    try:
        gate.amount(session)
    except fees.TOO_EARLY:
        return False
    return True


def _lines(session: Session) -> tuple[dict[str, str], ...]:
    return tuple(
        {
            "key": line.fee.key,
            "title": line.fee.title.zh,
            "department": line.fee.department.zh,
            "amount": fees.yuan(line.amount),
        }
        for line in gate.charges(session)
    )

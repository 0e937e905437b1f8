"""A doctor looks at what was filed: agreed, its price is due and can be paid; refused, nothing ever was.

Nobody can pay before: until the doctor has agreed there is no case that money could be taken for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from acceptance import appointments, dues, feed, orders, payment_tables, tables
from acceptance.appointment_tables import doctor_reviews
from acceptance.database import Database
from acceptance.judgement import Case
from acceptance.platform import Clock
from acceptance.problems import Kind, ProblemError
from kiosk.flows import fees, gate
from kiosk.model import Status
from kiosk.wire.envelope import SigningKey

REFUSED = "REVIEW_REFUSED"


@dataclass(frozen=True)
class Desk:
    """What a doctor's desk needs: not the whole platform."""

    database: Database
    key: SigningKey = field(repr=False)
    clock: Clock = field(repr=False)


def note(connection: Connection, case: Case, status: Status, now: datetime) -> None:
    """In the transaction that keeps a filing which is paid for only after it: what it would cost."""
    session = case.session
    if session is None or status is not Status.RECEIVED or not session.flow.later_fees:
        return
    lines = [
        {
            "key": line.fee.key,
            "title": line.fee.title.zh,
            "department": line.fee.department.zh,
            "amount": fees.yuan(line.amount),
        }
        for line in gate.later(session)
    ]
    amount = fees.yuan(fees.total(session.flow.later_fees, session.context))
    written = json.dumps(lines, ensure_ascii=False, sort_keys=True)
    values = {"filing": session.id, "amount": amount, "lines": written, "asked_at": now}
    connection.execute(doctor_reviews.insert().values(values))


def decide(desk: Desk, number: str, *, agrees: bool) -> Status:
    """Of the filing with this number; said twice it stays as it was said first. Raises ProblemError where
    there is none that waits for a doctor."""
    with desk.database.writing() as connection:
        filing = _filing(connection, number)
        review = _review(connection, filing.id)
        if review.decided_at is not None:
            return Status(filing.status)
        if Status(filing.status) is not Status.RECEIVED:
            raise ProblemError(Kind.GONE)
        now = desk.clock()
        mine = update(doctor_reviews).where(doctor_reviews.c.filing == filing.id)
        connection.execute(mine.values(decided_at=now, agreed=agrees))
        if agrees:
            return _agreed(connection, desk, filing, review)
        appointments.given_back(connection, now, filing.id)
        return _told(connection, desk, filing, Status.REFUSED, REFUSED)


def _agreed(connection: Connection, desk: Desk, filing: Row[Any], review: Row[Any]) -> Status:
    if not json.loads(review.lines):
        return _told(connection, desk, filing, Status.RECEIVED, None)
    values = {"id": filing.id, "terminal": filing.terminal, "item": filing.item}
    connection.execute(desk.database.insert_new(payment_tables.payment_cases, **values))
    dues.note(connection, filing.id, review.amount, review.lines)
    return _told(connection, desk, filing, Status.CORRECTION_REQUIRED, dues.REASON)


def _told(connection: Connection, desk: Desk, filing: Row[Any], status: Status, reason: str | None) -> Status:
    changed = update(tables.filings).where(tables.filings.c.id == filing.id)
    connection.execute(changed.values(status=status.value, reason=reason))
    news = feed.News(filing.id, status, desk.clock(), reason)
    feed.append(connection, desk.key, desk.database.epoch, filing.terminal, news)
    return status


def _filing(connection: Connection, number: str) -> Row[Any]:
    """Its payments are held first, as by those who pay and who take a filing back."""
    found = connection.execute(select(tables.filings.c.id).where(tables.filings.c.number == number)).first()
    if found is None:
        raise ProblemError(Kind.NOT_FOUND)
    orders.again(connection, found.id)
    mine = select(tables.filings).where(tables.filings.c.id == found.id)
    return connection.execute(mine.with_for_update()).one()


def _review(connection: Connection, filing: str) -> Row[Any]:
    row = connection.execute(select(doctor_reviews).where(doctor_reviews.c.filing == filing)).first()
    if row is None:
        raise ProblemError(Kind.NOT_FOUND)
    return row

"""What a filing still has to pay: noted when it comes, taken off when the payment is confirmed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select, update

from acceptance import feed, orders, payment_tables, tables
from acceptance.branch_tables import branches
from acceptance.platform import Platform
from kiosk.flows import fees, gate
from kiosk.flows.session import Session
from kiosk.model import Status

REASON = "PAYMENT_DUE"


def undertaken(session: Session) -> bool:
    """It was filed with the promise to pay: nothing that the fee is for goes on before."""
    fact = session.facts.get(fees.FACT, {})
    return fees.state(fact, gate.amount(session)) is fees.Paying.UNDERTAKEN


def note(connection: Connection, case: str, amount: str, lines: str) -> None:
    """The case's row is there, and locked."""
    table = payment_tables.payment_cases
    connection.execute(update(table).where(table.c.id == case).values(due=amount, due_lines=lines))


def wants(connection: Connection, case: str, amount: str) -> bool:
    """Whether the case can still use this payment: it is not filed yet, or was filed with this sum open."""
    filing = _filing(connection, case)
    return filing is None or (_waits(connection, filing) and _due(connection, case) == amount)


def stops(connection: Connection, case: str) -> bool:
    """Whether nothing goes on before the payment; where it holds up one branch, the others do."""
    return holds(connection, case) and not _of_branch(connection, case)


def holds(connection: Connection, case: str) -> bool:
    """Whether a filing that everybody has signed by now still waits for its payment."""
    due = _due(connection, case)
    return due is not None and orders.kept(connection, case, due) is None


def paid(connection: Connection, platform: Platform, case: str) -> None:
    """The matter goes on that waited for exactly this."""
    filing, table = _filing(connection, case), tables.filings
    if filing is None or filing.reason != REASON:
        return
    status = Status.RECEIVED
    changed = update(table).where(table.c.id == case)
    connection.execute(changed.values(status=status.value, reason=None))
    news = feed.News(case, status, platform.clock())
    feed.append(connection, platform.keys.receipts, platform.database.epoch, filing.terminal, news)


def by_number(connection: Connection, number: str) -> Row[Any] | None:
    """The case whose filing has this number and waits for its payment."""
    filings, cases = tables.filings, payment_tables.payment_cases
    query = select(cases).join(filings, filings.c.id == cases.c.id)
    found = connection.execute(query.where(filings.c.number == number, cases.c.due.is_not(None))).first()
    filing = _filing(connection, found.id) if found is not None else None
    return found if filing is not None and _waits(connection, filing) else None


def bill_number(connection: Connection, platform: Platform) -> str:
    """Of the electronic bill; nobody may read anything out of it. Without gaps within a day."""
    name = f"bill:{platform.clock():%Y%m%d}"
    counters = tables.counters
    values: dict[str, Any] = {"name": name, "region": "", "value": 0}
    connection.execute(platform.database.insert_new(counters, **values))
    raised = update(counters).where(counters.c.name == name).values(value=counters.c.value + 1)
    count = connection.execute(raised.returning(counters.c.value)).scalar_one()
    return f"{name.removeprefix('bill:')}{count:08d}"


def _waits(connection: Connection, filing: Row[Any]) -> bool:
    waits = filing.reason == REASON or filing.status == Status.AWAITING_SIGNATURES
    return bool(waits or _of_branch(connection, filing.id))


def _of_branch(connection: Connection, case: str) -> bool:
    """Whether one branch of it that is not over, and only that, is what the payment is for."""
    own = (branches.c.filing == case, branches.c.charge != "", branches.c.ended_at.is_(None))
    return connection.execute(select(branches.c.key).where(*own)).first() is not None


def _due(connection: Connection, case: str) -> str | None:
    table = payment_tables.payment_cases
    due: str | None = connection.scalar(select(table.c.due).where(table.c.id == case))
    return due


def _filing(connection: Connection, case: str) -> Row[Any] | None:
    table = tables.filings
    return connection.execute(select(table).where(table.c.id == case)).first()

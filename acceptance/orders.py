"""Payment orders as rows: their states, which may follow which, and what stands for a case.

Whoever writes locks the case first, so that two phones, a late word of the channel and the terminal come one
after the other. A case keeps at most one payment and has at most one order that can still be paid.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

import uuid_utils
from sqlalchemy import Connection, Row, select, update

from acceptance import payment_tables
from acceptance.platform import Platform

LIFE = timedelta(minutes=2)


class State(StrEnum):
    CREATED = "created"
    WAITING = "waiting"  # a phone has opened the page
    PAID = "paid"  # the channel took the money
    CONFIRMED = "confirmed"  # and we have said so, signed
    CLOSED = "closed"  # nobody can pay it any more; money that is on its way may still arrive
    FAILED = "failed"  # the channel did not take the money
    REFUNDING = "refunding"
    REFUNDED = "refunded"


OPEN = frozenset((State.CREATED, State.WAITING))
KEPT = frozenset((State.PAID, State.CONFIRMED))
_NEXT: Mapping[State, frozenset[State]] = {
    State.CREATED: frozenset((State.WAITING, State.PAID, State.CLOSED, State.FAILED)),
    State.WAITING: frozenset((State.PAID, State.CLOSED, State.FAILED)),
    State.PAID: frozenset((State.CONFIRMED,)),
    State.CONFIRMED: frozenset((State.REFUNDING,)),
    State.CLOSED: frozenset((State.PAID, State.REFUNDING)),
    State.FAILED: frozenset((State.PAID, State.REFUNDING)),
    State.REFUNDING: frozenset((State.REFUNDED,)),
    State.REFUNDED: frozenset(),
}


@dataclass(frozen=True)
class Wanted:
    """What is to be paid. `lines`: what each department takes, as {key, title, department, amount}."""

    case: str  # the id that the filing has, or will have
    item: str
    lines: tuple[Mapping[str, str], ...]

    @property
    def amount(self) -> str:
        return f"{sum((Decimal(line['amount']) for line in self.lines), Decimal(0)):.2f}"

    @property
    def text(self) -> str:
        return json.dumps([dict(line) for line in self.lines], ensure_ascii=False, sort_keys=True)


Order = Row[Any]


def lock(connection: Connection, platform: Platform, wanted: Wanted, terminal: str) -> None:
    """Alone with this case until the transaction ends; notes it where it is new."""
    table = payment_tables.payment_cases
    values = {"id": wanted.case, "terminal": terminal, "item": wanted.item}
    connection.execute(platform.database.insert_new(table, **values))
    again(connection, wanted.case)


def again(connection: Connection, case: str) -> Order | None:
    table = payment_tables.payment_cases
    return connection.execute(select(table).where(table.c.id == case).with_for_update()).first()


def find(connection: Connection, order: str) -> Order | None:
    table = payment_tables.orders
    return connection.execute(select(table).where(table.c.id == order)).first()


def of_case(connection: Connection, case: str) -> list[Order]:
    """Oldest first."""
    table = payment_tables.orders
    return list(
        connection.execute(select(table).where(table.c.case == case).order_by(table.c.created_at, table.c.id))
    )


def kept(connection: Connection, case: str, amount: str | None = None) -> Order | None:
    """The payment that stands, of exactly this amount where one is named."""
    found = (order for order in of_case(connection, case) if State(order.state) in KEPT)
    return next((order for order in found if amount in (None, order.amount)), None)


def create(connection: Connection, platform: Platform, terminal: str, wanted: Wanted) -> str:
    """Its id."""
    id, now = str(uuid_utils.uuid7()), platform.clock()
    connection.execute(
        payment_tables.orders.insert().values(
            id=id,
            case=wanted.case,
            terminal=terminal,
            item=wanted.item,
            amount=wanted.amount,
            lines=wanted.text,
            state=State.CREATED.value,
            created_at=now,
            expires_at=now + LIFE,
        )
    )
    return id


def move(connection: Connection, order: Order, to: State, **values: Any) -> Order:
    """The order as it is then. Raises ValueError for what may not follow."""
    if to not in _NEXT[State(order.state)]:
        raise ValueError(f"{order.state} is not followed by {to}")
    table = payment_tables.orders
    changed = update(table).where(table.c.id == order.id, table.c.state == order.state)
    if connection.execute(changed.values(state=to.value, **values)).rowcount != 1:
        raise ValueError("the order is another by now")
    found = find(connection, order.id)
    assert found is not None
    return found


def state(order: Order, now: datetime) -> State:
    """An open one whose time is over is closed, whether or not somebody has written that down."""
    known = State(order.state)
    return State.CLOSED if known in OPEN and order.expires_at <= now else known

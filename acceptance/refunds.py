"""Money back: of a whole order or of one line, asked for in one transaction, paid back by the channel, noted.

Each step can be the last before the power goes: what was asked for is carried out at the next occasion, and
the channel pays back once by the refund's number.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, select, update

from acceptance import channel, orders, payment_tables
from acceptance.channel import Books
from acceptance.database import Database
from acceptance.orders import Order, State
from acceptance.platform import Clock
from acceptance.problems import Kind, ProblemError


@dataclass(frozen=True)
class Till:
    """Books without a platform around them: what a command at the office needs."""

    database: Database
    clock: Clock


def whole(connection: Connection, books: Books, order: Order) -> None:
    """All that was not asked back before, inside the caller's transaction."""
    if State(order.state) in (State.REFUNDING, State.REFUNDED):
        return
    before = {refund.line for refund in _of(connection, order.id)}
    for line in json.loads(order.lines):
        if line["key"] not in before:
            _note(connection, books, order, line)
    orders.move(connection, order, State.REFUNDING)


def line(books: Books, order: str, key: str) -> None:
    """One department's part, once, however often it is asked. The rest stays paid. Raises ProblemError."""
    with books.database.writing() as connection:
        found = orders.find(connection, order)
        if found is None:
            raise ProblemError(Kind.NOT_FOUND)
        orders.again(connection, found.case)
        found = orders.find(connection, order)
        lines = {entry["key"]: entry for entry in json.loads(found.lines)} if found else {}
        if found is None or State(found.state) is not State.CONFIRMED or key not in lines:
            raise ProblemError(Kind.NOT_FOUND)
        if key not in {refund.line for refund in _of(connection, order)}:
            _note(connection, books, found, lines[key])
        if {refund.line for refund in _of(connection, order)} == lines.keys():
            orders.move(connection, found, State.REFUNDING)
    carry_out(books)


def carry_out(books: Books) -> int:
    """Pays back whatever was asked for and is not noted as paid back; how many."""
    table = payment_tables.refunds
    with books.database.reading() as connection:
        asked = list(connection.execute(select(table).where(table.c.done_at.is_(None))))
    for refund in asked:
        voucher = channel.pay_back(books, refund.id, refund.order, refund.amount)
        with books.database.writing() as connection:
            done = update(table).where(table.c.id == refund.id, table.c.done_at.is_(None))
            connection.execute(done.values(done_at=books.clock(), voucher=voucher))
            order = orders.find(connection, refund.order)
            left = [other for other in _of(connection, refund.order) if other.done_at is None]
            if order is not None and State(order.state) is State.REFUNDING and not left:
                orders.move(connection, order, State.REFUNDED)
    return len(asked)


def total(connection: Connection, order: str) -> Decimal:
    """What was asked back of an order, in yuan."""
    return sum((Decimal(refund.amount) for refund in _of(connection, order)), Decimal(0))


def _note(connection: Connection, books: Books, order: Order, line: dict[str, str]) -> None:
    values = {"id": f"{order.id}:{line['key']}", "order": order.id, "line": line["key"]}
    values |= {"amount": line["amount"]}
    connection.execute(books.database.insert_new(payment_tables.refunds, **values, asked_at=books.clock()))


def _of(connection: Connection, order: str) -> list[Order]:
    table = payment_tables.refunds
    return list(connection.execute(select(table).where(table.c.order == order)))

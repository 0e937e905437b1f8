"""Paying for a case: one order at a time, asked for before it is made, charged once, with our signed word.

Everything here can be asked again: the same question meets the same order. What the channel has taken is
found in its book, so that whichever process died in between, the next question finds the payment.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from acceptance import branches, channel, dues, orders, payment_tables, refunds, statements
from acceptance.enrolment import Terminal
from acceptance.keys import hashed
from acceptance.orders import KEPT, OPEN, Order, State, Wanted
from acceptance.platform import Platform
from acceptance.problems import Kind, ProblemError
from kiosk.wire import messages


@dataclass(frozen=True)
class Told:
    """What a terminal hears of an order."""

    order: str
    state: State
    amount: str
    url: str  # the page for the payer's phone
    expires_in_s: float
    statement: str | None = None  # once confirmed


@dataclass(frozen=True)
class Page:
    """What the payer's phone shows: whose it is does not stand there, anybody may pay."""

    state: State
    amount: str
    lines: tuple[Mapping[str, str], ...]
    terminal: str
    bill: str | None = None


def ask(platform: Platform, terminal: Terminal, wanted: Wanted) -> Told:
    """The payment of this sum that stands, else the order that can be paid, else a new one. Raises
    ProblemError where the case is another terminal's, of another item, or was filed and owes nothing."""
    return _told(platform, _asked(platform, terminal.id, wanted))


def offer(platform: Platform, terminal: str, wanted: Wanted) -> str:
    """The same for somebody who has only their phone: the token of the page."""
    return platform.keys.token("payment", _asked(platform, terminal, wanted).id)


def state(platform: Platform, terminal: Terminal, id: str) -> Told:
    """Where the order stands; where another one of its case was paid, that one. Raises ProblemError."""
    with platform.database.writing() as connection:
        return _told(platform, _standing(connection, platform, _own(connection, terminal, id)))


def close(platform: Platform, terminal: Terminal, id: str) -> Told:
    """Nobody can pay it any more; one that is paid stays so, and is told. Raises ProblemError."""
    with platform.database.writing() as connection:
        order = _standing(connection, platform, _own(connection, terminal, id))
        if State(order.state) in OPEN:
            order = orders.move(connection, order, State.CLOSED)
        return _told(platform, order)


def cashier(platform: Platform) -> str:
    """Our word on where filings are paid that came unpaid; the same at every asking."""
    told = {"kind": "cashier", "url": f"{platform.public_url}/pay"}
    return platform.keys.receipts.sign(messages.STATEMENT, told)


def page(platform: Platform, token: str) -> Page:
    """What the phone shows; that it was opened is noted. Raises ProblemError."""
    with platform.database.writing() as connection:
        order = _of(connection, token)
        if orders.state(order, platform.clock()) is State.CREATED:
            order = orders.move(connection, order, State.WAITING)
        return _page(platform, order)


def pay(platform: Platform, token: str) -> Page:
    """The payer agreed. Charges an order that can be paid, and no other. Raises ProblemError."""
    with platform.database.reading() as connection:
        order = _of(connection, token)
    if orders.state(order, platform.clock()) in OPEN:
        try:
            channel.charge(platform, order.id, order.amount)
        except channel.DeclinedError:
            _failed(platform, order)
        else:
            _delayed(platform, order)
            platform.sandbox.hold_payment()
            hear(platform, order.case)
    with platform.database.reading() as connection:
        return _page(platform, _of(connection, token))


def hear(platform: Platform, case: str) -> None:
    """Takes down what the channel has taken for a case: paid first, then confirmed with our word. What a case
    does not need is paid back."""
    with platform.database.writing() as connection:
        orders.again(connection, case)
        _hear(connection, platform, case)
    refunds.carry_out(platform)


def recover(platform: Platform) -> int:
    """After a start: each charge that no order knows of, and each refund not carried out. How many."""
    charged, table = payment_tables.charges, payment_tables.orders
    unheard = select(table.c.case).join(charged, charged.c.order == table.c.id)
    unheard = unheard.where(table.c.voucher.is_(None))
    with platform.database.reading() as connection:
        cases = sorted(set(connection.scalars(unheard)))
    for case in cases:
        hear(platform, case)
    return len(cases) + refunds.carry_out(platform)


def _asked(platform: Platform, terminal: str, wanted: Wanted) -> Order:
    with platform.database.writing() as connection:
        orders.lock(connection, platform, wanted, terminal)
        case = orders.again(connection, wanted.case)
        if case is None or (case.terminal, case.item) != (terminal, wanted.item):
            raise ProblemError(Kind.CONFLICT)
        _hear(connection, platform, wanted.case)
        order = orders.kept(connection, wanted.case, wanted.amount)
        if order is None and not dues.wants(connection, wanted.case, wanted.amount):
            raise ProblemError(Kind.CONFLICT)
        return order or _payable(connection, platform, terminal, wanted)


def _hear(connection: Connection, platform: Platform, case: str) -> None:
    for order in orders.of_case(connection, case):
        voucher = channel.charged(connection, order.id) if order.voucher is None else None
        if voucher is not None:
            _paid(connection, platform, order, voucher)
    if (paid := orders.kept(connection, case)) is not None and State(paid.state) is State.PAID:
        _confirm(connection, platform, paid)


def _paid(connection: Connection, platform: Platform, order: Order, voucher: str) -> None:
    """The first payment of what the case costs now stands; any other, and one that came late for a sum that
    is no longer asked, goes back."""
    now = platform.clock()
    others = [other for other in orders.of_case(connection, order.case) if other.id != order.id]
    newest = max((other for other in others), key=lambda other: (other.created_at, other.id), default=None)
    superseded = State(order.state) not in OPEN and newest is not None and newest.amount != order.amount
    taken = any(State(other.state) in KEPT and other.amount == order.amount for other in others)
    noted = {"voucher": voucher, "paid_at": now}
    if taken or superseded or not dues.wants(connection, order.case, order.amount):
        closed = order if State(order.state) not in OPEN else orders.move(connection, order, State.CLOSED)
        table = payment_tables.orders
        connection.execute(update(table).where(table.c.id == order.id).values(**noted))
        refunds.whole(connection, platform, closed)
        return
    for other in others:
        if State(other.state) in OPEN:
            orders.move(connection, other, State.CLOSED)
        elif State(other.state) is State.CONFIRMED:  # of another sum, that an answer has changed since
            refunds.whole(connection, platform, other)
    orders.move(connection, order, State.PAID, **noted)


def _confirm(connection: Connection, platform: Platform, order: Order) -> None:
    bill = dues.bill_number(connection, platform)
    paid = statements.Paid(
        order=order.id,
        case=order.case,
        item=order.item,
        terminal=order.terminal,
        amount=order.amount,
        lines={line["key"]: line["amount"] for line in json.loads(order.lines)},
        bill=bill,
    )
    signed = statements.pay(platform.keys.receipts, paid, platform.clock())
    orders.move(connection, order, State.CONFIRMED, bill=bill, statement=signed)
    dues.paid(connection, platform, order.case)
    branches.paid(connection, platform, order.case)


def _payable(connection: Connection, platform: Platform, terminal: str, wanted: Wanted) -> Order:
    now = platform.clock()
    for order in orders.of_case(connection, wanted.case):
        if State(order.state) not in OPEN:
            continue
        if (order.amount, order.lines) == (wanted.amount, wanted.text) and order.expires_at > now:
            return order
        orders.move(connection, order, State.CLOSED)
    id = orders.create(connection, platform, terminal, wanted)
    token = platform.keys.token("payment", id)
    connection.execute(
        update(payment_tables.orders).where(payment_tables.orders.c.id == id).values(hash=hashed(token))
    )
    made = orders.find(connection, id)
    assert made is not None
    return made


def _standing(connection: Connection, platform: Platform, order: Order) -> Order:
    orders.again(connection, order.case)
    _hear(connection, platform, order.case)
    return orders.kept(connection, order.case, order.amount) or orders.find(connection, order.id) or order


def _own(connection: Connection, terminal: Terminal, id: str) -> Order:
    order = orders.find(connection, id)
    if order is None or order.terminal != terminal.id:
        raise ProblemError(Kind.NOT_FOUND)
    return order


def _of(connection: Connection, token: str) -> Order:
    table = payment_tables.orders
    order = connection.execute(select(table).where(table.c.hash == hashed(token))).first()
    if order is None:
        raise ProblemError(Kind.NOT_FOUND)
    return order


def _failed(platform: Platform, order: Order) -> None:
    with platform.database.writing() as connection:
        orders.again(connection, order.case)
        found = orders.find(connection, order.id)
        if found is not None and State(found.state) in OPEN and not channel.charged(connection, order.id):
            orders.move(connection, found, State.FAILED)


def _delayed(platform: Platform, order: Order) -> None:
    """On command: the word of the channel comes only after the order's time."""
    if not platform.sandbox.delays_payment():
        return
    with platform.database.writing() as connection:
        found = orders.find(connection, order.id)
        if found is not None and State(found.state) in OPEN:
            orders.move(connection, found, State.CLOSED)


def _told(platform: Platform, order: Order) -> Told:
    url = f"{platform.public_url}/p/{platform.keys.token('payment', order.id)}"
    now_state, left = orders.state(order, platform.clock()), order.expires_at - platform.clock()
    seconds = max(left.total_seconds(), 0.0) if now_state in OPEN else 0.0
    return Told(order.id, now_state, order.amount, url, seconds, order.statement)


def _page(platform: Platform, order: Order) -> Page:
    lines = tuple(json.loads(order.lines))
    return Page(orders.state(order, platform.clock()), order.amount, lines, order.terminal, order.bill)

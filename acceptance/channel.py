"""The payment channel of the reference platform: it moves no money, and keeps a book as a real one does.

It stands where a real platform asks its payment provider. What it promises is what those promise: an order is
charged once however often it is asked, a charge is on record before anybody is told of it, and a refund is
paid back once by its number.
"""

from __future__ import annotations

import secrets
from typing import Protocol

from sqlalchemy import Connection, select

from acceptance import payment_tables
from acceptance.database import Database
from acceptance.platform import Clock, Platform


class Books(Protocol):
    """What is needed to write something down."""

    @property
    def database(self) -> Database: ...

    @property
    def clock(self) -> Clock: ...


class DeclinedError(Exception):
    """The payer's bank did not pay."""


def charge(platform: Platform, order: str, amount: str) -> str:
    """The voucher of the charge: durable before it is told. Raises DeclinedError."""
    if platform.sandbox.declines_payment():
        raise DeclinedError
    values = {"order": order, "voucher": secrets.token_hex(14), "amount": amount, "at": platform.clock()}
    with platform.database.writing() as connection:
        connection.execute(platform.database.insert_new(payment_tables.charges, **values))
        voucher = charged(connection, order)
    assert voucher is not None
    return voucher


def charged(connection: Connection, order: str) -> str | None:
    """The voucher, if the order was charged: what a platform asks that did not hear the answer."""
    table = payment_tables.charges
    found: str | None = connection.scalar(select(table.c.voucher).where(table.c.order == order))
    return found


def pay_back(books: Books, refund: str, order: str, amount: str) -> str:
    """The voucher of the refund; the same for the same refund."""
    values = {"refund": refund, "order": order, "voucher": secrets.token_hex(14), "amount": amount}
    table = payment_tables.paybacks
    with books.database.writing() as connection:
        connection.execute(books.database.insert_new(table, **values, at=books.clock()))
        return str(connection.scalar(select(table.c.voucher).where(table.c.refund == refund)))

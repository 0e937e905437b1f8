"""The day's file: every payment and refund by line, beside what the channel has in its book.

A comma-separated file with a byte-order mark, as spreadsheets want it. Nothing in it names a person; a
payment whose filing never came stands there as `filed: no`, for somebody to look into.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Column, ColumnElement, Connection, select

from acceptance import payment_tables, tables
from acceptance.database import Database
from acceptance.orders import Order
from acceptance.platform import CHINA

COLUMNS = ("kind", "at", "order", "case", "item", "line", "department", "amount", "bill", "voucher", "filed")


def write(database: Database, day: date, path: Path) -> Decimal:
    """The balance of the day in yuan. Raises OSError."""
    balance = Decimal(0)
    with path.open("w", encoding="utf-8-sig", newline="") as file, database.reading() as connection:
        rows = csv.DictWriter(file, COLUMNS)
        rows.writeheader()
        for row in (*_payments(connection, day), *_refunds(connection, day)):
            rows.writerow(row)
            balance += Decimal(row["amount"])
    return balance


def differences(database: Database, day: date) -> list[tuple[str, str, str]]:
    """Order, our amount and the channel's, wherever the two differ; an amount that one does not have is
    empty."""
    orders, charges = payment_tables.orders, payment_tables.charges
    paid = select(orders.c.id, orders.c.amount).where(_on(orders.c.paid_at, day))
    charged = select(charges.c.order, charges.c.amount).where(_on(charges.c.at, day))
    with database.reading() as connection:
        ours: dict[str, str] = {row.id: row.amount for row in connection.execute(paid)}
        theirs: dict[str, str] = {row.order: row.amount for row in connection.execute(charged)}
    every = sorted(ours.keys() | theirs.keys())
    found = [(order, ours.get(order, ""), theirs.get(order, "")) for order in every]
    return [entry for entry in found if entry[1] != entry[2]]


def _payments(connection: Connection, day: date) -> Iterator[dict[str, str]]:
    orders = payment_tables.orders
    for order in connection.execute(
        select(orders).where(_on(orders.c.paid_at, day)).order_by(orders.c.paid_at)
    ):
        for line in json.loads(order.lines):
            yield _row(connection, order, line, "payment", order.paid_at, line["amount"], order.voucher)


def _refunds(connection: Connection, day: date) -> Iterator[dict[str, str]]:
    refunds, orders = payment_tables.refunds, payment_tables.orders
    for refund in connection.execute(
        select(refunds).where(_on(refunds.c.done_at, day)).order_by(refunds.c.done_at)
    ):
        order = connection.execute(select(orders).where(orders.c.id == refund.order)).one()
        line = next(entry for entry in json.loads(order.lines) if entry["key"] == refund.line)
        yield _row(connection, order, line, "refund", refund.done_at, f"-{refund.amount}", refund.voucher)


def _row(  # noqa: PLR0913 - one row, column by column
    connection: Connection,
    order: Order,
    line: dict[str, str],
    kind: str,
    at: datetime,
    amount: str,
    voucher: str,
) -> dict[str, str]:
    filings = tables.filings
    filed = connection.execute(select(filings.c.id).where(filings.c.id == order.case)).first() is not None
    return {
        "kind": kind,
        "at": at.astimezone(CHINA).isoformat(timespec="seconds"),
        "order": order.id,
        "case": order.case,
        "item": order.item,
        "line": line["key"],
        "department": line["department"],
        "amount": amount,
        "bill": order.bill or "",
        "voucher": voucher,
        "filed": "yes" if filed else "no",
    }


def _on(column: Column[datetime], day: date) -> ColumnElement[bool]:
    begins = datetime.combine(day, time(), CHINA)
    return (column >= begins) & (column < begins + timedelta(days=1))

"""The tables of payments; every row says to which terminal it belongs, or to which order that does."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table, Text

from acceptance.tables import Moment, metadata

__all__ = ("charges", "metadata", "orders", "paybacks", "payment_cases", "refunds")

payment_cases = Table(  # locked while anything is paid for them
    "payment_cases",
    metadata,
    Column("id", String, primary_key=True),  # of the filing, which comes later or never
    Column("terminal", ForeignKey("terminals.id"), nullable=False),
    Column("item", String, nullable=False),
    Column("due", String),  # yuan, of a filing that came unpaid
    Column("due_lines", Text),
)

orders = Table(
    "orders",
    metadata,
    Column("id", String, primary_key=True),
    Column("case", ForeignKey("payment_cases.id"), nullable=False, index=True),
    Column("terminal", ForeignKey("terminals.id"), nullable=False),
    Column("hash", String, unique=True),  # of the page's token
    Column("item", String, nullable=False),
    Column("amount", String, nullable=False),  # yuan
    Column("lines", Text, nullable=False),  # JSON: key, title, department, amount
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("paid_at", Moment, index=True),
    Column("voucher", String),  # of the channel
    Column("bill", String, unique=True),  # number of the electronic bill
    Column("statement", Text),
)

refunds = Table(
    "refunds",
    metadata,
    Column("id", String, primary_key=True),
    Column("order", ForeignKey("orders.id"), nullable=False, index=True),
    Column("line", String, nullable=False),
    Column("amount", String, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("done_at", Moment),
    Column("voucher", String),
)

charges = Table(  # the book of the channel, which a real platform asks over the line
    "charges",
    metadata,
    Column("order", String, primary_key=True),
    Column("voucher", String, nullable=False, unique=True),
    Column("amount", String, nullable=False),
    Column("at", Moment, nullable=False),
)

paybacks = Table(
    "paybacks",
    metadata,
    Column("refund", String, primary_key=True),
    Column("order", String, nullable=False),
    Column("voucher", String, nullable=False, unique=True),
    Column("amount", String, nullable=False),
    Column("at", Moment, nullable=False),
)

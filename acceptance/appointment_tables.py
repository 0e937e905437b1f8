"""The tables of appointments and tickets. Who waits or comes is a keyed hash."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from acceptance.payment_tables import metadata
from acceptance.tables import Moment

__all__ = (
    "appointments",
    "bookers",
    "desk_days",
    "doctor_reviews",
    "metadata",
    "queues",
    "seats",
    "tickets",
)

bookers = Table(  # locked while a person takes or changes a time
    "bookers", metadata, Column("person", String, primary_key=True)
)

desk_days = Table(  # locked while a seat of that desk and day is taken
    "desk_days",
    metadata,
    Column("desk", String, primary_key=True),
    Column("day", String, primary_key=True),
)

appointments = Table(
    "appointments",
    metadata,
    Column("id", String, primary_key=True),  # minted by the terminal
    Column("terminal", ForeignKey("terminals.id"), nullable=False),
    Column("person", String, nullable=False, index=True),  # keyed hash
    Column("request", String, nullable=False),  # digest of what was asked
    Column("filing", String, index=True),  # that it is part of, which comes later or never
    Column("services", String, nullable=False),  # sorted, with commas
    Column("times", Text, nullable=False),  # JSON: service, start, end, in the order of the day
    Column("code", String, nullable=False, unique=True),
    Column("state", String, nullable=False),  # held | booked | cancelled; a held one ends by itself
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

seats = Table(
    "seats",
    metadata,
    Column("appointment", ForeignKey("appointments.id"), primary_key=True),
    Column("desk", String, primary_key=True),
    Column("start", Moment, primary_key=True),
    Column("end", Moment, nullable=False),
    Column("day", String, nullable=False),
    Index("seats_of_day", "desk", "day"),
)

doctor_reviews = Table(  # of a filing that is paid for once a doctor has agreed
    "doctor_reviews",
    metadata,
    Column("filing", ForeignKey("filings.id"), primary_key=True),
    Column("amount", String, nullable=False),  # yuan, what it will cost
    Column("lines", Text, nullable=False),  # JSON: key, title, department, amount
    Column("asked_at", Moment, nullable=False),
    Column("decided_at", Moment),
    Column("agreed", Boolean),
)

queues = Table(  # locked while somebody takes a number, or one is called
    "queues",
    metadata,
    Column("service", String, primary_key=True),
    Column("day", String, primary_key=True),
    Column("last", Integer, nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", String, primary_key=True),  # minted by the terminal
    Column("terminal", ForeignKey("terminals.id"), nullable=False),
    Column("person", String, nullable=False),  # keyed hash
    Column("service", String, nullable=False),
    Column("day", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("place", Integer, nullable=False),  # the order in which they are called
    Column("state", String, nullable=False),  # waiting | called | passed | done
    Column("window", String, nullable=False),  # that called it; empty before
    Column("taken_at", Moment, nullable=False),
    Column("called_at", Moment),
    Index("tickets_of_queue", "service", "day", "state"),
    Index("tickets_of_person", "person", "service", "day"),
)

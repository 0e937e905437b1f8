"""The tables of uploads: what has come of a large part, and which filings wait for the rest of it."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, LargeBinary, String, Table, Text

from acceptance.tables import Moment, metadata

__all__ = ("awaiting", "awaited_parts", "metadata", "pieces", "uploads")

uploads = Table(  # locked while a piece is added
    "uploads",
    metadata,
    Column("terminal", ForeignKey("terminals.id"), primary_key=True),
    Column("digest", String, primary_key=True),  # SHA-256 of the whole, by which it is found
    Column("length", Integer, nullable=False),  # bytes
    Column("offset", Integer, nullable=False),  # bytes that are here; it never goes back
    Column("expires_at", Moment, nullable=False),
)

pieces = Table(
    "upload_pieces",
    metadata,
    Column("terminal", String, primary_key=True),
    Column("digest", String, primary_key=True),
    Column("offset", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
    ForeignKeyConstraint(["terminal", "digest"], ["uploads.terminal", "uploads.digest"]),
)

awaiting = Table(  # filings that came before all of their parts
    "awaiting_filings",
    metadata,
    Column("filing", String, primary_key=True),
    Column("terminal", ForeignKey("terminals.id"), nullable=False),
    Column("digest", String, nullable=False),  # of the envelope
    Column("envelope", Text, nullable=False),
    Column("sent", Text, nullable=False),  # JSON: the parts that came with it, sealed
    Column("since", Moment, nullable=False),
)

awaited_parts = Table(
    "awaited_parts",
    metadata,
    Column("filing", ForeignKey("awaiting_filings.filing"), primary_key=True),
    Column("name", String, primary_key=True),
    Column("terminal", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("size", Integer, nullable=False),  # bytes
)

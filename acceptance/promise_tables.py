"""Promises that stand for a paper, until an office has said what is so."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table

from acceptance.tables import Moment, metadata

promises = Table(
    "promises",
    metadata,
    Column("filing", ForeignKey("filings.id"), primary_key=True),
    Column("material", String, primary_key=True),
    Column("look_at", Moment),  # none: nobody looks any more
    Column("found", String),  # kept | broken | unknown; none: not yet
    Index("promises_due", "look_at"),
)

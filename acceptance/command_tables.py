"""The table of what terminals were told to do."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from acceptance.tables import Moment, metadata

__all__ = ("commands", "metadata")

commands = Table(
    "commands",
    metadata,
    Column("id", String, primary_key=True),
    Column("terminal", ForeignKey("terminals.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),  # an item, or nothing
    Column("by", String, nullable=False),  # account of the console
    Column("issued_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("token", Text, nullable=False),  # the same bytes whenever it is asked for
    Column("answered_at", Moment),
    Column("outcome", String),  # kiosk.wire.commands.Outcome
    Column("detail", String),
    Column("acknowledgement", Text),  # the terminal's signed word, with its report
    Index("commands_of_terminal", "terminal", "issued_at"),
)

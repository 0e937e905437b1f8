"""The tables of staff: accounts of a site, and which filing came by whose hands."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table

from acceptance.tables import Moment, metadata

__all__ = ("acts", "metadata", "staff")

staff = Table(
    "staff",
    metadata,
    Column("id", String, primary_key=True),
    Column("site", String, nullable=False, index=True),  # region and site, as in 330521-0001
    Column("name", String, nullable=False),  # masked
    Column("roles", String, nullable=False),
    Column("card", String, nullable=False),  # kiosk.wire.staff.card_proof
    Column("salt", String, nullable=False),
    Column("pin", String, nullable=False),  # kiosk.wire.staff.pin_proof
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
)

acts = Table(  # of a clerk, for somebody
    "staff_acts",
    metadata,
    Column("filing", ForeignKey("filings.id"), primary_key=True),
    Column("account", ForeignKey("staff.id"), nullable=False),
    Column("role", String, nullable=False),
    Column("terminal", ForeignKey("terminals.id"), nullable=False),
    Column("person", String, nullable=False),  # keyed hash
    Column("day", String, nullable=False),  # that it was filed
    Index("staff_acts_of_day", "account", "day"),
)

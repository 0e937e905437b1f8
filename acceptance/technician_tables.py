"""The table of technicians: who may look after the machines of which site."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from acceptance.tables import Moment, metadata

__all__ = ("metadata", "technicians")

technicians = Table(
    "technicians",
    metadata,
    Column("id", String, primary_key=True),  # as in 330521-0001-T01
    Column("site", String, nullable=False, index=True),
    Column("name", String, nullable=False),  # masked
    Column("card", String, nullable=False),  # kiosk.wire.staff.card_proof
    Column("salt", String, nullable=False),
    Column("key", String, nullable=False),  # kiosk.wire.technicians.sealed
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
)

"""Whose filings those of organisations are: by a name that stands for the credit code, beside who acted."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from acceptance.tables import metadata

organisation_filings = Table(
    "organisation_filings",
    metadata,
    Column("filing", ForeignKey("filings.id"), primary_key=True),
    Column("organisation", String, nullable=False, index=True),
)

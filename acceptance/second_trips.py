"""Which matters were not done at once, and for which of the four measured causes (domain S-01, S-22).

Whatever the platform has to ask of a person again counts, from the moment when it tells them: it is noted in
the same transaction. A filing that never arrived counts once somebody found that it has to be made anew.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, insert, select

from acceptance.console_tables import second_trips
from kiosk.flows.gate import Cause

NOT_ARRIVED = "NOT_ARRIVED"


class Why(StrEnum):
    """The four causes, by the gate's own names, and all the rest."""

    MATERIALS = Cause.MATERIAL_MISSING.value
    DELIVERY = Cause.DELIVERY_MISSING.value
    FEE = Cause.FEE_UNPAID.value
    NOT_FILED = Cause.NOT_FILED.value
    OTHER = "other"


_WHY = {
    Cause.MATERIAL_MISSING.name: Why.MATERIALS,
    "MATERIAL_UNPROVED": Why.MATERIALS,
    Cause.DELIVERY_MISSING.name: Why.DELIVERY,
    Cause.FEE_UNPAID.name: Why.FEE,
    "PAYMENT_DUE": Why.FEE,
    Cause.NOT_FILED.name: Why.NOT_FILED,
    NOT_ARRIVED: Why.NOT_FILED,
}


def why(reason: str) -> Why:
    return _WHY.get(reason, Why.OTHER)


def note(connection: Connection, filing: str, reason: str | None, at: datetime) -> None:
    """Once for each reason, however often it is told. Whoever calls holds what makes this the only writer."""
    table, reason = second_trips, reason or ""
    known = select(table.c.filing).where(table.c.filing == filing, table.c.reason == reason)
    if connection.execute(known).first() is None:
        connection.execute(insert(table).values(filing=filing, reason=reason, at=at))

"""What is on its way: how many filings stand where, for how long, and which have waited longest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from acceptance.platform import CHINA
from acceptance.tables import filings
from kiosk.flows.calendar import SILENCE, Calendar, Clock, Light, Limit
from kiosk.model import Status

OPEN = (
    Status.RECEIVED,
    Status.AWAITING_SIGNATURES,
    Status.CORRECTION_REQUIRED,
    Status.ACCEPTED,
    Status.IN_PROGRESS,
)
AGES = ("1 个工作日内", "2–3 个工作日", "4–5 个工作日", "超过 5 个工作日")
_EDGES = (1, 3, 5)
_OURS = (Status.RECEIVED,)  # the platform has the next word; otherwise the person or an office has it
_SHOWN = 50


@dataclass(frozen=True)
class Matter:
    number: str
    item: str
    terminal: str
    status: Status
    received_at: datetime
    days: int  # working days since it came
    light: Light


@dataclass(frozen=True)
class Overview:
    counts: Mapping[Status, tuple[int, ...]]  # one number for each of AGES
    late: tuple[Matter, ...]  # the oldest of those that wait for the platform


def overview(
    connection: Connection, calendar: Calendar, titles: Mapping[str, str], now: datetime
) -> Overview:
    table = filings
    wanted = (table.c.status.in_([status.value for status in OPEN]), table.c.parent.is_(None))
    query = select(table.c.id, table.c.status, table.c.received_at).where(*wanted)
    counts: dict[Status, Counter[int]] = {status: Counter() for status in OPEN}
    waiting: list[tuple[datetime, str]] = []
    days: dict[str, int] = {}
    for id, status, received_at in connection.execute(query):
        came = received_at.astimezone(CHINA).date()
        if str(came) not in days:
            days[str(came)] = calendar.between(came, now.date())
        counts[Status(status)][sum(days[str(came)] > edge for edge in _EDGES)] += 1
        if Status(status) in _OURS:
            waiting.append((received_at, id))
    oldest = [id for _, id in sorted(waiting)[:_SHOWN]]
    rows = connection.execute(select(filings).where(filings.c.id.in_(oldest)).order_by(filings.c.received_at))
    late = tuple(
        Matter(
            number=row.number,
            item=titles.get(row.item, row.item),
            terminal=row.terminal,
            status=Status(row.status),
            received_at=row.received_at,
            days=days[str(row.received_at.astimezone(CHINA).date())],
            light=_light(row.received_at, calendar, now),
        )
        for row in rows
    )
    ages = {status: tuple(count[age] for age in range(len(AGES))) for status, count in counts.items()}
    return Overview(ages, late)


def _light(received_at: datetime, calendar: Calendar, now: datetime) -> Light:
    """Of the silence after which a complete filing counts as accepted (`calendar.SILENCE`)."""
    return Clock(Limit(SILENCE), received_at.astimezone(CHINA)).light(calendar, now)

"""What people say at a terminal about the machine (机器有问题), with how its devices were at that moment.

It comes with the heartbeats of a day, each time anew, and is kept once. Nobody's name is in it. (Domain
S-53.)
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from acceptance.console_tables import machine_reports
from acceptance.database import Database
from kiosk.wire import messages

KEPT, RECENT = timedelta(days=30), timedelta(days=1)
_MOST, _SHOWN = 10, 40  # in a heartbeat, on a page
_DEVICES, _LONGEST = 30, 80


@dataclass(frozen=True)
class Report:
    entry: int  # the number in the journal of the terminal: a technician finds the same one there
    kind: str
    devices: Mapping[str, str]
    at: datetime


def read(told: Sequence[Any]) -> list[Report]:
    """Raises ValueError for what is no list of reports."""
    if len(told) > _MOST:
        raise ValueError("too many")
    return [_read(entry) for entry in told]


def keep(
    connection: Connection, database: Database, place: tuple[str, str], reports: Sequence[Report]
) -> None:
    """`place`: terminal and epoch. What is known already stays as it was said first."""
    terminal, epoch = place
    for report in reports:
        devices = json.dumps(dict(report.devices))
        values = {"entry": report.entry, "kind": report.kind, "devices": devices, "at": report.at}
        connection.execute(database.insert_new(machine_reports, terminal=terminal, epoch=epoch, **values))


def listed(connection: Connection, terminal: str, now: datetime) -> list[Report]:
    """The last first."""
    table = machine_reports.c
    mine = (table.terminal == terminal, table.at > now - KEPT)
    query = select(machine_reports).where(*mine).order_by(table.at.desc()).limit(_SHOWN)
    return [Report(row.entry, row.kind, json.loads(row.devices), row.at) for row in connection.execute(query)]


def lately(connection: Connection, now: datetime) -> dict[str, int]:
    """How many of the last day, by terminal."""
    table = machine_reports.c
    query = select(table.terminal, func.count()).where(table.at > now - RECENT).group_by(table.terminal)
    return {terminal: count for terminal, count in connection.execute(query)}


def _read(entry: Any) -> Report:
    if not isinstance(entry, dict):
        raise ValueError("no report")
    number, kind, devices = entry.get("entry"), entry.get("kind"), entry.get("devices")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**31:
        raise ValueError("entry")
    if not isinstance(devices, dict) or len(devices) > _DEVICES:
        raise ValueError("devices")
    if not all(_is_short(text) for text in (kind, *devices, *devices.values())):
        raise ValueError("text")
    try:
        return Report(number, str(kind), devices, messages.moment(entry.get("at")))
    except TypeError:
        raise ValueError("at") from None


def _is_short(text: object) -> bool:
    return isinstance(text, str) and len(text) <= _LONGEST and "\0" not in text

"""A terminal says how it is. The last word of each is kept, and what does not fit together is recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from acceptance import beats, chain, machine_reports, numbers, tables
from acceptance.enrolment import Terminal, verified
from acceptance.machine_reports import Report
from acceptance.platform import Platform
from acceptance.problems import Kind, ProblemError
from kiosk.wire import messages

_SHAPE: Mapping[str, type | tuple[type, ...]] = {
    "terminal": str,
    "epoch": str,
    "max_seq": int,
    "chain_head": str,
    "journal_head": str,
    "queued": int,
    "oldest_age_s": (int, float, type(None)),
    "clock": dict,
    "devices": dict,
}
# Of newer terminals.
_MORE: Mapping[str, type] = {"version": str, "supplies": dict, "faults": dict, "reports": list}


@dataclass(frozen=True)
class Known:
    """What the platform knows of the terminal's filings: a disk that is new or old may have to learn it."""

    epoch: str
    max_seq: int  # of the epoch
    missing: list[tuple[int, int]]  # gaps among those that the terminal has numbered
    day: str  # YYMMDD, today by the platform's clock
    number_seq: int  # the highest daily part of the filing numbers of that day; 0: none
    noticed: list[tuple[str, int]]  # what did not fit together in the epoch: kind and number


def take(platform: Platform, terminal: Terminal, token: str) -> Known:
    """Raises ProblemError."""
    payload = verified(platform, terminal, messages.HEARTBEAT, token)
    reports = _check(payload)
    now = platform.clock()
    values = {
        "epoch": payload["epoch"],
        "max_seq": payload["max_seq"],
        "received_at": now,
        "heartbeat": json.dumps(payload, ensure_ascii=False),
    }
    table, day = tables.states, f"{now:%y%m%d}"
    with platform.database.writing() as connection:
        highest = chain.compare(connection, platform, terminal.id, payload)
        missing = chain.missing(connection, terminal.id, payload)
        connection.execute(platform.database.insert_new(table, terminal=terminal.id, **values))
        connection.execute(update(table).where(table.c.terminal == terminal.id).values(**values))
        beats.note(connection, platform.database, terminal.id, payload, now)
        machine_reports.keep(connection, platform.database, (terminal.id, payload["epoch"]), reports)
        number_seq = numbers.highest(connection, terminal.id, day)
        noticed = chain.noticed(connection, terminal.id, payload["epoch"])
    return Known(payload["epoch"], highest, missing, day, number_seq, noticed)


def ahead(connection: Connection, terminal: str) -> timedelta | None:
    """By how much the terminal's clock was ahead of ours at its last word; none where it never said one."""
    table = tables.states
    row = connection.execute(select(table).where(table.c.terminal == terminal)).first()
    return messages.moment(json.loads(row.heartbeat)["at"]) - row.received_at if row else None


def _check(payload: Mapping[str, Any]) -> list[Report]:
    """What people reported of the machine. Raises ProblemError."""
    for name, kind in _SHAPE.items():
        if name not in payload or not isinstance(payload[name], kind):
            raise ProblemError(Kind.ENVELOPE, name)
    for name, kind in _MORE.items():
        if not isinstance(payload.get(name, kind()), kind):
            raise ProblemError(Kind.ENVELOPE, name)
    if payload["max_seq"] < 0 or payload["queued"] < 0:
        raise ProblemError(Kind.ENVELOPE, "negative")
    try:
        messages.moment(payload.get("at"))
    except (TypeError, ValueError):
        raise ProblemError(Kind.ENVELOPE, "at") from None
    try:
        return machine_reports.read(payload.get("reports", []))
    except ValueError:
        raise ProblemError(Kind.ENVELOPE, "reports") from None

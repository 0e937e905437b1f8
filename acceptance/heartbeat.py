"""A terminal says how it is. The last word of each is kept, and what does not fit together is recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from acceptance import chain, tables
from acceptance.enrolment import Terminal, verified
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


def take(platform: Platform, terminal: Terminal, token: str) -> tuple[str, int]:
    """The terminal's epoch, and the highest number that we have of it. Raises ProblemError."""
    payload = verified(platform, terminal, messages.HEARTBEAT, token)
    _check(payload)
    values = {
        "epoch": payload["epoch"],
        "max_seq": payload["max_seq"],
        "received_at": platform.clock(),
        "heartbeat": json.dumps(payload, ensure_ascii=False),
    }
    table = tables.states
    with platform.database.writing() as connection:
        known = chain.compare(connection, platform, terminal.id, payload)
        connection.execute(platform.database.insert_new(table, terminal=terminal.id, **values))
        connection.execute(update(table).where(table.c.terminal == terminal.id).values(**values))
    return payload["epoch"], known


def _check(payload: Mapping[str, Any]) -> None:
    for name, kind in _SHAPE.items():
        if name not in payload or not isinstance(payload[name], kind):
            raise ProblemError(Kind.ENVELOPE, name)
    if payload["max_seq"] < 0 or payload["queued"] < 0:
        raise ProblemError(Kind.ENVELOPE, "negative")
    try:
        messages.moment(payload.get("at"))
    except (TypeError, ValueError):
        raise ProblemError(Kind.ENVELOPE, "at") from None

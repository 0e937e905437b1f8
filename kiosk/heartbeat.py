"""What a terminal says of itself once a minute: how far it has counted, what waits, how its parts are."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from kiosk.store import Store
from kiosk.wire.boot import clock_claim
from kiosk.wire.identity import Identity

_DAY = timedelta(days=1)  # as long as a report is told again: a terminal may be without a line


def heartbeat(store: Store, identity: Identity, now: datetime) -> dict[str, Any]:
    epoch, max_seq, chain_head = store.sequence()
    backlog, claim, devices = store.outbox.backlog(), clock_claim(), store.devices.all()
    age = int((now - backlog.oldest).total_seconds()) if backlog.oldest else 0
    return {
        "terminal": identity.terminal,
        "epoch": epoch,
        "max_seq": max_seq,
        "chain_head": chain_head,
        "journal_head": store.journal.head()[1],
        "queued": backlog.queued,
        "oldest_age_s": max(age, 0),
        "clock": vars(claim),
        "devices": {kind: status.state.value for kind, (status, _) in devices.items()},
        "supplies": {kind: {**status.supplies} for kind, (status, _) in devices.items() if status.supplies},
        "faults": {
            kind: [f.code for f in status.faults] for kind, (status, _) in devices.items() if status.faults
        },
        "reports": [vars(report) for report in store.journal.reported(now - _DAY)],
        "version": _version(),
        "at": now.isoformat(),
    }


def _version() -> str:
    """Of the program; nothing where it runs from a folder that nobody installed."""
    try:
        return version("kiosk")
    except PackageNotFoundError:
        return ""

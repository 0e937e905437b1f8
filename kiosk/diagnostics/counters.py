"""What the terminal has done, and when its paper ends: from its own journal. The rest is unknown."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kiosk import receipt
from kiosk.config import Config
from kiosk.diagnostics import forecast
from kiosk.diagnostics.forecast import UNKNOWN
from kiosk.model import Outcome, Status
from kiosk.store.history import Entry, History
from kiosk.store.inspection import Inspection
from kiosk.store.journal import Event

_LAST = 50
_PAPER = ("media.empty", "media.low")
_FACTS = {  # of a slip as long as most
    "number": "3305210001001250101000001", "title": "社会保险参保证明",
    "filed_at": "2025-01-01T08:00:00+08:00", "materials": "无需提交", "delivery": "本机打印",
    "phone": "12345", "place": "政务服务中心", "terminal": "001",
}  # fmt: skip


def counters(config: Config, now: datetime, roll: float | None) -> dict[str, Any] | None:
    """`roll`: metres of paper on a new roll, if somebody says so. None where there is no store to read."""
    if not config.store.exists():
        return None
    try:
        store = Inspection(config.store)
        try:
            return _read(store.history, config, now, roll)
        finally:
            store.close()
    except sqlite3.ProgrammingError:
        raise  # a mistake of ours, and no store that cannot be read
    except (sqlite3.DatabaseError, ValueError):
        return None


def _read(history: History, config: Config, now: datetime, roll: float | None) -> dict[str, Any]:
    counted = history.counted()
    return {
        "transactions": counted.get("session_begun", 0),
        "filings": counted.get("filed", 0),
        "slips": counted.get("slip_printed", 0),
        "events": counted,
        "failures": history.failures(),
        "last": [_told(entry) for entry in history.last(_LAST)],
        "pages": history.pages_since(0),
        "paper": paper(history, slip_mm(config), now, roll),
        **forecast.of_documents(history, now),
    }


def paper(history: History, mm: float | None, now: datetime, roll: float | None) -> dict[str, Any]:
    """How far the roll is used up, and a forecast; both need a replacement that the journal saw, or that a
    technician noted there, who says how long the roll is, too."""
    new = replaced(history.of_device("receipt_printer"))
    noted = history.changed(Event.PAPER_CHANGED, "receipt_printer")
    if noted is not None and (new is None or noted.seq > new.seq):
        new, roll = noted, roll or float(noted.detail["mm"]) / 1000
    slips = history.slips_since(new.seq) if new else None
    known = {
        "slip_mm": round(mm) if mm is not None else None,
        "replaced_at": new.at.isoformat() if new else None,
        "slips_since": slips,
    }
    return {**known, "forecast": _forecast(new, slips, mm, now, roll)}


def replaced(changes: Sequence[Entry]) -> Entry | None:
    """The last time that a printer which wanted paper stopped wanting it."""
    found, wanting = None, False
    for change in changes:
        fault = str(change.detail.get("fault", ""))
        well = change.detail.get("state") == "online" and fault not in _PAPER
        if wanting and well:
            found, wanting = change, False
        wanting = wanting or fault in _PAPER
    return found


def slip_mm(config: Config) -> float | None:
    """Of paper that a usual slip takes on the configured printer."""
    from kiosk.devices.receipt_printer import _encode, _profile

    entry = next((device for device in config.devices if device.kind == "receipt_printer"), None)
    if entry is None or entry.adapter != "escpos":
        return None
    try:
        profile = _profile.named(str(entry.options.get("profile", "generic-80")))
    except ValueError:
        return None
    outcome = Outcome(Status.HELD, datetime.fromisoformat(_FACTS["filed_at"]))
    return _encode.encode(receipt.lines(_FACTS, outcome, "**"), profile).mm


def _forecast(
    new: Entry | None, slips: int | None, mm: float | None, now: datetime, roll: float | None
) -> str:
    if new is None or slips is None:
        return f"{UNKNOWN}：流水里没有换纸的记录"
    if roll is None or mm is None:
        return f"{UNKNOWN}：没有说明纸卷长度（--roll 米数）"
    days = (now - new.at).total_seconds() / 86400
    if not forecast.tells(slips, days):
        return f"{UNKNOWN}：换纸以来才 {slips} 张"
    return forecast.left(slips * mm, roll * 1000, days)


def _told(entry: Entry) -> dict[str, Any]:
    detail = {key: str(value) for key, value in entry.detail.items()}
    return {"at": entry.at.isoformat(), "event": entry.event, "subject": entry.subject, "detail": detail}

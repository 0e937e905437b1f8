"""When something is used up, by what was used since it was put in. Of too little nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kiosk.store.history import Entry, History
from kiosk.store.journal import Event

UNKNOWN = "不知道"
SUPPLIES = {"paper": "凭条纸", "sheets": "A4 纸", "toner": "碳粉"}  # of what counters tell a forecast
_LEAST, _LEAST_DAYS = 5, 1.0  # fewer say nothing of a day


def of_documents(history: History, now: datetime) -> dict[str, Mapping[str, Any]]:
    """Sheets and toner of the A4 printer. Test pages are in no journal, and are not counted."""
    sheets = history.changed(Event.PAPER_CHANGED, "document_printer")
    toner = history.changed(Event.TONER_CHANGED, "document_printer")
    return {
        "sheets": _known(history, sheets, "sheets", "放纸", now),
        "toner": _known(history, toner, "pages", "换碳粉", now),
    }


def tells(used: int, days: float) -> bool:
    return used >= _LEAST and days >= _LEAST_DAYS


def left(used: float, whole: float, days: float) -> str:
    """After so many days in which so much was used of the whole."""
    still = (whole - used) / (used / days)
    return f"约 {still:.0f} 天后用完" if still >= 1 else "按估算快用完了"


def _known(history: History, new: Entry | None, detail: str, deed: str, now: datetime) -> dict[str, Any]:
    """`deed`: what a technician did when it was put in."""
    if new is None:
        forecast = f"{UNKNOWN}：没有{deed}的记录"
        return {"changed_at": None, "whole": None, "pages_since": None, "forecast": forecast}
    used, whole = history.pages_since(new.seq), int(new.detail[detail])
    days = (now - new.at).total_seconds() / 86400
    forecast = left(used, whole, days) if tells(used, days) else f"{UNKNOWN}：{deed}以来才 {used} 页"
    return {
        "changed_at": new.at.isoformat(),
        "whole": whole,
        "pages_since": used,
        "forecast": forecast,
    }

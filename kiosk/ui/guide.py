"""The guide of a matter as the screen shows it: made from the item alone, the three first questions first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.ui.wording import Wording

if TYPE_CHECKING:
    from kiosk.flows.definition import Flow

# block of the guide → the drawing beside it; where to go, what to bring and how long it takes come first
_DRAWINGS = {
    "where": "pin",
    "bring": "card",
    "time_limit": "clock",
    "conditions": "check",
    "process": "touch",
    "fee": "receipt",
    "channel": "mobile",
    "result": "document",
    "basis": "shield",
}
_COUNTED = ("windows", "departments", "materials", "working_days")


def blocks(flow: Flow, wording: Wording) -> list[dict[str, str]]:
    return [
        {
            "name": name,
            "drawing": drawing,
            "title": wording.say(f"guide_{name}"),
            "text": wording.pick(flow.guide[name]),
        }
        for name, drawing in _DRAWINGS.items()
    ]


def before(flow: Flow, wording: Wording) -> str:
    """What it took in former times, as far as the item knows it; empty where it knows nothing."""
    counted = [wording.say(f"before_{name}", flow.before[name]) for name in _COUNTED if name in flow.before]
    return wording.say("before_mark").join(counted)

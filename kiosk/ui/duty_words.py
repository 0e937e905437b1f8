"""How a line of the day-book reads between two people, and what is said when something was not done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.terminal.duties import Entry


def told(entry: Entry, stage: Stage) -> dict[str, str]:
    """A line of the day-book: nobody's name."""
    at = entry.filed_at.astimezone(stage.front.clock().tzinfo)
    return {"filing": entry.filing, "title": f"{at:%m-%d}  {entry.title}", "number": entry.number}


def trouble(error: Exception, stage: Stage) -> str:
    from kiosk.model import DeviceError

    return stage.wording.fault(error) if isinstance(error, DeviceError) else stage.wording.say("trouble")

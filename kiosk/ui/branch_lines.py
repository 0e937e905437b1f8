"""The departments' parts of a matter, as lines that a person reads: what, whose, how far, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from kiosk.ui.wording import Wording

if TYPE_CHECKING:
    from kiosk.terminal.progress import Part
    from kiosk.terminal.whole import Whole

_CHINA = timezone(timedelta(hours=8))
_LOOKS = {  # state → drawing and tone
    "waiting": ("clock", "plain"),
    "started": ("clock", "plain"),
    "paused": ("notice", "warm"),
    "done": ("check", "good"),
    "returned": ("notice", "bad"),
}
_LATE = {"yellow": "warm", "red": "bad"}


def lines(parts: Sequence[Part], wording: Wording, phone: str) -> list[dict[str, str]]:
    """`phone`: whom to ask where the item does not say."""
    return [_line(part, wording, phone) for part in parts]


def summary(parts: Sequence[Part], wording: Wording) -> str:
    done = sum(part.news.state.value == "done" for part in parts)
    return wording.say("progress_summary", len(parts), done)


def whole(found: Whole, wording: Wording) -> str:
    unit = found.promised.unit.value
    spent, promised = (wording.say(f"span_{unit}", n) for n in (found.spent, found.promised.count))
    return wording.say("whole_done" if found.done else "whole_runs", spent, promised)


def _line(part: Part, wording: Wording, phone: str) -> dict[str, str]:
    news, branch = part.news, part.branch
    drawing, tone = _LOOKS[news.state.value]
    if news.state.value == "started":
        tone = _LATE.get(news.light, tone)
    name = wording.pick(branch.name) if branch else wording.say("branch_unknown")
    return {
        "key": news.key,
        "title": name,
        "department": wording.pick(branch.department) if branch else "",
        "state": _state(part, wording),
        "says": _says(part, wording, phone),
        "drawing": drawing,
        "tone": tone,
    }


def _state(part: Part, wording: Wording) -> str:
    late = part.news.state.value == "started" and part.news.light == "red"
    return wording.say("branch_late" if late else f"branch_{part.news.state.value}")


def _says(part: Part, wording: Wording, phone: str) -> str:
    """Until when, or when it was done; what is wanted of the person; where whoever gets nothing turns to."""
    news, branch = part.news, part.branch
    match news.state.value:
        case "started":
            return wording.say("branch_until", day(news.due, wording)) if news.due else ""
        case "paused":
            if news.reason == "PAYMENT_DUE":
                return wording.say("branch_pays")
            return wording.reason(news.reason, phone) or wording.say("branch_asks", phone)
        case "done":
            return _moment(news.ended_at)
        case "returned":
            where, number = (wording.pick(branch.where), branch.phone) if branch else ("12345", phone)
            return wording.say("branch_elsewhere", where, number)
    return ""


def day(due: datetime, wording: Wording) -> str:
    """The end of a day is that day, and no midnight of the next one."""
    here = due.astimezone(_CHINA)
    if (here.hour, here.minute) == (0, 0):
        last = here - timedelta(days=1)
        return wording.say("branch_day", last.month, last.day)
    return f"{here:%m-%d %H:%M}"


def short(at: datetime) -> str:
    """Without the year, in two lines."""
    return f"{at.astimezone(_CHINA):%m-%d\n%H:%M}"


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(_CHINA):%Y-%m-%d %H:%M}" if at else ""

"""The nodes of a matter of several departments: taken, sent out, at the offices, put together, handed out.

Each with the time at which it was passed; of one that is to come the time until when, where that is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.ui import branch_lines
from kiosk.ui.wording import Wording

if TYPE_CHECKING:
    from kiosk.terminal.progress import Part
    from kiosk.terminal.withdrawing import Matter


@dataclass(frozen=True)
class _Node:
    key: str
    passed: datetime | None = None
    since: datetime | None = None  # it is the one at hand
    due: datetime | None = None


def lines(matter: Matter, parts: Sequence[Part], wording: Wording) -> list[dict[str, str]]:
    return [_line(node, wording) for node in _nodes(matter, parts)]


def _nodes(matter: Matter, parts: Sequence[Part]) -> tuple[_Node, ...]:
    from kiosk.model import Status  # the first paint needs none of it

    needed = [part.news for part in parts if part.branch is None or not part.branch.optional]
    starts = [news.started_at for news in needed if news.started_at]
    ends = [news.ended_at for news in needed if news.state.value == "done" and news.ended_at]
    open_ones = [news for news in needed if news.state.value != "done"]
    dues = [news.due for news in open_ones if news.due]
    sent = min(starts, default=None)
    gathered = max(ends, default=None) if not open_ones else None
    due = max(dues) if dues and len(dues) == len(open_ones) else None  # one without leaves all open
    handed = matter.outcome.at if matter.outcome.status in (Status.RESULT_READY, Status.CONCLUDED) else None
    return (
        _Node("taken", matter.filing.filed_at),
        _Node("sent", sent),
        _Node("offices", gathered, since=sent),
        _Node("gathered", gathered, due=due),
        _Node("handed", handed, since=gathered),
    )


def _line(node: _Node, wording: Wording) -> dict[str, str]:
    state = "passed" if node.passed else "now" if node.since else "ahead"
    if node.passed:
        says = branch_lines.short(node.passed)
    elif node.since:
        says = wording.say("node_since", branch_lines.short(node.since))
    else:
        says = wording.say("branch_until", branch_lines.day(node.due, wording)) if node.due else ""
    return {"key": node.key, "title": wording.say(f"node_{node.key}"), "state": state, "says": says}

"""How long a matter of several departments has taken as one, beside what was promised for all of it.

Time of the person: a part that somebody had to wait for counts, and parts that stand side by side count once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from kiosk.flows import rules
from kiosk.flows.calendar import Calendar, Clock, Limit
from kiosk.flows.definition import Flow
from kiosk.store.matters import Matter
from kiosk.terminal.progress import BranchState, Part


@dataclass(frozen=True)
class Whole:
    spent: int  # in the unit of what was promised, rounded up, from 1
    promised: Limit
    done: bool


def whole(
    matter: Matter, parts: Sequence[Part], flows: Mapping[str, Flow], calendar: Calendar, now: datetime
) -> Whole | None:
    """None where no clock runs: before the start, while something is wanted of the person, where it came to
    nothing; and where the item no longer has these parts."""
    flow = flows.get(matter.filing.item)
    if flow is None or not all(part.branch for part in parts):
        return None
    needed = [part.news for part in parts if part.branch and not part.branch.optional]
    starts = [news.started_at for news in needed if news.started_at]
    promised = promise(flow, matter.filing.filed_at.date())
    if not starts or promised is None:
        return None
    if any(news.state in (BranchState.PAUSED, BranchState.RETURNED) for news in needed):
        return None
    ends = [news.ended_at for news in needed if news.state is BranchState.DONE and news.ended_at]
    done = len(ends) == len(needed)
    used = Clock(promised, min(starts)).part(calendar, max(ends) if done else now)
    return Whole(max(1, ceil(round(used * promised.count, 6))), promised, done)


def promise(flow: Flow, day: date) -> Limit | None:
    """What is promised to everybody; None where it hangs on answers, which are sealed by now."""
    if flow.limit is None or not set(flow.limit.count.program.variables()) <= flow.data.keys():
        return None
    spans = {name: dated.on(day) for name, dated in flow.data.items()}
    values = {name: span.values for name, span in spans.items() if span is not None}
    if len(values) < len(spans):
        return None
    return Limit(int(flow.limit.count(rules.Context(values))), flow.limit.unit)

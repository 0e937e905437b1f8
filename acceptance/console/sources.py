"""Which offices answer: what was asked of each in the last hour, and how often nobody said anything."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from acceptance.tables import calls
from kiosk.flows.materials import State

WINDOW = timedelta(hours=1)
FEW = 3  # questions; of fewer nobody can tell
YELLOW = 0.2  # of the questions
_SILENT = (State.UNAVAILABLE.value, State.UNKNOWN.value)


@dataclass(frozen=True)
class Source:
    name: str
    asked: int
    silent: int
    answered_at: datetime | None  # the last time within a day

    @property
    def light(self) -> str:
        if self.asked >= FEW and self.silent == self.asked:
            return "red"
        return "yellow" if self.silent >= max(1, YELLOW * self.asked) else "green"


def listed(connection: Connection, now: datetime) -> list[Source]:
    """Of the last day; those that say nothing first."""
    lately = select(calls.c.source, calls.c.answer).where(calls.c.at > now - WINDOW)
    asked, silent = Counter[str](), Counter[str]()
    for source, answer in connection.execute(lately):
        asked[source] += 1
        silent[source] += answer in _SILENT
    day = (calls.c.at > now - timedelta(days=1), calls.c.answer.not_in(_SILENT))
    last = select(calls.c.source, func.max(calls.c.at)).where(*day).group_by(calls.c.source)
    answered = {source: at for source, at in connection.execute(last)}
    found = [
        Source(name, asked[name], silent[name], answered.get(name)) for name in asked.keys() | answered.keys()
    ]
    return sorted(found, key=lambda source: (-source.silent, source.name))

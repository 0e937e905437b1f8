"""A terminal before a citizen whose platform is behind a line that can be cut and slowed, and spoils answers
on command."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.dock import line
from kiosk.dock.line import Line
from tests.acceptance.station import Station
from tests.journeys.sayings import doctor
from tests.ui.visitor import Visitor


@dataclass(frozen=True)
class Far:
    """The platform as this terminal reaches it: behind a line that can be cut and slowed."""

    url: str
    ca: str


@dataclass
class Journey:
    visitor: Visitor
    station: Station  # the platform's own side: trouble on command, and what it has
    line: Line
    folder: Path

    def spoils(self, **wishes) -> None:
        self.station.sandbox(**wishes)

    def on_the_line(self, **changes) -> None:
        line.update(self.folder / "line", **changes)

    def platform_has(self, id: str) -> int:
        (database,) = self.station.server.data.glob("*.sqlite")
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
            (count,) = db.execute("select count(*) from filings where id = ?", (id,)).fetchone()
        db.close()
        return count

    def doctor(self):
        return doctor(self.visitor, self.folder, f"https://localhost:{self.line.port}")


@contextmanager
def journey(place, folder, slowest) -> Iterator[Journey]:
    place.server.nobody_was_here()
    target = urlsplit(place.server.url)
    wire = Line(folder / "line", target.hostname, target.port)
    line.update(folder / "line", cut=False, delay_s=0)
    wire.start()
    station = Station(place.server, place.identity)
    far = replace(place, server=Far(f"https://localhost:{wire.port}", place.server.ca))
    try:
        with Visitor.arrives(far, folder, slowest=slowest) as visitor:
            yield Journey(visitor, station, wire, folder)
    finally:
        station.sandbox(spoil_next=0, busy_next=0, hold_answers_s=0, data_latency_s=0)
        wire.stop()

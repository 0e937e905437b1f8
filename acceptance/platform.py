"""What every part of the platform works with, as one value."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from acceptance.admission import Admission
from acceptance.desks import Desks
from acceptance.problems import Kind, ProblemError

if TYPE_CHECKING:  # a command that only makes a code should not load fonts and flows
    from acceptance.certificate import Layout
    from acceptance.database import Database
    from acceptance.face_policy import Faces
    from acceptance.keys import Keys
    from acceptance.population import Population
    from acceptance.sandbox import Sandbox
    from acceptance.schedule import Schedule
    from kiosk.flows.definition import Flow

CHINA = timezone(timedelta(hours=8))

Clock = Callable[[], datetime]


def clock(start: datetime | None) -> Clock:
    """The time of China, shifted so that it shows `start` now."""
    shift = start - datetime.now(CHINA) if start else timedelta()
    return lambda: datetime.now(CHINA) + shift


class InFlight:
    """Which objects are being taken at this moment; a second sender of the same one is told to wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: set[str] = set()

    @contextmanager
    def alone(self, id: str) -> Iterator[None]:
        with self._lock:
            if id in self._ids:
                raise ProblemError(Kind.IN_FLIGHT, retry_after=1)
            self._ids.add(id)
        try:
            yield
        finally:
            with self._lock:
                self._ids.discard(id)


@dataclass(frozen=True)
class Platform:
    database: Database
    keys: Keys
    flows: Mapping[str, Flow]
    population: Population
    clock: Clock  # aware, in the time of China
    public_url: str  # without a slash at its end
    sandbox: Sandbox
    layout: Layout
    faces: Faces
    schedule: Schedule
    admission: Admission = field(default_factory=Admission)
    earlier: Mapping[str, Flow] = field(default_factory=dict)  # the items as they were one version ago
    in_flight: InFlight = field(default_factory=InFlight)
    drawing: threading.Lock = field(default_factory=threading.Lock)  # one document at a time
    desks: Desks = field(default_factory=Desks)  # none of them: departments ask for their work
    ahead: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "documents"))

    def close(self) -> None:
        self.ahead.shutdown(cancel_futures=True)
        self.database.close()

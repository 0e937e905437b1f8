from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.model import SealedPart
from kiosk.store import Store
from kiosk.store.filings import Prepared

PREFIX = "3305210001001"


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_time(self, **kwargs: float) -> None:
        self.now += timedelta(**kwargs)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "kiosk.db")
    yield opened
    opened.close()


@pytest.fixture
def queue(store, clock):
    """Files one prepared session; its envelope only repeats where it stands."""

    def file(id: str, **changes):
        part = SealedPart("body", "application/json", "d" * 64, b"sealed " + id.encode())
        values = {
            "id": id,
            "item": "si-certificate",
            "person": "p" * 64,
            "filed_at": clock(),
            "parts": (part,),
            "slip": {"title": "社保参保证明"},
        }
        prepared = Prepared(**values | changes)
        return store.filings.queue(prepared, PREFIX, lambda place: f"{id}/{place.seq}/{place.previous}")

    return file

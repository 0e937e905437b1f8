"""Trouble on command, for tests and demonstrations; a platform started without it has none."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Mapping
from typing import Any


class Sandbox:
    """Safe between threads. Every trouble is off until somebody asks for it."""

    def __init__(self, enabled: bool = False) -> None:
        self.enabled = enabled
        self._lock = threading.Lock()
        self._data_latency = 0.0  # seconds
        self._data_unavailable: frozenset[str] = frozenset()
        self._refuse_next = 0
        self._busy_next = 0
        self._hold_answers = 0.0  # seconds

    def set(self, wishes: Mapping[str, Any]) -> None:
        """What is not named stays as it is."""
        with self._lock:
            self._data_latency = float(wishes.get("data_latency_s", self._data_latency))
            self._data_unavailable = frozenset(wishes.get("data_unavailable", self._data_unavailable))
            self._refuse_next = int(wishes.get("refuse_next", self._refuse_next))
            self._busy_next = int(wishes.get("busy_next", self._busy_next))
            self._hold_answers = float(wishes.get("hold_answers_s", self._hold_answers))

    @property
    def state(self) -> dict[str, float | int | Collection[str]]:
        with self._lock:
            return {
                "data_latency_s": self._data_latency,
                "data_unavailable": sorted(self._data_unavailable),
                "refuse_next": self._refuse_next,
                "busy_next": self._busy_next,
                "hold_answers_s": self._hold_answers,
            }

    def reaches(self, source: str) -> bool:
        """Whether the source answers; waits as long as it is told to take."""
        with self._lock:
            latency, reachable = self._data_latency, source not in self._data_unavailable
        time.sleep(latency)
        return reachable

    def refuses(self) -> bool:
        with self._lock:
            refuse, self._refuse_next = self._refuse_next > 0, max(0, self._refuse_next - 1)
            return refuse

    def is_busy(self) -> bool:
        with self._lock:
            busy, self._busy_next = self._busy_next > 0, max(0, self._busy_next - 1)
            return busy

    def hold_answer(self) -> None:
        """Between what is kept and what is answered: where a dying process is most dangerous."""
        with self._lock:
            seconds = self._hold_answers
        time.sleep(seconds)

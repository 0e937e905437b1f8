"""When to try again to open what was not there: soon at first, then more seldom, at most every 10 s."""

from __future__ import annotations

import time

_LONGEST = 10.0


class Backoff:
    def __init__(self, first: float) -> None:
        self._first = self._next = first
        self._not_before = 0.0

    def due(self) -> bool:
        return time.monotonic() >= self._not_before

    def failed(self) -> None:
        self._not_before = time.monotonic() + self._next
        self._next = min(self._next * 2, _LONGEST)

    def worked(self) -> None:
        self._next, self._not_before = self._first, 0.0

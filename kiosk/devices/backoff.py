"""When to give up a silent line, and when to open it again: soon, then more seldom, at most every second:
what was plugged in again is there for the next person."""

from __future__ import annotations

import time

_LONGEST = 1.0
_MISSES = 3


class Backoff:
    def __init__(self, first: float) -> None:
        self._first = self._next = first
        self._not_before = 0.0
        self._misses = 0

    def due(self) -> bool:
        return time.monotonic() >= self._not_before

    def failed(self) -> None:
        self._not_before = time.monotonic() + self._next
        self._next = min(self._next * 2, _LONGEST)

    def missed(self) -> bool:
        """A question had no answer: says whether it is the third in a row, and the line to be given up."""
        self._misses += 1
        if self._misses < _MISSES:
            return False
        self._misses = 0
        self.failed()
        return True

    def worked(self) -> None:
        self._next, self._not_before, self._misses = self._first, 0.0, 0

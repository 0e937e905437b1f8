"""How many filings a second are let in, and when whoever has to wait may come again.

After an outage every terminal comes at once. Those that do not fit are given a slot each, one behind the
other at the pace that the platform keeps up with: who comes in its slot is let in, so nobody asks in vain
twice. The slots are this process's own: several processes of one platform divide the pace.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from acceptance.problems import Kind, ProblemError

BURST = 2.0  # seconds' worth of filings that may come at once
GRACE = 60.0  # seconds after its slot in which a terminal is still let in
LONGEST = 3600  # seconds; a terminal takes no more for a slot


@dataclass(frozen=True)
class _Slot:
    at: float
    count: int


class Admission:
    """Safe between threads. Without a rate everybody is let in."""

    def __init__(self, rate: float | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate  # filings a second
        self._clock = clock
        self._lock = threading.Lock()
        self._free_at = -math.inf  # when all that was let in and promised will have been taken
        self._slots: dict[str, _Slot] = {}

    def admit(self, terminal: str, count: int) -> None:
        """Raises ProblemError with the terminal's slot when there is no room for so many filings now."""
        if self._rate is None:
            return
        with self._lock:
            wait = self._wait(terminal, count, self._rate)
        if wait:
            raise ProblemError(Kind.BUSY, "come in your slot", retry_after=min(math.ceil(wait), LONGEST))

    def _wait(self, terminal: str, count: int, rate: float) -> float:
        """Seconds; 0 is now."""
        now = self._clock()
        self._forget(now)
        slot = self._slots.pop(terminal, None)
        if slot and now < slot.at:
            self._slots[terminal] = slot  # it came too early: the same slot again
            return slot.at - now
        promised = slot.count if slot else 0  # and paid for already
        if count <= promised:
            return 0.0
        self._free_at = max(self._free_at, now - BURST) + (count - promised) / rate
        if self._free_at <= now:
            return 0.0
        self._slots[terminal] = _Slot(self._free_at, count)
        return self._free_at - now

    def _forget(self, now: float) -> None:
        """Slots that nobody came in. They stand in the order of their time, but for those asked for again."""
        while self._slots and now > (first := next(iter(self._slots.items())))[1].at + GRACE:
            del self._slots[first[0]]

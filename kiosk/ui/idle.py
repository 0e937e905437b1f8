"""How long nobody has touched the screen, and what follows: a curtain, a warning, the end."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot


@dataclass(frozen=True)
class IdleTimes:
    """Seconds without a touch. The curtain covers what is personal; the warning counts down to the end."""

    curtain: float = 60
    warning: float = 150
    end: float = 180


RATING = IdleTimes(curtain=math.inf, warning=math.inf, end=20)


class IdleWatch(QObject):
    """Ends nothing while `busy()`: a page on which a device works outlasts its work."""

    changed = Signal()
    ended = Signal()

    def __init__(self, monotonic: Callable[[], float], busy: Callable[[], bool]) -> None:
        super().__init__()
        self._monotonic, self._busy = monotonic, busy
        self._times = IdleTimes()
        self._pace = 1.0
        self._since = monotonic()
        self._over = False
        self.state = ""  # "", curtain, warning
        self.seconds_left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(250)
        self._timer.timeout.connect(self.tick)

    def start(self, times: IdleTimes | None = None) -> None:
        self._times = times or IdleTimes()
        self._over = False
        self.touch()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def take_time(self, pace: float) -> None:
        """So many times as long, from now on and for whatever page: some people read slowly."""
        self._pace = pace
        self.touch()

    def touch(self) -> bool:
        """Somebody is there. Whether this lifted a curtain or a warning, and so is no tap on a button."""
        self._since = self._monotonic()
        lifted = self.state != ""
        self._become("", 0)
        return lifted

    def quiet_for(self) -> float:
        """Seconds since somebody touched."""
        return self._monotonic() - self._since

    @Slot()
    def tick(self) -> None:
        idle, pace = self._monotonic() - self._since, self._pace
        if idle >= self._times.end * pace:
            if not self._busy() and not self._over:
                self._over = True
                self.ended.emit()
        elif idle >= self._times.warning * pace:
            self._become("warning", math.ceil(self._times.end * pace - idle))
        elif idle >= self._times.curtain * pace:
            self._become("curtain", 0)

    def _become(self, state: str, seconds_left: int) -> None:
        if (state, seconds_left) != (self.state, self.seconds_left):
            self.state, self.seconds_left = state, seconds_left
            self.changed.emit()

"""How long one order may take, and whether close() has broken it."""

from __future__ import annotations

import threading
import time

from kiosk.devices import faults
from kiosk.devices.receipt_printer import _faults
from kiosk.model import Completion, DeviceError


class Patience:
    def __init__(self, seconds: float, closing: threading.Event) -> None:
        self._end, self._closing = time.monotonic() + seconds, closing

    @property
    def over(self) -> bool:
        return time.monotonic() >= self._end

    def must_go_on(self) -> None:
        """Raises DeviceError: CANCELED, or TIME_OUT."""
        if self._closing.is_set():
            raise faults.closed(_faults.DEVICE)
        if self.over:
            raise DeviceError(Completion.TIME_OUT, _faults.TIMED_OUT)

    def pause(self, seconds: float) -> None:
        """Not longer than there is time, and not beyond close()."""
        self._closing.wait(max(0.0, min(seconds, self._end - time.monotonic())))

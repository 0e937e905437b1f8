"""The slip at the mouth of a presenter: stands there until it is taken, or until it is taken back.

A slip that nobody takes must not be the next person's. The printer's own timer takes it back also when this
process is gone; as some are set to throw it out instead, the order to take it back comes before that.
"""

from __future__ import annotations

import time
from dataclasses import replace

from kiosk.devices import faults
from kiosk.devices.receipt_printer import _encode, _faults
from kiosk.devices.receipt_printer._link import Link
from kiosk.devices.receipt_printer._patience import Patience
from kiosk.model import Completion, DeviceError, DeviceStatus, Media

_SENSOR_EVERY = 0.05  # seconds: a slip at the mouth is seen before the quickest hand has taken it
_CLEARS_WITHIN = 5.0  # seconds that it may need to take a slip back
_GRACE = 5.0  # seconds by which the printer's own timer is later than ours
_AGAIN = 3.0  # seconds until it is told once more


class Output:
    def __init__(self, link: Link, retract_after: float) -> None:
        self._link, self._after = link, retract_after
        self.printers_timer = retract_after + _GRACE
        self._since: float | None = None  # when something was first seen to stand there
        self._told: float | None = None  # when the printer was told to take it back
        self._last = Media.NOT_PRESENT

    def begin(self) -> None:
        """A new slip: what became of the last one is no longer of interest."""
        self._since = self._told = None
        self._last = Media.NOT_PRESENT

    def follow(self, found: DeviceStatus) -> DeviceStatus:
        """What the sensor says → what became of the slip, which is taken back when nobody took it in time."""
        told = replace(found, media=self._seen(found.media))
        if self._overdue:
            self._retract()
        return told

    def wait(self, patience: Patience) -> None:
        """Until the sensor sees the slip: only one that was printed and cut is brought there."""
        while self.follow(self._asked()).media is not Media.PRESENT:
            if patience.over:
                raise DeviceError(Completion.HARDWARE_ERROR, _faults.NOT_PRESENTED)
            patience.must_go_on()
            patience.pause(_SENSOR_EVERY)

    def free(self, patience: Patience) -> None:
        """Takes back what stands at the mouth. Raises DeviceError when it stays."""
        self._retract()
        end = time.monotonic() + _CLEARS_WITHIN
        while self._seen(self._asked().media) in (Media.PRESENT, Media.UNKNOWN):
            if time.monotonic() >= end:
                raise DeviceError(Completion.DEVICE_NOT_READY, _faults.OUTPUT_BLOCKED)
            patience.must_go_on()
            patience.pause(_SENSOR_EVERY)

    def _asked(self) -> DeviceStatus:
        found = self._link.ask()
        faults.must_work(found)
        return found

    def _retract(self) -> None:
        self._link.send(_encode.RETRACT)
        self._told = time.monotonic()

    def _seen(self, media: Media) -> Media:
        if media is Media.PRESENT:
            if self._since is None:
                self._since = time.monotonic()
            return media
        if media is not Media.NOT_PRESENT:
            return media
        if self._since is not None:
            own = time.monotonic() - self._since >= self.printers_timer
            self._last = Media.RETRACTED if self._told is not None or own else Media.TAKEN
            self._since = self._told = None
        return self._last

    @property
    def _overdue(self) -> bool:
        now = time.monotonic()
        waited = self._since is not None and now - self._since >= self._after
        return waited and (self._told is None or now - self._told >= _AGAIN)

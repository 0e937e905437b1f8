"""Prints slips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from kiosk.devices import Device
from kiosk.model import SlipLine


@runtime_checkable
class ReceiptPrinter(Device, Protocol):
    def print(self, job: str, lines: Sequence[SlipLine], timeout: float) -> None:
        """Prints and cuts one slip; returns only when the printer says that the paper came out.

        The same `job` id never prints twice in the life of this object: a repeat of a finished job returns
        at once. Raises DeviceError when paper ran out, the cover is open, the printer is silent: then the
        slip is not to be counted as printed. A printer that cannot answer at all prints, and raises
        UNSUPPORTED (print.unconfirmed): nobody knows.
        """
        ...

"""Prints slips, and knows what became of the last one where the mechanism can tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from kiosk.devices import Device
from kiosk.model import Health, SlipLine


@runtime_checkable
class ReceiptPrinter(Device, Protocol):
    """`status().media` of a mechanism that presents slips: PRESENT while one stands at the mouth, then TAKEN,
    or RETRACTED when nobody took it in time, until the next slip begins; JAMMED. Any other says UNKNOWN: its
    slips hang out until somebody tears them off. Who wants the time kept asks for the status meanwhile.
    """

    def print(self, job: str, lines: Sequence[SlipLine], timeout: float) -> None:
        """Prints and cuts one slip; returns only when the printer says that the paper came out.

        The same `job` id never prints twice in the life of this object: a repeat of a finished job returns
        at once. Raises DeviceError when paper ran out, the cover is open, the printer is silent: then the
        slip is not to be counted as printed. A printer that cannot answer at all prints, and raises
        UNSUPPORTED (print.unconfirmed): nobody knows. A repeat of such a job only says so again.
        """
        ...


@runtime_checkable
class KeepsLogo(Protocol):
    """A printer whose own memory keeps the logo that stands above a slip."""

    def load_logo(self) -> Health:
        """Stores it: an EXTERNAL order of a technician, for it wears the memory out. Never raises."""
        ...

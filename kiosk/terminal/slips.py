"""The slip on its way out of the machine: printed once, and what became of it at the printer's mouth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.devices.receipt_printer import ReceiptPrinter
from kiosk.model import DeviceError, Filing, Media, SlipLine
from kiosk.store.filings import Filings

KIND = "receipt_printer"
_WITHIN = 20.0  # seconds


@dataclass(frozen=True)
class Slips:
    device: Callable[[str], Any]
    filings: Filings
    clock: Callable[[], datetime]

    def print(self, filing: Filing, lines: Callable[[], Sequence[SlipLine]], copy: int = 0) -> None:
        """Returns when the printer says that the slip came out; a repeat returns at once. `copy` counts from
        0: the next one is for a person whose slip was drawn back. Raises DeviceError."""
        if copy == 0 and self.filings.slip_is_printed(filing.id):
            return
        printer: ReceiptPrinter = self.device(KIND)
        job = f"{filing.id}:slip" + (f":{copy}" if copy else "")
        printer.print(job, lines(), timeout=_WITHIN)
        self.filings.slip_printed(filing.id, self.clock())

    def media(self) -> Media:
        """Whether the slip stands at the mouth, was taken, or was drawn back; UNKNOWN of a printer without a
        presenter, and where it does not answer."""
        try:
            media: Media = self.device(KIND).status().media
        except DeviceError:
            return Media.UNKNOWN
        return media

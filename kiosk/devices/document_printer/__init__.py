"""Prints A4 documents."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from kiosk.devices import Device


@runtime_checkable
class DocumentPrinter(Device, Protocol):
    def print(self, job: str, pdf: bytes, timeout: float) -> None:
        """Prints a PDF; returns only when the printer reports the job completed without an error reason.

        The same `job` id never prints twice in the life of this object. Raises DeviceError otherwise; a job
        that the printer still holds is cancelled first, so that no page comes out for the next person.
        """
        ...

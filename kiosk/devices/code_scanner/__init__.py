"""Reads QR codes and bar codes that a person shows: on paper, on a licence, on a phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from kiosk.devices import Device


@dataclass(frozen=True)
class Scan:
    """One code. A scan is input from a stranger: nothing in it is followed, and no repr shows it."""

    text: str = field(repr=False)
    data: bytes = field(repr=False)  # as the symbol holds them
    symbology: str  # QRCode, Code128, DataMatrix, PDF417 ...; empty where the scanner does not say


@runtime_checkable
class CodeScanner(Device, Protocol):
    def scan(self, purpose: str, timeout: float) -> Scan:
        """Waits up to `timeout` seconds for a code; what was read before the call does not count.

        `purpose` is one of `_payload.PURPOSES`. Raises DeviceError: TIME_OUT when no code came, USER_ERROR
        when one came that is not for this purpose or holds no text, UNSUPPORTED for a purpose that does not
        exist, HARDWARE_ERROR or DEVICE_NOT_READY when the scanner is at fault.
        """
        ...


def sample(device: CodeScanner, timeout: float) -> Mapping[str, object]:
    """What a technician is shown of one code, whatever it is for. Raises DeviceError."""
    scan = device.scan("diagnosis", timeout)
    return {"text": scan.text, "hex": scan.data.hex(), "symbology": scan.symbology}

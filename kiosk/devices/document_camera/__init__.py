"""Takes a picture of a sheet that a person lays under the document camera."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from kiosk.devices import Device

LEAST_DPI = 200  # the offices' rule for scans: 五号 print has strokes of two pixels then


@dataclass(frozen=True)
class Page:
    """A sheet, cut out and straightened. `dpi` is what the camera resolved, if the sheet is an A4."""

    jpeg: bytes = field(repr=False)
    width: int
    height: int
    dpi: int
    sharpness: float  # variance of the Laplacian over the variance of the print it was taken of
    glare: float  # share of the sheet that is saturated, 0 to 1


@runtime_checkable
class DocumentCamera(Device, Protocol):
    def preview(self) -> bytes | None:
        """The newest frame as JPEG, or None while there is none. Does not wait."""
        ...

    def capture(self, timeout: float) -> Page:
        """Waits up to `timeout` seconds for a sheet, from frames that come after the call.

        Raises DeviceError: USER_ERROR with page.several, page.cut_off, page.small, page.glare or
        page.blurred, the first that is true of the sheet; TIME_OUT, DEVICE_NOT_READY, HARDWARE_ERROR or
        INVALID_DATA when the camera is at fault: one that repeats a frame hands out no sheet.
        """
        ...


def sample(device: DocumentCamera, timeout: float) -> Mapping[str, object]:
    """What a technician is shown of one sheet: measures, never the picture. Raises DeviceError."""
    page = device.capture(timeout)
    return {
        "width": page.width,
        "height": page.height,
        "dpi": page.dpi,
        "sharpness": round(page.sharpness, 3),
        "glare": round(page.glare, 4),
        "bytes": len(page.jpeg),
    }

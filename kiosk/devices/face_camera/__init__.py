"""Looks whether the person before the camera is the one of a photo, on this machine and with nothing kept.

It compares two pictures and claims no more: a good photo held before the lens is taken for the person. Where
that matters, a member of staff stands by, or another way is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from kiosk.devices import Device


@dataclass(frozen=True)
class FaceMatch:
    """Whether it is the same person by the threshold that was asked for; how alike, nobody is told."""

    same: bool


@runtime_checkable
class FaceCamera(Device, Protocol):
    def preview(self) -> bytes | None:
        """The newest frame as JPEG, or None while there is none. Does not wait."""
        ...

    def attend(self, here: bool) -> None:
        """Somebody uses the machine, or no longer: only meanwhile does status() look again, every so often,
        whether the lens sees, at a frame in which no face is looked for. Does not wait."""
        ...

    def compare(self, reference: bytes | bytearray, threshold: float, timeout: float) -> FaceMatch:
        """One try: waits up to `timeout` seconds for one whole face, from frames after the call. The
        first try of all takes a second more, in which the networks are loaded.

        `reference` is a JPEG or BMP of one person, `threshold` the least cosine of the two templates, above 0
        and below 1. Raises DeviceError: USER_ERROR with face.none, face.several, face.small, face.dark or
        face.turned, what was true of the last frame; UNSUPPORTED with face.reference for a photo in which
        there is not one face; TIME_OUT, DEVICE_NOT_READY, HARDWARE_ERROR or INVALID_DATA when the camera is
        at fault.
        """
        ...


def sample(device: FaceCamera, timeout: float) -> Mapping[str, object]:
    """What a technician is shown: whether a picture comes. Whose face is in it is nobody's business here."""
    status = device.status()
    return {"state": status.state.value, **status.detail}

"""Reads identity cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Protocol, runtime_checkable

from kiosk.devices import Device
from kiosk.model import IdentityCard


@runtime_checkable
class CardReader(Device, Protocol):
    def read(self, timeout: float) -> IdentityCard:
        """Waits up to `timeout` seconds for a card.

        Raises DeviceError: TIME_OUT when none came, USER_ERROR when it was lifted too early or is of
        another kind, HARDWARE_ERROR or DEVICE_NOT_READY when the reader is at fault.
        """
        ...

    def present(self) -> bool:
        """Whether a card lies there: the one that was read last, or one that nobody has read.

        Raises DeviceError when the reader does not answer: silence is not absence.
        """
        ...


def sample(device: CardReader, timeout: float) -> Mapping[str, object]:
    """What a technician is shown of one card. Raises DeviceError."""
    record = asdict(device.read(timeout))
    return {key: len(value) if isinstance(value, bytes) else value for key, value in record.items()}

"""Reads social-security cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Protocol, runtime_checkable

from kiosk.devices import Device
from kiosk.model import Completion, DeviceError, Fault, SocialCard


class PinError(DeviceError):
    """The card asks for its PIN, or did not take it. Only the person may enter one, each time anew."""

    def __init__(self, fault: Fault, tries_left: int | None) -> None:
        super().__init__(Completion.USER_ERROR, fault)
        self.tries_left = tries_left  # None: the card did not say


@runtime_checkable
class SocialCardReader(Device, Protocol):
    def read(self, timeout: float) -> SocialCard:
        """Waits up to `timeout` seconds for a card. A card that stays is read again.

        Raises PinError when the card shows its holder only after a PIN: then verify_pin() and read() again,
        with the card left where it is. Raises DeviceError: TIME_OUT when no card came, USER_ERROR when it was
        taken too early or is of another kind, UNSUPPORTED when it asks for another reader, DEVICE_NOT_READY,
        HARDWARE_ERROR or INVALID_DATA when reader or card are at fault.
        """
        ...

    def verify_pin(self, pin: bytearray, timeout: float) -> None:
        """Shows the card one PIN that the person has just entered (ASCII digits), and overwrites `pin`.

        Waits up to `timeout` seconds for a card. The card is shown it at most once: never again by itself.
        Raises PinError with the tries that are left, or DeviceError as read() does.
        """
        ...


def sample(device: SocialCardReader, timeout: float) -> Mapping[str, object]:
    """What a technician is shown of one card. Raises DeviceError."""
    return asdict(device.read(timeout))

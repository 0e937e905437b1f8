"""What the cabinet knows of itself: somebody before it, its door, its power, its climate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Protocol, runtime_checkable

from kiosk.devices import Device, faults


@dataclass(frozen=True)
class Readings:
    """None is unknown: not fitted, not readable, or not heard of for three heartbeats."""

    presence: bool | None = None  # somebody stands before the screen
    door_open: bool | None = None  # of the cabinet
    on_battery: bool | None = None
    charge: int | None = None  # of the battery, %
    minutes_left: int | None = None  # that the battery will last
    temperature: float | None = None  # inside, °C
    humidity: int | None = None  # inside, %


@runtime_checkable
class Sensors(Device, Protocol):
    def readings(self) -> Readings:
        """As they are now. Trouble is unknown readings, and status() says which.

        Raises DeviceError only with CANCELED.
        """
        ...

    def wait_change(self, timeout: float) -> Readings:
        """Returns as soon as readings differ from those that it told this thread last, or the same ones
        after `timeout` seconds; the first time, as soon as anything is known. Raises DeviceError only with
        CANCELED.
        """
        ...


def sample(device: Sensors, timeout: float) -> Mapping[str, object]:
    """What a technician is shown. `timeout` is not used: a board answers within its deadline.

    Raises DeviceError when the board is at fault.
    """
    faults.must_work(device.status())
    return asdict(device.readings())

"""What a person asks for help with: the emergency-call button, the handset, the headphone jack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Protocol, runtime_checkable

from kiosk.devices import Device, faults


@dataclass(frozen=True)
class HandsetState:
    """None is unknown: not fitted, not readable, or not heard of for three heartbeats."""

    calling: bool | None = None  # the emergency-call button is held down
    presses: int | None = None  # of that button, counted by the board from 0 to 999 and from 0 again
    lifted: bool | None = None
    headphones: bool | None = None  # something is in the jack
    lamp: bool | None = None


@runtime_checkable
class Handset(Device, Protocol):
    def state(self) -> HandsetState:
        """As it is now. Trouble is an unknown state, and status() says which.

        Raises DeviceError only with CANCELED.
        """
        ...

    def wait_change(self, timeout: float) -> HandsetState:
        """Returns as soon as the state differs from the one that it told this thread last, or the same one
        after `timeout` seconds; the first time, as soon as anything is known. A press too short for anybody
        to see has changed `presses`. Raises DeviceError only with CANCELED.
        """
        ...

    def ring(self, on: bool) -> None:
        """The call lamp; returns when the board says that it is so.

        Raises DeviceError: UNSUPPORTED when the board has no lamp, TIME_OUT when it does not say so.
        """
        ...


def sample(device: Handset, timeout: float) -> Mapping[str, object]:
    """What a technician is shown. `timeout` is not used: a board answers within its deadline.

    Raises DeviceError when the board is at fault.
    """
    faults.must_work(device.status())
    return asdict(device.state())

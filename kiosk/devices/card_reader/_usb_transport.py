"""SDT frames over USB, in whichever of three ways the reader speaks."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from functools import partial

from kiosk.devices._usb import HID, Address, ClaimedInterface, Interface, claim
from kiosk.devices.card_reader._frame import Command
from kiosk.devices.card_reader._pipes import Pipes, ways
from kiosk.model import Fault

_NAP = 0.05  # a transfer cannot be called off from another thread: so long at most close() waits for it
_INSTANT = 0.001
_STALE = 128  # packets that may lie in a device: more than its longest answer


class UsbTransport:
    """`layout` is auto, single, split or hid."""

    correction: tuple[Command, str] | None = None
    warning: Fault | None = None

    def __init__(self, address: Address, layout: str) -> None:
        self.where = f"USB {address}"
        rule = address.udev_rule("dialout")
        self.remedy = f"在 /etc/udev/rules.d/70-kiosk.rules 加一行 {rule}，重新插拔"
        self._address, self._layout = address, layout
        self._usb: ClaimedInterface | None = None
        self._pipes: list[Pipes] = []
        self._way = ""  # outlives the device: plugged in again it speaks as before

    @property
    def ways(self) -> Sequence[str]:
        return [str(pipes) for pipes in self._pipes]

    @property
    def certain(self) -> bool:
        return self._layout != "auto" or len(self._pipes) == 1

    @property
    def detail(self) -> Mapping[str, str]:
        return {"usb": self.where, "layout": self._way}

    def open(self) -> None:
        self._usb = claim(self._address, partial(_chosen, self._layout))
        self._pipes = ways(self._usb.interface, self._layout)
        if not self._pipes:
            raise OSError(errno.ENXIO, f"{self.where} has no second pair of pipes")
        self.take(self._way if self._way in self.ways else self.ways[0])

    def take(self, way: str) -> None:
        self._pipes.sort(key=lambda pipes: str(pipes) != way)
        self._way = way

    def drain(self) -> None:
        for endpoint in self._opened().interface.ins:
            for _ in range(_STALE):
                if not self.read(endpoint, _INSTANT):
                    break

    def send(self, frame: bytes, timeout: float) -> None:
        self._pipes[0].send(self, frame, timeout)

    def receive(self, timeout: float) -> bytes:
        return self._pipes[0].receive(self, min(timeout, _NAP))

    def write(self, endpoint: int, content: bytes, timeout: float) -> None:
        """A reader that takes nothing within `timeout` will not answer either: that is where it shows."""
        usb = self._opened()
        try:
            usb.write(endpoint, content, timeout)
        except OSError as error:
            _endured(error, usb, endpoint)

    def read(self, endpoint: int, timeout: float) -> bytes:
        """One packet, as it comes; nothing after `timeout`, or when the endpoint had stopped."""
        usb = self._opened()
        try:
            return usb.read(endpoint, usb.interface.packet, timeout)
        except OSError as error:
            _endured(error, usb, endpoint)
            return b""

    def interrupt(self) -> None:
        """Nothing to do: no `receive` takes long."""

    def close(self) -> None:
        usb, self._usb = self._usb, None
        if usb is not None:
            usb.close()

    def _opened(self) -> ClaimedInterface:
        if self._usb is None:
            raise OSError(errno.ENODEV, f"{self.where} is not open")
        return self._usb


def _chosen(layout: str, found: Sequence[Interface]) -> Interface | None:
    """Vendor pipes or reports, as the layout has it; for auto what there is, pipes first."""
    fitting = [one for one in found if one.ins and one.outs and not one.alternate]
    if layout != "auto":
        fitting = [one for one in fitting if (one.kind == HID) is (layout == "hid")]
    return min(fitting, key=lambda one: one.kind == HID, default=None)


def _endured(error: OSError, usb: ClaimedInterface, endpoint: int) -> None:
    if error.errno == errno.EPIPE:  # stalled: it goes on when it is told to
        usb.go_on(endpoint)
    elif not isinstance(error, TimeoutError):
        raise error

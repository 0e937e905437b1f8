"""SDT frames over USB, in whichever of three ways the reader speaks."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence

from kiosk.devices.card_reader._frame import Command
from kiosk.devices.card_reader._pipes import Pipes, ways
from kiosk.devices.card_reader._usb import Address, ClaimedInterface, claim
from kiosk.model import Fault

_NAP = 0.05  # a transfer cannot be called off from another thread: so long at most close() waits for it
_INSTANT = 0.001
_STALE = 128  # packets that may lie in a device: more than its longest answer


class UsbTransport:
    """`layout` is auto, single, split or hid."""

    correction: tuple[Command, str] | None = None
    warning: Fault | None = None

    def __init__(self, address: Address, layout: str) -> None:
        self.where = str(address)
        numbers = f'ATTR{{idVendor}}=="{address.vendor:04x}", ATTR{{idProduct}}=="{address.product:04x}"'
        rule = f'SUBSYSTEM=="usb", {numbers}, MODE="0660", GROUP="dialout"'
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
        hid = {"auto": None, "hid": True}.get(self._layout, False)
        self._usb = claim(self._address, hid)
        self._pipes = ways(self._usb.endpoints, self._layout)
        if not self._pipes:
            raise OSError(errno.ENXIO, f"{self.where} has no second pair of pipes")
        self.take(self._way if self._way in self.ways else self.ways[0])

    def take(self, way: str) -> None:
        self._pipes.sort(key=lambda pipes: str(pipes) != way)
        self._way = way

    def drain(self) -> None:
        usb = self._opened()
        for endpoint in usb.endpoints.ins:
            for _ in range(_STALE):
                if not usb.read(endpoint, _INSTANT):
                    break

    def send(self, frame: bytes, timeout: float) -> None:
        self._pipes[0].send(self._opened(), frame, timeout)

    def receive(self, timeout: float) -> bytes:
        return self._pipes[0].receive(self._opened(), min(timeout, _NAP))

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

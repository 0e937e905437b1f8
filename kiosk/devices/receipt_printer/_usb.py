"""A printer on USB without a kernel driver: the printer-class interface, its bulk endpoints, by libusb.

For models that usblp serves one way only or not at all. All of pyusb is behind `open_device`; what it
talks through, its backend, may be another than the system's libusb.
"""

from __future__ import annotations

import contextlib
import errno
import re
import time
from dataclasses import dataclass
from typing import Any

from kiosk.devices.receipt_printer import _faults
from kiosk.devices.receipt_printer._transport import OpeningError

BACKEND: Any = None  # none: the system's libusb

_ADDRESS = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})(?::([\x21-\x7e]{1,126}))?")
_PRINTER = 7  # bInterfaceClass
_PIECE = 4096  # bytes of one transfer: what a broken one leaves unknown stays small
_ROOM = 512  # a multiple of every bulk packet's size
_PAUSE = 0.005  # many printers answer at once that they have nothing to say
_SHORTEST = 1  # ms: 0 would be for ever


@dataclass(frozen=True)
class Address:
    """A printer by its maker's numbers, and by its serial number where there are several."""

    vendor: int
    product: int
    serial: str | None

    def __str__(self) -> str:
        return f"{self.vendor:04x}:{self.product:04x}" + (f":{self.serial}" if self.serial else "")


def address(value: object) -> Address:
    """Raises ValueError with a sentence for the technician."""
    found = _ADDRESS.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(
            f"选项 usb 要写成 厂商号:产品号，各四位十六进制，可以再加冒号和序列号，现在是 {value!r}；"
            "例如 04b8:0e15，用 lsusb 查"
        )
    return Address(int(found[1], 16), int(found[2], 16), found[3])


class UsbLine:
    """Raises OpeningError when it may not be opened or another program holds it, OSError when it is gone."""

    may_be_one_way = True

    def __init__(self, where: Address) -> None:
        self.where = str(where)
        self._device = _find(where)
        self._interface: Any = None
        self._detached = False
        try:
            self._claim(where)
        except OSError as error:
            self.close()
            if error.errno in (errno.EACCES, errno.EPERM):
                raise OpeningError(_faults.usb_denied(where.vendor, where.product)) from None
            if error.errno == errno.EBUSY:
                raise OpeningError(_faults.in_use(self.where)) from None
            raise

    def send(self, data: bytes, deadline: float) -> None:
        from usb.core import USBTimeoutError

        for at in range(0, len(data), _PIECE):
            piece = data[at : at + _PIECE]
            try:
                sent = self._out.write(piece, _milliseconds(deadline))
            except USBTimeoutError:
                raise TimeoutError from None
            if sent != len(piece):
                raise TimeoutError

    def receive(self, wait: float) -> bytes:
        from usb.core import USBTimeoutError

        end = time.monotonic() + wait
        while True:
            left = max(0.0, end - time.monotonic())
            if self._in is None:
                time.sleep(left)
                return b""
            try:
                data = bytes(self._in.read(_ROOM, _milliseconds(left)))
            except USBTimeoutError:
                return b""
            if data or time.monotonic() >= end:
                return data
            time.sleep(min(left, _PAUSE))

    def close(self) -> None:
        from usb.util import dispose_resources, release_interface

        with contextlib.suppress(OSError):
            if self._interface is not None:
                release_interface(self._device, self._interface)
            if self._detached:
                self._device.attach_kernel_driver(self._interface.bInterfaceNumber)
        dispose_resources(self._device)

    def _claim(self, where: Address) -> None:
        from usb.util import claim_interface

        found = _interface(self._device)
        self._out, self._in = _endpoints(found)
        number = found.bInterfaceNumber
        if self._device.is_kernel_driver_active(number):
            self._device.detach_kernel_driver(number)
            self._detached = True
        self._interface = found
        claim_interface(self._device, found)
        if found.bAlternateSetting:
            found.set_altsetting()


def _find(where: Address) -> Any:
    from usb import core

    def is_meant(device: Any) -> bool:
        return where.serial is None or device.serial_number == where.serial

    try:
        found = core.find(
            idVendor=where.vendor, idProduct=where.product, custom_match=is_meant, backend=BACKEND
        )
    except core.NoBackendError:
        raise OpeningError(_faults.NO_LIBUSB) from None
    except ValueError:  # pyusb says so of a serial number that it may not read
        raise OpeningError(_faults.usb_denied(where.vendor, where.product)) from None
    if found is None:
        raise FileNotFoundError(errno.ENODEV, "no such USB device")
    return found


def _interface(device: Any) -> Any:
    """The printer's, in both directions where there is a choice."""
    found = [
        interface
        for configuration in device
        for interface in configuration
        if interface.bInterfaceClass == _PRINTER and _endpoints(interface)[0] is not None
    ]
    if not found:
        raise OpeningError(_faults.NO_PRINTER_INTERFACE)
    return max(found, key=lambda interface: _endpoints(interface)[1] is not None)


def _endpoints(interface: Any) -> tuple[Any, Any]:
    """Bulk out and bulk in, by the descriptors."""
    from usb import util

    bulk = [end for end in interface if util.endpoint_type(end.bmAttributes) == util.ENDPOINT_TYPE_BULK]

    def first(direction: int) -> Any:
        return next((e for e in bulk if util.endpoint_direction(e.bEndpointAddress) == direction), None)

    return first(util.ENDPOINT_OUT), first(util.ENDPOINT_IN)


def _milliseconds(seconds: float) -> int:
    return max(_SHORTEST, round(seconds * 1000))

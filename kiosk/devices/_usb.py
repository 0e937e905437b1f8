"""One interface of one USB device: found by its numbers, claimed, given back. libusb-1.0 through pyusb.

The options of the adapters name a device as lsusb does; `number` and `address` read them.
"""

from __future__ import annotations

import contextlib
import errno
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

HID, PRINTER = 3, 7  # interface classes
_BULK, _INTERRUPT = 2, 3  # transfer types in an endpoint's attributes
_IN = 0x80
_NUMBER = re.compile(r"[0-9a-fA-F]{4}")
_ADDRESS = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})(?::([\x21-\x7e]{1,126}))?")


@dataclass(frozen=True)
class Address:
    """Which device: its numbers, and its serial number or the port it is plugged into where two are alike."""

    vendor: int
    product: int
    serial: str = ""
    bus: str = ""  # as the system names it: 1-4.2

    def __str__(self) -> str:
        plug = f"{self.vendor:04x}:{self.product:04x}"
        return plug + (f":{self.serial}" if self.serial else "") + (f" {self.bus}" if self.bus else "")

    def udev_rule(self, group: str) -> str:
        numbers = f'ATTR{{idVendor}}=="{self.vendor:04x}", ATTR{{idProduct}}=="{self.product:04x}"'
        return f'SUBSYSTEM=="usb", {numbers}, MODE="0660", GROUP="{group}"'


@dataclass(frozen=True)
class Interface:
    """What a device offers, as its descriptors have it: interrupt endpoints of HID, bulk ones of others."""

    number: int
    alternate: int
    kind: int  # its class
    outs: tuple[int, ...]
    ins: tuple[int, ...]
    packet: int  # the most bytes of one packet that comes in; 0 where none does


Choice = Callable[[Sequence[Interface]], Interface | None]


def number(name: str, value: object, example: str) -> int:
    """Raises ValueError with a sentence for the technician."""
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise ValueError(f"选项 {name} 要写成四位十六进制数，加引号，现在是 {value!r}；例如 {example}")
    return int(value, 16)


def address(name: str, value: object, example: str, with_serial: bool = False) -> Address:
    """vendor:product, or vendor:product:serial. Raises ValueError with a sentence for the technician."""
    found = _ADDRESS.fullmatch(value) if isinstance(value, str) else None
    if found is None or found[3] and not with_serial:
        more = "，可以再加冒号和序列号" if with_serial else ""
        raise ValueError(
            f"选项 {name} 要写成四位十六进制的厂商:产品{more}，加引号，现在是 {value!r}；"
            f"例如 {example}，用 lsusb 查"
        )
    return Address(int(found[1], 16), int(found[2], 16), found[3] or "")


class ClaimedInterface:
    """All calls raise OSError: ENODEV when the device is gone, EPIPE when an endpoint has stopped.

    Times are seconds; TimeoutError is what takes longer.
    """

    def __init__(self, device: Any, interface: Interface) -> None:
        import usb.util

        self._device, self.interface = device, interface
        self._util = usb.util  # closing must not import: the process may be ending
        self._took_from_kernel = False
        try:
            if device.is_kernel_driver_active(interface.number):
                device.detach_kernel_driver(interface.number)
                self._took_from_kernel = True
            usb.util.claim_interface(device, interface.number)
            if interface.alternate:
                device.set_interface_altsetting(interface.number, interface.alternate)
        except OSError:
            self.close()
            raise

    def write(self, endpoint: int, content: bytes, timeout: float) -> int:
        """How many bytes the device has taken."""
        from usb.core import USBTimeoutError

        try:
            return int(self._device.write(endpoint, content, _milliseconds(timeout)))
        except USBTimeoutError:
            raise TimeoutError from None

    def read(self, endpoint: int, room: int, timeout: float) -> bytes:
        """What one transfer brings. `room` in whole packets: less than a packet brings is an error."""
        from usb.core import USBTimeoutError

        try:
            return bytes(self._device.read(endpoint, room, _milliseconds(timeout)))
        except USBTimeoutError:
            raise TimeoutError from None

    def go_on(self, endpoint: int) -> None:
        """Of an endpoint that had stopped."""
        self._device.clear_halt(endpoint)

    def close(self) -> None:
        """The kernel's driver gets the interface back that it had."""
        with contextlib.suppress(OSError):
            self._util.dispose_resources(self._device)
        if self._took_from_kernel:
            with contextlib.suppress(OSError):
                self._device.attach_kernel_driver(self.interface.number)
                self._util.dispose_resources(self._device)


def claim(where: Address, choice: Choice) -> ClaimedInterface:
    """`choice` takes one of the interfaces that the device has.

    Raises OSError: ENODEV nothing there, EACCES not allowed, EBUSY in use, ENXIO no interface was chosen,
    ELIBACC no libusb.
    """
    device = _find(where)
    import usb.util

    try:
        chosen = choice([_interface(found) for found in _configuration(device)])
        if chosen is None:
            raise OSError(errno.ENXIO, f"{where} has no such interface")
    except OSError:
        usb.util.dispose_resources(device)
        raise
    return ClaimedInterface(device, chosen)


def _find(where: Address) -> Any:
    import usb.backend.libusb1
    import usb.core
    import usb.util

    libusb = usb.backend.libusb1.get_backend()
    if libusb is None:
        raise OSError(errno.ELIBACC, "libusb-1.0 is not installed")
    found = usb.core.find(find_all=True, idVendor=where.vendor, idProduct=where.product, backend=libusb)
    for device in found:
        if where.bus and where.bus != _port_of(device):
            continue
        if not where.serial or _serial_of(device) == where.serial:
            return device
        usb.util.dispose_resources(device)
    raise OSError(errno.ENODEV, f"{where} is not there")


def _port_of(device: Any) -> str:
    return f"{device.bus}-{'.'.join(map(str, device.port_numbers or ()))}"


def _serial_of(device: Any) -> str:
    """Raises OSError when the device may not be asked."""
    _configuration(device)  # pyusb hides from the next line that a device may not be opened
    try:
        return str(device.serial_number or "")
    except (ValueError, IndexError):  # it has no texts, or none that can be read
        return ""


def _configuration(device: Any) -> Iterable[Any]:
    import usb.core

    found: Iterable[Any]
    try:
        found = device.get_active_configuration()
    except usb.core.USBError as error:
        if error.errno is not None:
            raise
        device.set_configuration()  # nobody has chosen one yet
        found = device.get_active_configuration()
    return found


def _interface(found: Any) -> Interface:
    kind = found.bInterfaceClass
    fitting = [end for end in found if end.bmAttributes & 3 == (_INTERRUPT if kind == HID else _BULK)]
    ins = [end for end in fitting if end.bEndpointAddress & _IN]
    return Interface(
        number=found.bInterfaceNumber,
        alternate=found.bAlternateSetting,
        kind=kind,
        outs=tuple(end.bEndpointAddress for end in fitting if end not in ins),
        ins=tuple(end.bEndpointAddress for end in ins),
        packet=max((end.wMaxPacketSize & 0x7FF for end in ins), default=0),
    )


def _milliseconds(seconds: float) -> int:
    """At least one: 0 would wait for ever."""
    return max(1, round(seconds * 1000))

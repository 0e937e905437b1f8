"""One interface of one USB device: found by its numbers, claimed, given back. libusb-1.0 through pyusb."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_BULK, _INTERRUPT = 2, 3  # transfer types in an endpoint's attributes
_HID = 3
_IN = 0x80


@dataclass(frozen=True)
class Address:
    """Which device: its numbers, and its serial number or the port it is plugged into where two are alike."""

    vendor: int
    product: int
    serial: str = ""
    bus: str = ""  # as the system names it: 1-4.2

    def __str__(self) -> str:
        more = [word for word in (self.serial, self.bus) if word]
        return " ".join([f"USB {self.vendor:04X}:{self.product:04X}", *more])


@dataclass(frozen=True)
class Endpoints:
    """What an interface offers for SDT, in the order of its descriptors."""

    hid: bool
    outs: tuple[int, ...]
    ins: tuple[int, ...]
    packet: int  # the most bytes of one packet that comes in


class ClaimedInterface:
    """All calls raise OSError: ENODEV when the device is gone. Times are seconds."""

    def __init__(self, device: Any, number: int, endpoints: Endpoints) -> None:
        import usb.util

        self._device, self._number, self.endpoints = device, number, endpoints
        self._release = usb.util.dispose_resources
        self._took_from_kernel = False
        try:
            if device.is_kernel_driver_active(number):
                device.detach_kernel_driver(number)
                self._took_from_kernel = True
            usb.util.claim_interface(device, number)
        except OSError:
            self.close()
            raise

    def write(self, endpoint: int, content: bytes, timeout: float) -> None:
        """A device that takes nothing within `timeout` will not answer either: that is where it shows."""
        try:
            self._device.write(endpoint, content, _milliseconds(timeout))
        except OSError as error:
            if not self._endured(error, endpoint):
                raise

    def read(self, endpoint: int, timeout: float) -> bytes:
        """One packet, as it comes; nothing after `timeout`, or when the endpoint had stopped."""
        try:
            return bytes(self._device.read(endpoint, self.endpoints.packet, _milliseconds(timeout)))
        except OSError as error:
            if not self._endured(error, endpoint):
                raise
            return b""

    def close(self) -> None:
        """The kernel's driver gets the interface back that it had."""
        with contextlib.suppress(OSError):
            self._release(self._device)
        if self._took_from_kernel:
            with contextlib.suppress(OSError):
                self._device.attach_kernel_driver(self._number)
                self._release(self._device)

    def _endured(self, error: OSError, endpoint: int) -> bool:
        if error.errno == errno.EPIPE:  # stalled: it goes on when it is told to
            self._device.clear_halt(endpoint)
        return error.errno in (errno.ETIMEDOUT, errno.EPIPE)


def claim(address: Address, hid: bool | None) -> ClaimedInterface:
    """Vendor bulk endpoints, or with `hid` reports; None: what there is, bulk first.

    Raises OSError: ENODEV nothing there, EACCES not allowed, EBUSY in use, ENXIO no such endpoints, ELIBACC
    no libusb.
    """
    device = _find(address)
    import usb.util

    try:
        wanted = (False, True) if hid is None else (hid,)
        found = _interfaces(_configuration(device))
        number, endpoints = next(
            (number, endpoints) for kind in wanted for number, endpoints in found if endpoints.hid is kind
        )
    except StopIteration:
        usb.util.dispose_resources(device)
        raise OSError(errno.ENXIO, f"{address} has no such endpoints") from None
    except OSError:
        usb.util.dispose_resources(device)
        raise
    return ClaimedInterface(device, number, endpoints)


def _find(address: Address) -> Any:
    import usb.core
    import usb.util

    try:
        found = usb.core.find(find_all=True, idVendor=address.vendor, idProduct=address.product)
    except usb.core.NoBackendError:
        raise OSError(errno.ELIBACC, "libusb-1.0 is not installed") from None
    for device in found:
        if address.bus and address.bus != _port_of(device):
            continue
        if not address.serial or _serial_of(device) == address.serial:
            return device
        usb.util.dispose_resources(device)
    raise OSError(errno.ENODEV, f"{address} is not there")


def _port_of(device: Any) -> str:
    return f"{device.bus}-{'.'.join(map(str, device.port_numbers or ()))}"


def _serial_of(device: Any) -> str:
    """Raises OSError when the device may not be asked."""
    _configuration(device)  # pyusb hides from the next line that a device may not be opened
    try:
        return str(device.serial_number or "")
    except (ValueError, IndexError):  # it has no texts, or none that can be read
        return ""


def _configuration(device: Any) -> Any:
    import usb.core

    try:
        return device.get_active_configuration()
    except usb.core.USBError as error:
        if error.errno is not None:
            raise
        device.set_configuration()  # nobody has chosen one yet
        return device.get_active_configuration()


def _interfaces(configuration: Iterable[Any]) -> list[tuple[int, Endpoints]]:
    found = []
    for interface in configuration:
        if interface.bAlternateSetting:
            continue
        hid = interface.bInterfaceClass == _HID
        kind = _INTERRUPT if hid else _BULK
        fitting = [end for end in interface if end.bmAttributes & 3 == kind]
        ins = tuple(end for end in fitting if end.bEndpointAddress & _IN)
        outs = tuple(end.bEndpointAddress for end in fitting if not end.bEndpointAddress & _IN)
        if ins and outs:
            packet = max(end.wMaxPacketSize & 0x7FF for end in ins)
            addresses = tuple(end.bEndpointAddress for end in ins)
            found.append((interface.bInterfaceNumber, Endpoints(hid, outs, addresses, packet)))
    return found


def _milliseconds(seconds: float) -> int:
    """At least one: 0 would wait for ever."""
    return max(1, round(seconds * 1000))

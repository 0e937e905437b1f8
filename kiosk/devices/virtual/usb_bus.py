"""A USB bus without hardware, as pyusb's backend: the programs above it run as they run on libusb.

Full speed: packets of 64 bytes. A transfer in ends with a packet that is not full, or when its room is;
whoever asks for less than a packet brings is told so by EOVERFLOW. A device that was pulled is ENODEV from
then on, for those who still hold it too.
"""

from __future__ import annotations

import errno
import os
import threading
import time
from array import array
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

PACKET = 64
BULK, INTERRUPT = 2, 3
HID, PRINTER, VENDOR = 3, 7, 0xFF  # interface classes
_IN = 0x80
_GET_DESCRIPTOR = 6


def trouble(number: int) -> usb.core.USBError:
    kind = usb.core.USBTimeoutError if number == errno.ETIMEDOUT else usb.core.USBError
    return kind(os.strerror(number), None, number)


@dataclass(eq=False)
class Peripheral:
    """One device, with one interface. `heard` is called with each transfer out, in the sender's thread.

    `beside`: the endpoint of another interface, which stands before its own and has nothing to do with it.
    """

    vendor: int
    product: int
    endpoints: tuple[int, ...]
    heard: Callable[[int, bytes], None]
    serial: str = ""
    port: int = 1
    kind: int = VENDOR
    beside: int | None = None
    may_be_opened: Callable[[], bool] = lambda: True
    kernel_has_it: bool = False
    claimed: bool = False
    stalled: set[int] = field(default_factory=set)
    waiting: dict[int, deque[bytes]] = field(default_factory=dict)

    @property
    def hid(self) -> bool:
        return self.kind == HID

    @property
    def number(self) -> int:
        """Of the interface that it works on."""
        return 0 if self.beside is None else 1

    def ends(self, interface: int) -> tuple[int, ...]:
        return self.endpoints if interface == self.number else (self.beside or 0,)

    def send(self, endpoint: int, content: bytes) -> None:
        """Packets for whoever reads `endpoint`, empty ones too; the bus wakes them."""
        packets = [content[at : at + PACKET] for at in range(0, max(1, len(content)), PACKET)]
        self.waiting.setdefault(endpoint, deque()).extend(packets)

    def forget(self) -> None:
        """As after power-up."""
        self.waiting.clear()
        self.stalled.clear()
        self.claimed, self.kernel_has_it = False, self.kind != VENDOR


@dataclass
class _Handle:
    peripheral: Peripheral
    claimed: bool = False


class Bus(usb.backend.IBackend):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.changed = threading.Condition()
        self.open_handles = 0
        self._plugged: list[Peripheral] = []

    def plug(self, peripheral: Peripheral) -> None:
        with self.changed:
            if peripheral not in self._plugged:
                peripheral.forget()
                self._plugged.append(peripheral)

    def pull(self, peripheral: Peripheral) -> None:
        with self.changed:
            if peripheral in self._plugged:
                self._plugged.remove(peripheral)
            self.changed.notify_all()

    def enumerate_devices(self) -> Iterator[Peripheral]:
        return iter(list(self._plugged))

    def get_parent(self, dev: Peripheral) -> None:
        return None

    def get_device_descriptor(self, dev: Peripheral) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x110, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=dev.vendor, idProduct=dev.product, bcdDevice=0x100, iManufacturer=0,
            iProduct=0, iSerialNumber=1 if dev.serial else 0, bNumConfigurations=1, bus=1,
            address=dev.port + 1, port_number=dev.port, port_numbers=(dev.port,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: Peripheral, config: int) -> SimpleNamespace:
        if config:
            raise IndexError(config)
        whole = 9 + 9 * (dev.number + 1) + 7 * (dev.number + len(dev.endpoints))
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=whole, bNumInterfaces=dev.number + 1,
            bConfigurationValue=1, iConfiguration=0, bmAttributes=0x80, bMaxPower=100, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: Peripheral, intf: int, alt: int, config: int) -> SimpleNamespace:
        if intf > dev.number or alt:
            raise IndexError(intf)
        kind = dev.kind if intf == dev.number else HID
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=intf, bAlternateSetting=0,
            bNumEndpoints=len(dev.ends(intf)), bInterfaceClass=kind, bInterfaceSubClass=0,
            bInterfaceProtocol=0, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(
        self, dev: Peripheral, ep: int, intf: int, alt: int, config: int
    ) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=dev.ends(intf)[ep],
            bmAttributes=BULK if intf == dev.number and not dev.hid else INTERRUPT, wMaxPacketSize=PACKET,
            bInterval=1, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: Peripheral) -> _Handle:
        self._must_be_there(dev)
        if not dev.may_be_opened():
            raise trouble(errno.EACCES)
        self.open_handles += 1
        return _Handle(dev)

    def close_device(self, dev_handle: _Handle) -> None:
        self.open_handles -= 1
        if dev_handle.claimed:
            dev_handle.peripheral.claimed = dev_handle.claimed = False

    def get_configuration(self, dev_handle: _Handle) -> int:
        self._must_be_there(dev_handle.peripheral)
        return 1

    def claim_interface(self, dev_handle: _Handle, intf: int) -> None:
        self._must_be_there(dev_handle.peripheral)
        if intf != dev_handle.peripheral.number:
            raise trouble(errno.ENOENT)
        if dev_handle.peripheral.kernel_has_it or dev_handle.peripheral.claimed:
            raise trouble(errno.EBUSY)
        dev_handle.claimed = dev_handle.peripheral.claimed = True

    def release_interface(self, dev_handle: _Handle, intf: int) -> None:
        self._must_be_there(dev_handle.peripheral)
        dev_handle.claimed = dev_handle.peripheral.claimed = False

    def is_kernel_driver_active(self, dev_handle: _Handle, intf: int) -> bool:
        self._must_be_there(dev_handle.peripheral)
        return dev_handle.peripheral.kernel_has_it

    def detach_kernel_driver(self, dev_handle: _Handle, intf: int) -> None:
        self._must_be_there(dev_handle.peripheral)
        dev_handle.peripheral.kernel_has_it = False

    def attach_kernel_driver(self, dev_handle: _Handle, intf: int) -> None:
        self._must_be_there(dev_handle.peripheral)
        if dev_handle.peripheral.claimed:
            raise trouble(errno.EBUSY)
        dev_handle.peripheral.kernel_has_it = True

    def clear_halt(self, dev_handle: _Handle, ep: int) -> None:
        self._must_be_there(dev_handle.peripheral)
        dev_handle.peripheral.stalled.discard(ep)

    def ctrl_transfer(  # noqa: PLR0913 - the order is pyusb's
        self, dev_handle: _Handle, kind: int, request: int, value: int, index: int, data: Any, timeout: int
    ) -> int:
        """Texts only: number 0 lists the languages, 1 is the serial number."""
        self._must_be_there(dev_handle.peripheral)
        if (kind, request, value >> 8) != (_IN, _GET_DESCRIPTOR, 3) or not dev_handle.peripheral.serial:
            raise trouble(errno.EPIPE)
        text = dev_handle.peripheral.serial.encode("utf-16-le") if value & 0xFF else b"\x09\x04"
        answer = (bytes((len(text) + 2, 3)) + text)[: len(data)]
        data[: len(answer)] = array("B", answer)
        return len(answer)

    def bulk_write(self, dev_handle: _Handle, ep: int, intf: int, data: Any, timeout: int) -> int:
        peripheral = dev_handle.peripheral
        self._may_transfer(dev_handle, ep)
        peripheral.heard(ep, bytes(data))
        return len(data)

    def bulk_read(self, dev_handle: _Handle, ep: int, intf: int, buff: Any, timeout: int) -> int:
        """A time-out of 0 would be for ever, as in libusb."""
        end = time.monotonic() + timeout / 1000 if timeout else None
        got, ended = b"", False
        with self.changed:
            while len(got) < len(buff) and not ended:
                self._may_transfer(dev_handle, ep)
                queue = dev_handle.peripheral.waiting.get(ep)
                if not queue:
                    left = None if end is None else end - time.monotonic()
                    if left is not None and left <= 0:
                        break
                    self.changed.wait(left)
                    continue
                packet = queue.popleft()
                if len(got) + len(packet) > len(buff):
                    raise trouble(errno.EOVERFLOW)
                got += packet
                ended = len(packet) < PACKET
        if not ended and not got:
            raise trouble(errno.ETIMEDOUT)
        buff[: len(got)] = array("B", got)
        return len(got)

    intr_write, intr_read = bulk_write, bulk_read

    def _may_transfer(self, handle: _Handle, endpoint: int) -> None:
        self._must_be_there(handle.peripheral)
        if not handle.claimed or endpoint not in handle.peripheral.endpoints:
            raise trouble(errno.ENOENT)
        if endpoint in handle.peripheral.stalled:
            raise trouble(errno.EPIPE)

    def _must_be_there(self, peripheral: Peripheral) -> None:
        if peripheral not in self._plugged:
            raise trouble(errno.ENODEV)

"""A USB bus with one printer on it, as libusb shows it to pyusb: descriptors, claims, bulk transfers, errors.

Behind the endpoints is the virtual printer's TCP port. pyusb itself is the real one.
"""

import errno
import os
import select
import socket
from types import SimpleNamespace

from usb.backend import IBackend
from usb.core import USBError, USBTimeoutError

VENDOR, PRODUCT, SERIAL = 0x04B8, 0x0E15, "TEST0001"
OUT, IN = 0x01, 0x82
_BULK, _INTERRUPT, _STRINGS = 2, 3, 3
_PRINTER_CLASS, _HID_CLASS = 7, 3


class Bus(IBackend):
    """`denied`, `busy`: what opening or claiming it ends with; `one_way`: no way back in its descriptors."""

    def __init__(self, printer, one_way=False, interface_class=_PRINTER_CLASS):
        self._printer, self._one_way, self._class = printer, one_way, interface_class
        self.denied = self.busy = False
        self.kernel_driver = True  # usblp has it until it is taken away
        self.empty_packets = 0  # so many that it sends before it says anything
        self.claimed = set()

    def enumerate_devices(self):
        return [self._printer] if self._printer._lines.is_open else []

    def get_parent(self, device):
        return None

    def get_device_descriptor(self, device):
        sizes = {
            "bLength": 18,
            "bDescriptorType": 1,
            "bcdUSB": 0x0200,
            "bMaxPacketSize0": 64,
            "bcdDevice": 0x100,
        }
        classes = {"bDeviceClass": 0, "bDeviceSubClass": 0, "bDeviceProtocol": 0}
        names = {"iManufacturer": 1, "iProduct": 2, "iSerialNumber": 3, "bNumConfigurations": 1}
        place = {"address": 5, "bus": 1, "port_number": 1, "port_numbers": (1,), "speed": 3}
        return SimpleNamespace(idVendor=VENDOR, idProduct=PRODUCT, **sizes, **classes, **names, **place)

    def get_configuration_descriptor(self, device, config):
        if config:
            raise IndexError
        fields = {"bLength": 9, "bDescriptorType": 2, "wTotalLength": 41, "bNumInterfaces": 2}
        fields |= {"bConfigurationValue": 1, "iConfiguration": 0, "bmAttributes": 0xC0, "bMaxPower": 1}
        return SimpleNamespace(extra_descriptors=b"", **fields)

    def get_interface_descriptor(self, device, intf, alt, config):
        """The first has nothing to do with printing."""
        if intf > 1 or alt or config:
            raise IndexError
        fields = {"bLength": 9, "bDescriptorType": 4, "bInterfaceNumber": intf, "bAlternateSetting": 0}
        fields |= {"bNumEndpoints": len(self._endpoints(intf)), "bInterfaceSubClass": 1, "iInterface": 0}
        kind = self._class if intf else _HID_CLASS
        return SimpleNamespace(bInterfaceClass=kind, bInterfaceProtocol=2, extra_descriptors=b"", **fields)

    def get_endpoint_descriptor(self, device, ep, intf, alt, config):
        address, kind = self._endpoints(intf)[ep]
        fields = {"bLength": 7, "bDescriptorType": 5, "bEndpointAddress": address, "bmAttributes": kind}
        fields |= {"wMaxPacketSize": 64, "bInterval": 0, "bRefresh": 0, "bSynchAddress": 0}
        return SimpleNamespace(extra_descriptors=b"", **fields)

    def _endpoints(self, interface):
        if not interface:
            return [(0x83, _INTERRUPT)]
        return [(OUT, _BULK)] if self._one_way else [(IN, _BULK), (OUT, _BULK)]

    def open_device(self, device):
        if self.denied:
            raise USBError("Access denied (insufficient permissions)", -3, errno.EACCES)
        try:
            return socket.create_connection(self._printer.endpoint, timeout=5)
        except OSError:
            raise _gone() from None

    def close_device(self, handle):
        handle.close()

    def get_configuration(self, handle):
        return 1

    def is_kernel_driver_active(self, handle, intf):
        return self.kernel_driver

    def detach_kernel_driver(self, handle, intf):
        self.kernel_driver = False

    def attach_kernel_driver(self, handle, intf):
        self.kernel_driver = True

    def claim_interface(self, handle, intf):
        if self.busy or self.kernel_driver:
            raise USBError("Resource busy", -6, errno.EBUSY)
        self.claimed.add(intf)

    def release_interface(self, handle, intf):
        self.claimed.discard(intf)

    def ctrl_transfer(self, handle, request_type, request, value, index, data, timeout):  # noqa: PLR0913 - theirs
        """GET_DESCRIPTOR of a string, in its language."""
        assert (request_type, request, value >> 8) == (0x80, 6, _STRINGS)
        text = {0: b"\x09\x04", 3: SERIAL.encode("utf-16-le")}[value & 0xFF]
        whole = bytes([len(text) + 2, _STRINGS]) + text
        data[: len(whole)] = type(data)("B", whole)
        return len(whole)

    def bulk_write(self, handle, ep, intf, data, timeout):
        assert ep == OUT and intf in self.claimed and timeout > 0
        handle.settimeout(timeout / 1000)
        try:
            return handle.send(bytes(data))
        except TimeoutError:
            raise _timeout() from None
        except OSError:
            raise _gone() from None

    def bulk_read(self, handle, ep, intf, buff, timeout):
        assert ep == IN and intf in self.claimed and timeout > 0
        if self.empty_packets:
            self.empty_packets -= 1
            return 0
        if not select.select([handle], [], [], timeout / 1000)[0]:
            raise _timeout()
        try:
            data = os.read(handle.fileno(), 64)
        except OSError:
            raise _gone() from None
        if not data:
            raise _gone()
        buff[: len(data)] = type(buff)("B", data)
        return len(data)


def _timeout():
    return USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)


def _gone():
    return USBError("No such device (it may have been disconnected)", -4, errno.ENODEV)

"""No HID device can be made without hardware: sockets that keep packets whole stand for node and bus."""

import errno
import os
import select
import socket
from pathlib import Path

from kiosk.devices.code_scanner import hid_pos
from kiosk.devices.code_scanner._hidraw import HidrawLine
from kiosk.devices.code_scanner._report import TRIGGER
from tests.devices.rigs import PATIENT
from tests.devices.rigs.code_scanner_serial import ScannerRig

BUS = 0.2  # seconds after which the kernel gives a report up


def ask(path, role):
    """A descriptor that reads and writes whole packets; OSError where nothing is plugged in."""
    end = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        end.connect(str(path))
        end.send(role)
    except OSError:
        end.close()
        raise
    end.setblocking(False)
    return end.detach()


def granted(node):
    if not select.select([node], [], [], PATIENT)[0] or not (answer := os.read(node, 16)):
        raise OSError(errno.ENODEV, "unplugged")
    return answer == b"granted"


def plug(path, role):
    node = ask(path, role)
    try:
        assert granted(node)
    except OSError:
        os.close(node)
        raise
    return node


class Bus(HidrawLine):
    """The node carries reports in; each report out gets a handshake, or none."""

    def __init__(self, path):
        self._out = plug(path, b"out")
        try:
            super().__init__(path, lambda found: plug(found, b"in"), self._carry)
        except OSError:
            os.close(self._out)
            raise

    def _carry(self, _, report):
        os.write(self._out, report)
        if not select.select([self._out], [], [], BUS)[0]:
            raise TimeoutError
        if os.read(self._out, 16) != b"taken":
            raise OSError(errno.ENODEV, "unplugged")
        return len(report)

    def close(self):
        os.close(self._out)
        super().close()


class HidScannerRig(ScannerRig):
    adapter = "hid_pos"
    family = "hid"
    nowhere = {"path": "/dev/does-not-exist"}
    either = frozenset({"path", "usb"})

    def open(self, deadline=PATIENT, trigger=TRIGGER):
        path = Path(self.device.endpoint)
        found = hid_pos.scanner(lambda: Bus(path), os.fspath(path), deadline, trigger)
        self.opened.append(found)
        return found

"""No keyboard can be made without hardware: a socket that keeps packets whole stands for its event node."""

import errno
from pathlib import Path

from kiosk.devices.code_scanner import wedge
from kiosk.devices.code_scanner._evdev import EventLine
from tests.devices.rigs import PATIENT
from tests.devices.rigs.code_scanner_hid_pos import ask, granted
from tests.devices.rigs.code_scanner_serial import PROOF, ScannerRig


def hold(node):
    if not granted(node):
        raise OSError(errno.EBUSY, "held")


class WedgeRig(ScannerRig):
    adapter = "wedge"
    family = "keys"
    nowhere = {"path": "/dev/does-not-exist"}
    either = frozenset({"path", "usb"})
    # A keyboard that says nothing is one that nobody uses. What must not pass for a scanner is one whose keys
    # somebody else hears.
    silence = {"fault": "held"}

    def open(self, deadline=PATIENT, proven=True):
        """`proven`: has read a code, without which nobody knows whether a keyboard works."""
        path = Path(self.device.endpoint)
        found = wedge.scanner(
            lambda: EventLine(path, lambda at: ask(at, b"keys"), hold), str(path), deadline, idle=0.05
        )
        self.opened.append(found)
        if proven and self.state().fault is None:
            assert self.read(found, PROOF).text == PROOF
        return found

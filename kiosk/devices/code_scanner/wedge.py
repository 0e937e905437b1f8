"""Code scanners that play a keyboard: the last choice, for those that can do nothing else.

The event node is held exclusively from the first call until close(), so that no key of a scan types into a
page or presses a button; a node that cannot be held is a fault, and nothing is read from it. A code ends with
Enter, Tab or `idle` of silence. Only what stands on a US keyboard can come through: a scanner that types
Chinese by ALT and digits is refused by name.

A keyboard cannot be asked how it is. It is online for a day after each code that it read, or until it is
pulled out, which the system says; before that it is unknown, and may be tried all the same.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.devices import options
from kiosk.devices.code_scanner import _evdev, _node
from kiosk.devices.code_scanner._keys import Keys
from kiosk.devices.code_scanner._link import Line, Link
from kiosk.devices.code_scanner._scanner import LineScanner
from kiosk.devices.code_scanner._trigger import Proof, Trigger


def scanner(opener: Callable[[], Line], where: str, deadline: float, idle: float) -> LineScanner:
    return LineScanner(Link(opener, where, deadline), Trigger(proof=Proof.CODE), Keys(idle), deadline)


def connect(path: str = "", usb: str = "", idle: int = 100, deadline: float = 2.0) -> LineScanner:
    """Either `path` or `usb` (vendor:product); `idle` in milliseconds. Raises ValueError."""
    place = _node.place(path, usb, "/dev/input/event0")
    quiet = options.whole("idle", idle, 5, 2000) / 1000

    def opener() -> Line:
        return _evdev.EventLine(_evdev.find(place))

    return scanner(opener, place.where, options.seconds("deadline", deadline), quiet)

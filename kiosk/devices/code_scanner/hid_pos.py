"""Code scanners that speak HID-POS: reports of usage page 8C on a hidraw node.

They are binary-safe, name the symbology and type into nothing. To be asked how it is, such a scanner is sent
the report that puts its light out: the bus says whether it took it, and a scanner that did not is not online.
Without a trigger (`trigger = "none"`: it looks by itself) nothing is sent; then only a code that it read
since it was plugged in proves it.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.devices import options
from kiosk.devices.code_scanner import _hidraw, _node
from kiosk.devices.code_scanner._link import Line, Link
from kiosk.devices.code_scanner._report import NO_TRIGGER, TRIGGER, Reports, shown
from kiosk.devices.code_scanner._scanner import LineScanner
from kiosk.devices.code_scanner._trigger import Trigger

_TRIGGERS = {"honeywell": TRIGGER, "none": NO_TRIGGER}


def scanner(
    opener: Callable[[], Line], where: str, deadline: float, trigger: Trigger = TRIGGER
) -> LineScanner:
    return LineScanner(Link(opener, where, deadline, shown=shown), trigger, Reports(deadline), deadline)


def connect(path: str = "", usb: str = "", trigger: str = "honeywell", deadline: float = 2.0) -> LineScanner:
    """Either `path` or `usb` (vendor:product). A code's next report has to come within `deadline` seconds.

    Raises ValueError.
    """
    place = _node.place(path, usb, "/dev/hidraw0")
    name = options.text("trigger", trigger, "honeywell")
    if name not in _TRIGGERS:
        raise ValueError(f"选项 trigger 没有 {trigger!r}；可以写 {'、'.join(_TRIGGERS)}")
    limit = options.seconds("deadline", deadline)

    def opener() -> Line:
        return _hidraw.HidrawLine(_hidraw.find(place))

    return scanner(opener, place.where, limit, _TRIGGERS[name])

"""The raw node of a HID scanner, as the kernel gives it, found by path or by USB plug.

A write returns when the scanner's end of the bus has taken the report, and fails when it does not: the kernel
waits five seconds at most.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk.devices.code_scanner import _line_faults
from kiosk.devices.code_scanner._node import Node, Place, in_order
from kiosk.devices.code_scanner._report import LENGTH, USAGE_PAGE
from kiosk.model import Completion, DeviceError

SYSTEM = Path("/sys")
_DEVICES = Path("/dev")
_USAGE_PAGE_ITEM = 0x04
_LONG_ITEM = 0xFE
_SIZES = (0, 1, 2, 4)


def open_node(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)


class HidrawLine(Node):
    def __init__(
        self,
        path: Path,
        open_node: Callable[[Path], int] = open_node,
        write: Callable[[int, bytes], int] = os.write,
    ) -> None:
        super().__init__(open_node(path), LENGTH)
        self._write = write

    def send(self, data: bytes, deadline: float) -> None:
        try:
            self._write(self._node, data)
        except BrokenPipeError:  # a stall: it has no such report
            raise DeviceError(Completion.HARDWARE_ERROR, _line_faults.REFUSED) from None


def find(place: Place, system: Path = SYSTEM) -> Path:
    """The node of a scanner. Raises FileNotFoundError, or DeviceError for a device that is no HID scanner."""
    if place.path:
        path = Path(place.path)
        names = [path.resolve(strict=True).name]
    else:
        names = list(_of_plug(place, system))
    if not names:
        raise FileNotFoundError(place.where)
    for name in names:
        if USAGE_PAGE in usage_pages(_description(name, system)):
            return path if place.path else _DEVICES / name
    raise DeviceError(Completion.DEVICE_NOT_READY, _line_faults.NOT_POS)


def usage_pages(descriptor: bytes) -> set[int]:
    """The usage pages that a HID report descriptor names."""
    pages, at = set(), 0
    while at < len(descriptor):
        prefix = descriptor[at]
        if prefix == _LONG_ITEM:
            at += 3 + (descriptor[at + 1] if at + 1 < len(descriptor) else 0)
            continue
        size = _SIZES[prefix & 0x03]
        if prefix & 0xFC == _USAGE_PAGE_ITEM:
            pages.add(int.from_bytes(descriptor[at + 1 : at + 1 + size], "little"))
        at += 1 + size
    return pages


def _of_plug(place: Place, system: Path) -> Iterator[str]:
    for node in in_order(system, "hidraw", "hidraw"):
        if place.is_plug(*_plug(node / "device/uevent")):
            yield node.name


def _plug(uevent: Path) -> tuple[int | None, int | None]:
    """Vendor and product of a line such as HID_ID=0003:00000C2E:00000B81."""
    try:
        lines = uevent.read_text("ascii", errors="replace").splitlines()
        _, vendor, product = next(line for line in lines if line.startswith("HID_ID=")).split(":")
        return int(vendor, 16), int(product, 16)
    except (OSError, ValueError, StopIteration):
        return None, None


def _description(name: str, system: Path) -> bytes:
    try:
        return (system / "class/hidraw" / name / "device/report_descriptor").read_bytes()
    except OSError:
        return b""

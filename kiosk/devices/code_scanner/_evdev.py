"""The event node of a keyboard scanner: found by path or by USB plug, held so that nobody else hears it."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from kiosk.devices.code_scanner import _line_faults
from kiosk.devices.code_scanner._keys import EVENT
from kiosk.devices.code_scanner._node import Node, Place, in_order
from kiosk.model import Completion, DeviceError

SYSTEM = Path("/sys")
_DEVICES = Path("/dev/input")
_EVIOCGRAB = 0x40044590  # _IOW('E', 0x90, int)
_ENTER = 28
_WORD = 64  # bits of a word in a capability mask


def open_node(path: Path) -> int:
    return os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)


def hold(node: int) -> None:
    fcntl.ioctl(node, _EVIOCGRAB, 1)


class EventLine(Node):
    """Raises DeviceError where the node cannot be held: then every key would reach the screen as well."""

    def __init__(
        self, path: Path, open_node: Callable[[Path], int] = open_node, hold: Callable[[int], None] = hold
    ) -> None:
        super().__init__(open_node(path), EVENT.size * 64)
        try:
            hold(self._node)
        except OSError as error:
            self.close()
            if error.errno == errno.ENODEV:
                raise
            if error.errno in (errno.ENOTTY, errno.EINVAL):
                raise DeviceError(Completion.DEVICE_NOT_READY, _line_faults.NO_KEYBOARD) from None
            raise DeviceError(Completion.DEVICE_NOT_READY, _line_faults.HELD) from None

    def send(self, data: bytes, deadline: float) -> None:
        raise OSError("nothing can be said to a keyboard")


def find(place: Place, system: Path = SYSTEM) -> Path:
    """Raises FileNotFoundError. Of several nodes of one plug, the first that has an Enter key."""
    if place.path:
        return Path(place.path)
    for node in in_order(system, "input", "event"):
        device = node / "device"
        meant = place.is_plug(_number(device / "id/vendor"), _number(device / "id/product"))
        if meant and _types(device / "capabilities/key"):
            return _DEVICES / node.name
    raise FileNotFoundError(place.where)


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text("ascii"), 16)
    except (OSError, ValueError):
        return None


def _types(mask: Path) -> bool:
    """Words in hex, the highest first."""
    try:
        words = [int(word, 16) for word in mask.read_text("ascii").split()]
    except (OSError, ValueError):
        return False
    keys = sum(word << _WORD * at for at, word in enumerate(reversed(words)))
    return bool(keys >> _ENTER & 1)

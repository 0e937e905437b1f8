"""The kernel's node of a scanner: by path or by its USB plug; read in whole records."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.devices import _usb, options


@dataclass(frozen=True)
class Place:
    """A path, or vendor and product."""

    path: str = ""
    usb: _usb.Address | None = None

    @property
    def where(self) -> str:
        return self.path or f"USB {self.usb}"

    def is_plug(self, vendor: int | None, product: int | None) -> bool:
        return self.usb is not None and (vendor, product) == (self.usb.vendor, self.usb.product)


class Node:
    """`room`: bytes of as many records as are wanted at once."""

    def __init__(self, node: int, room: int) -> None:
        self._node, self._room = node, room

    def fileno(self) -> int:
        return self._node

    def receive(self) -> bytes:
        try:
            data = os.read(self._node, self._room)
        except BlockingIOError:
            return b""
        if not data:
            raise OSError(errno.ENODEV, "gone")
        return data

    def close(self) -> None:
        os.close(self._node)


def place(path: str, usb: str, example: str) -> Place:
    """What the options `path` and `usb` say, of which one is written. Raises ValueError."""
    if (path != "") == (usb != ""):
        raise ValueError(f"选项 path（设备文件）和 usb（厂商:产品）要写一个，只写一个；例如 path = {example}")
    if path != "":
        return Place(options.device_path("path", path))
    return Place(usb=_usb.address("usb", usb, "0c2e:0b81"))


def in_order(system: Path, kind: str, name: str) -> Iterator[Path]:
    """The nodes of a class such as input/event, as the kernel numbered them."""
    nodes = (system / "class" / kind).glob(f"{name}*")
    yield from sorted(nodes, key=lambda found: (len(found.name), found.name))

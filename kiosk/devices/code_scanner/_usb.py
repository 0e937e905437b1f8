"""Which device of the system is meant: by path, or by the vendor and product of its USB plug."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiosk.devices import options

_ID = re.compile(r"([0-9a-f]{4}):([0-9a-f]{4})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A path, or vendor and product."""

    path: str = ""
    vendor: int = 0
    product: int = 0

    @property
    def where(self) -> str:
        return self.path or f"USB {self.vendor:04x}:{self.product:04x}"


def place(path: str, usb: str, example: str) -> Place:
    """What the options `path` and `usb` say, of which one is written. Raises ValueError."""
    if (path != "") == (usb != ""):
        raise ValueError(f"选项 path（设备文件）和 usb（厂商:产品）要写一个，只写一个；例如 path = {example}")
    if path != "":
        return Place(options.device_path("path", path))
    found = _ID.fullmatch(options.text("usb", usb, "0c2e:0b81"))
    if found is None:
        raise ValueError(f"选项 usb 要写成四位十六进制的厂商:产品，加引号，现在是 {usb!r}；例如 0c2e:0b81")
    return Place(vendor=int(found[1], 16), product=int(found[2], 16))

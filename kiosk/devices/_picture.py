"""Pictures from outside: decoded only if their own head says a size that such a picture can have.

A few bytes can ask for gigabytes of points, and a strip one point high is more than OpenCV can make smaller.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from kiosk.devices._opencv import opencv

if TYPE_CHECKING:
    from kiosk.devices._opencv import Picture

_MARKER = re.compile(rb"\xff+([^\x00\xff])", re.DOTALL)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # ITU-T T.81, table B.1: they name the size
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers with nothing behind them
_SCAN, _END = 0xDA, 0xD9
_OLD_BMP = 12  # bytes of the first kind of header, with sides of two bytes


def decoded(data: bytes | bytearray, how: int, sides: range, most: int) -> Picture | None:
    """A JPEG or BMP whose sides are in `sides` and which has no more than `most` points; else None."""
    import numpy

    found = size(data)
    if found is None or not all(side in sides for side in found) or found[0] * found[1] > most:
        return None
    cv2 = opencv()
    try:
        picture: Picture | None = cv2.imdecode(numpy.frombuffer(data, numpy.uint8), how)
    except cv2.error:
        return None
    return picture


def size(data: bytes | bytearray) -> tuple[int, int] | None:
    """Width and height, as the head of a JPEG or BMP says; None where it says none."""
    try:
        if data[:2] == b"\xff\xd8":
            return _of_jpeg(data)
        return _of_bmp(data) if data[:2] == b"BM" else None
    except struct.error:  # cut off
        return None


def _of_jpeg(data: bytes | bytearray) -> tuple[int, int] | None:
    """Of the first frame; what lies between two segments is passed over, as decoders do."""
    at = 2
    while (found := _MARKER.search(data, at)) is not None:
        marker, at = found[1][0], found.end()
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 3)
            return width, height
        if marker in (_SCAN, _END):
            return None
        if marker not in _BARE:
            at += max(2, struct.unpack_from(">H", data, at)[0])
    return None


def _of_bmp(data: bytes | bytearray) -> tuple[int, int]:
    (header,) = struct.unpack_from("<I", data, 14)
    width, height = struct.unpack_from("<HH" if header == _OLD_BMP else "<ii", data, 18)
    return abs(width), abs(height)  # a negative height: the uppermost row comes first

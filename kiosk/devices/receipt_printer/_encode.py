"""Rows → ESC/POS bytes, one chunk a row, so that the printer can be asked how it is between two of them.

Text goes out whole as GB18030 in Chinese mode, ESC t never: in that mode a code page's bytes would eat
what follows them. A row with a glyph that the printer's font lacks goes out as dots.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from kiosk.devices.receipt_printer import _glyphs
from kiosk.devices.receipt_printer._ear import REPLIES
from kiosk.devices.receipt_printer._layout import QrRow, Row, TextRow, rows
from kiosk.devices.receipt_printer._profile import Profile
from kiosk.model import SlipLine

if TYPE_CHECKING:  # a screen that waits for somebody has nothing to draw
    from PIL import Image

START = b"\x1b@" + b"\x1c&" + b"\x1b3\x20"  # forget all modes; Chinese mode; 32 dots a line
_START_PLAIN = b"\x1b@" + b"\x1b3\x20"  # of a printer without Chinese mode: it would print the &
_PAST_HEAD = b"\x1bd\x04"
_TO_CUTTER_AND_CUT = b"\x1dVB\x00"
CUT = _PAST_HEAD + _TO_CUTTER_AND_CUT
ECHO = b"\x1dr\x01" * REPLIES  # GS r 1, answered in the order of the data
CLEAR = bytes.fromhex("10140801031401060208")  # DLE DC4 8, at once: throw the buffer away
END_HEAD = bytes(12)  # of a command that broke off: with zeros for its lengths it waits for little or nothing
_HOLD = b"\x1de\x12"  # GS e 18: nothing stands out of the mouth before it is told to
RETRACT = b"\x1de\x02"  # GS e 2: cut if it is not, and take back

ALL = 65535  # bytes: a command as large as it comes

_PITCH = 32
_QR_DOTS = 240  # about 30 mm: a telephone reads it from a hand's breadth
_QR_CAPACITY = (  # bytes that a code of version 1, 2 … takes at level M
    14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666, 711, 779,
    857, 911, 997, 1059, 1125, 1190, 1264, 1370, 1452, 1538, 1628, 1722, 1809, 1911, 1989, 2099, 2213, 2331,
)  # fmt: skip
_CUT_DOTS = 4 * _PITCH
_STEP_MM, _OUT_MM = 7, 84  # of GS e: so far a presented slip stands out
_SLICE = 64  # lines of one raster command at most: what a broken one still waits for stays short
_LONGEST_CODE = 1024  # bytes of a payload that one may still wait for
_THINNEST = 4  # lines of one at least, however slow the line is


class PayloadError(Exception):
    """A QR payload that no printer can be given: control characters, or too long."""


@dataclass(frozen=True)
class Job:
    """One slip: its chunks in order, and about how many millimetres of paper they take."""

    chunks: tuple[bytes, ...] = field(repr=False)
    mm: float


def encode(
    lines: Sequence[SlipLine], profile: Profile, largest: int = ALL, head: tuple[bytes, ...] = ()
) -> Job:
    """Dots in commands of `largest` bytes. `head` is printed above the lines.

    Raises GlyphError or PayloadError before a single byte is sent.
    """
    found = rows(lines, profile.dots)
    dots = sum(_PITCH * row.size if isinstance(row, TextRow) else _QR_DOTS + _PITCH for row in found)
    high = _high(profile, largest)
    body = [chunk for row in found for chunk in _row(row, profile, high)]
    end = CUT if profile.cutter else _PAST_HEAD
    return Job((_start(profile), *head, *body, end), (dots + _CUT_DOTS) / profile.dots_mm)


def present(seconds: float) -> bytes:
    """GS e 32: out of the mouth, and after so many seconds, at most 255, back, if the printer is set so."""
    return b"\x1de\x20" + bytes([_OUT_MM // _STEP_MM, min(255, ceil(seconds))])


def part(profile: Profile, cleared: bool, largest: int = ALL) -> bytes:
    """Parts the next slip from whatever an earlier one left in the mouth.

    Unless the buffer was `cleared`, the earlier one may have ended within a command, which would take these
    orders for its dots: it is fed with zeros first, which a printer that waits for nothing passes over.
    """
    apart = _start(profile) + (_TO_CUTTER_AND_CUT if profile.cutter else _PAST_HEAD)
    if profile.presenter:
        apart += RETRACT  # what fell apart is the last person's
    if cleared:
        return apart
    return bytes(max(_high(profile, largest) * profile.dots // 8, _LONGEST_CODE)) + apart


def _start(profile: Profile) -> bytes:
    start = START if profile.chinese else _START_PLAIN
    return start + _HOLD if profile.presenter else start


def _high(profile: Profile, largest: int) -> int:
    """Lines of dots that one command of `largest` bytes takes."""
    return max(_THINNEST, min(_SLICE, largest * 8 // profile.dots))


def _row(row: Row, profile: Profile, high: int) -> list[bytes]:
    if isinstance(row, QrRow):
        return _qr(row.payload, profile, high)
    if profile.raster_all or not profile.has_glyphs(row.text):
        drawn = _glyphs.draw(row, profile.dots)
        return raster(_with_gap(drawn, (_PITCH - _glyphs.CELL) * row.size), high)
    return [_text(row)]


def _text(row: TextRow) -> bytes:
    data = row.text.encode("gb18030") + b"\n"
    if row.bold:
        data = b"\x1bE\x01" + data + b"\x1bE\x00"
    if row.align == "center":
        data = b"\x1ba\x01" + data + b"\x1ba\x00"
    if row.size == 2:
        data = b"\x1b3\x40\x1d!\x11" + data + b"\x1d!\x00\x1b3\x20"
    return data


def raster(image: Image.Image, high: int = _SLICE) -> list[bytes]:
    """GS v 0 in slices; black is 1. Dots that would spell a real-time order get one neighbour more."""
    wide = (image.width + 7) // 8
    found = []
    for top in range(0, image.height, high):
        part = image.crop((0, top, image.width, min(top + high, image.height)))
        head = b"\x1dv0\x00" + wide.to_bytes(2, "little") + part.height.to_bytes(2, "little")
        found.append(head + _harmless(bytes(byte ^ 0xFF for byte in part.tobytes())))
    return found


def _harmless(dots: bytes) -> bytes:
    return (
        dots.replace(b"\x10\x04", b"\x18\x04")
        .replace(b"\x10\x05", b"\x18\x05")
        .replace(b"\x10\x14", b"\x18\x14")
    )


def _with_gap(image: Image.Image, gap: int) -> Image.Image:
    from PIL import Image

    taller = Image.new("1", (image.width, image.height + gap), 1)
    taller.paste(image, (0, 0))
    return taller


def _qr(payload: str, profile: Profile, high: int) -> list[bytes]:
    if any(character < " " for character in payload):
        raise PayloadError("control characters in a QR payload")
    version = bisect_left(_QR_CAPACITY, len(payload.encode("utf-8"))) + 1
    if version > len(_QR_CAPACITY):
        raise PayloadError("a QR payload is too long")
    modules = 17 + 4 * version
    room = profile.dots // (modules + 8)
    if room < 2:
        raise PayloadError("a QR payload is too long for this paper")
    scale = max(2, min(8, room, _QR_DOTS // modules))
    if profile.native_qr:
        return [_native_qr(payload, scale)]
    return raster(_drawn_qr(payload, scale, profile.dots), high)


def _native_qr(payload: str, scale: int) -> bytes:
    """With white above and below: a code that touches a line of text is not read."""
    data = payload.encode("utf-8")
    store = b"\x1d(k" + (len(data) + 3).to_bytes(2, "little") + b"1P0" + data
    model = b"\x1d(k\x04\x001A2\x00"
    size, level = b"\x1d(k\x03\x001C" + bytes([scale]), b"\x1d(k\x03\x001E1"
    return b"\x1bJ\x18\x1ba\x01" + model + size + level + store + b"\x1d(k\x03\x001Q0" + b"\n\x1ba\x00"


def _drawn_qr(payload: str, scale: int, dots: int) -> Image.Image:
    import segno
    from PIL import Image

    code = segno.make(payload, error="m", micro=False, boost_error=False, encoding="utf-8")
    side = int(code.symbol_size(border=4)[0]) * scale
    image = Image.new("1", (dots, side), 1)
    left = (dots - side) // 2
    for y, line in enumerate(code.matrix_iter(scale=scale, border=4)):
        for x, dark in enumerate(line):
            if dark:
                image.putpixel((left + x, y), 0)
    return image

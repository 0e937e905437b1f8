"""What may be shown of an ESC/POS stream: its orders, never the text, codes and dots that they print.

Whatever is no order in the list below is only counted, so that an order which is missing there hides too much
and nothing else. Answers are shown as far as they were asked for: a line may lead to another device than the
technician wrote.
"""

from __future__ import annotations

from kiosk.devices.exchanges import Piece
from kiosk.devices.receipt_printer import _push
from kiosk.devices.receipt_printer._ear import CLEARED, REPLIES

_CLEAR_LENGTH = 10
_ORDERS = {  # their beginning, and how long they are as a whole
    b"\x10\x04": 3, b"\x10\x05": 3, b"\x10\x14": _CLEAR_LENGTH,
    b"\x1b@": 2, b"\x1b3": 3, b"\x1b2": 2, b"\x1bE": 3, b"\x1ba": 3, b"\x1bd": 3, b"\x1bJ": 3,
    b"\x1c&": 2, b"\x1c.": 2, b"\x1cp": 4,
    b"\x1d!": 3, b"\x1dI": 3, b"\x1da": 3, b"\x1dr": 3, b"\x1dV\x00": 3, b"\x1dV\x01": 3, b"\x1dVB": 4,
    b"\x1de\x02": 3, b"\x1de\x12": 3, b"\x1de\x05": 3, b"\x1de\x20": 5,
}  # fmt: skip
_BLOCKS = (b"\x1d(k", b"\x1d(L")  # two bytes of length behind the name
_RASTER = b"\x1dv0"  # one byte, then bytes of a line and lines, two bytes each
_HEAD = 7  # bytes of a block: name, length, which code or store, which function
_SMALL = 4  # bytes of a block that sets a code's size or level, or prints what was stored
_ANSWERED = {b"\x10\x04\x14": 6, b"\x10\x04": 1, b"\x1dr": REPLIES, b"\x10\x14": len(CLEARED)}


class Shown:
    """Of one line since it was opened."""

    def __init__(self) -> None:
        self._rest = 0  # bytes of an order that are still to be sent
        self._due = 0  # bytes of answers that are still to come

    def sent(self, data: bytes) -> list[Piece]:
        self._due = next((due for order, due in _ANSWERED.items() if data.startswith(order)), 0)
        at = min(self._rest, len(data))
        self._rest -= at
        found: list[Piece] = [at]
        while at < len(data):
            head, body = _order(data, at)
            found += [data[at : at + head], max(0, min(body, len(data) - at - head))]
            self._rest = max(0, at + head + body - len(data))
            at += head + body
        return found

    def came(self, data: bytes) -> list[Piece]:
        if len(data) == 4 and data[3] == 0 and _push.answers(data):
            return [data]
        answer = 0 < len(data) <= self._due
        self._due -= len(data) if answer else 0
        return [data] if answer else [len(data)]


def _order(data: bytes, at: int) -> tuple[int, int]:
    """How many bytes at `at` are an order, and how many behind it are what it prints."""
    for length in (3, 2):
        if whole := _ORDERS.get(data[at : at + length]):
            return whole, 0
    if data[at : at + 3] in _BLOCKS:
        size = int.from_bytes(data[at + 3 : at + 5], "little")
        stores = data[at + 6 : at + 7] == b"P"
        return (_HEAD, max(0, size - 2)) if stores or size > _SMALL else (5 + size, 0)
    if data[at : at + 3] == _RASTER:
        wide, high = data[at + 4 : at + 6], data[at + 6 : at + 8]
        return 8, int.from_bytes(wide, "little") * int.from_bytes(high, "little")
    return (1, 0) if data[at : at + 1] == b"\n" else (0, 1)

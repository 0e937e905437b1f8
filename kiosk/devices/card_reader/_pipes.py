"""How SDT frames go over the endpoints of a device: makers do it in three ways.

`single`: a frame out on one pipe, the answer in on its partner. `split`: preamble and LEN on the first
pair of pipes, the rest on the second. `hid`: reports of 64 bytes, filled up with zeros.
"""

from __future__ import annotations

import time
from typing import Protocol

from kiosk.devices._usb import HID, Interface
from kiosk.devices.card_reader._frame import MARK, PREAMBLE

_HEAD = len(PREAMBLE) + 2
_REPORT = 64
_CARD_COMMANDS = 0x30  # the reader works on the card; asked for reports too soon, some give old ones
_REST = 0.1


class Ends(Protocol):
    """The endpoints of the reader. Times are seconds."""

    def write(self, endpoint: int, content: bytes, timeout: float) -> None: ...

    def read(self, endpoint: int, timeout: float) -> bytes: ...


class Pipes(Protocol):
    def send(self, usb: Ends, frame: bytes, timeout: float) -> None: ...

    def receive(self, usb: Ends, timeout: float) -> bytes: ...


class SinglePair:
    def __init__(self, out: int, back: int) -> None:
        self._out, self._in = out, back

    def __str__(self) -> str:
        return f"single {self._out:02X}/{self._in:02X}"

    def send(self, usb: Ends, frame: bytes, timeout: float) -> None:
        usb.write(self._out, frame, timeout)

    def receive(self, usb: Ends, timeout: float) -> bytes:
        return usb.read(self._in, timeout)


class SplitPairs:
    def __init__(self, found: Interface) -> None:
        self._outs, self._ins = found.outs[:2], found.ins[:2]
        self._head = bytearray()
        self._owed = 0  # bytes that are still to come on the second pipe

    def __str__(self) -> str:
        pairs = zip(self._outs, self._ins, strict=False)
        return " ".join(["split", *(f"{out:02X}/{back:02X}" for out, back in pairs)])

    def send(self, usb: Ends, frame: bytes, timeout: float) -> None:
        self._head.clear()
        self._owed = 0
        if len(self._outs) < 2:
            usb.write(self._outs[0], frame, timeout)
            return
        usb.write(self._outs[0], frame[:_HEAD], timeout)
        usb.write(self._outs[1], frame[_HEAD:], timeout)

    def receive(self, usb: Ends, timeout: float) -> bytes:
        found = usb.read(self._ins[1] if self._owed > 0 else self._ins[0], timeout)
        if self._owed > 0:
            self._owed -= len(found)
            return found
        self._head += found
        if len(self._head) >= _HEAD:
            if MARK in self._head[:_HEAD]:
                self._owed = int.from_bytes(self._head[_HEAD - 2 : _HEAD], "big") - len(self._head) + _HEAD
            self._head.clear()
        return found


class Reports:
    def __init__(self, out: int, back: int) -> None:
        self._out, self._in = out, back

    def __str__(self) -> str:
        return f"hid {self._out:02X}/{self._in:02X}"

    def send(self, usb: Ends, frame: bytes, timeout: float) -> None:
        for at in range(0, len(frame), _REPORT):
            usb.write(self._out, frame[at : at + _REPORT].ljust(_REPORT, b"\0"), timeout)
        if frame[_HEAD] == _CARD_COMMANDS:
            time.sleep(min(_REST, timeout / 4))

    def receive(self, usb: Ends, timeout: float) -> bytes:
        return usb.read(self._in, timeout)


def ways(ends: Interface, layout: str) -> list[Pipes]:
    """In the order in which they are tried: each pair alone, then both together."""
    if ends.kind == HID:
        return [Reports(ends.outs[0], ends.ins[0])]
    found: list[Pipes] = []
    if layout != "split":
        found += [SinglePair(*pair) for pair in zip(ends.outs, ends.ins, strict=False)]
    if layout != "single" and len(ends.ins) > 1:
        found.append(SplitPairs(ends))
    return found

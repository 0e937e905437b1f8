"""Key events of a scanner that plays a keyboard, as the characters that a US keyboard has on them.

An event is a `struct input_event` of linux/input.h. Nothing here looks up the layout of this machine: the
scanner is set to a US keyboard, whatever people type on.
"""

from __future__ import annotations

import struct

from kiosk.devices.code_scanner import _faults, _line_faults
from kiosk.devices.code_scanner._burst import Burst, Code
from kiosk.model import Completion, DeviceError, Fault

EVENT = struct.Struct("llHHi")  # seconds, microseconds, type, code, value
_SYN, _KEY = 0, 1
_DROPPED = 3
_UP, _DOWN = 0, 1
_SHIFTS, _ALTS, _CONTROLS = (42, 54), (56, 100), (29, 97, 125, 126)
_CAPS_LOCK, _NUM_LOCK = 58, 69


def _row(first: int, plain: str, shifted: str) -> dict[int, tuple[str, str]]:
    return {first + at: pair for at, pair in enumerate(zip(plain, shifted, strict=True))}


_CHARACTERS = {
    **_row(2, "1234567890-=", "!@#$%^&*()_+"),
    **_row(15, "\t", "\t"),
    **_row(16, "qwertyuiop[]\r", "QWERTYUIOP{}\r"),
    **_row(30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    **_row(43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    **_row(55, "*", "*"),
    **_row(57, " ", " "),
    **_row(71, "789-456+1230.", "789-456+1230."),
    **_row(96, "\r", "\r"),
    **_row(98, "/", "/"),
}


class Keys:
    """An Assembler of key events. `idle`: seconds; a keyboard's characters come one after another."""

    def __init__(self, idle: float) -> None:
        self._burst = Burst(idle, idle)
        self._held: set[int] = set()
        self._capitals = False

    @property
    def quiet(self) -> float | None:
        return self._burst.quiet

    def begin(self) -> None:
        self._burst.begin()
        self._held.clear()
        self._capitals = False

    def take(self, chunk: bytes) -> Code | None:
        if len(chunk) % EVENT.size:
            raise _broken(_line_faults.LOST_KEYS)
        typed = "".join(self._typed(*event) for event in EVENT.iter_unpack(chunk))
        return self._burst.take(typed.encode("ascii")) if typed else None

    def ended(self) -> Code | None:
        return self._burst.ended()

    def _typed(self, _seconds: int, _microseconds: int, kind: int, key: int, value: int) -> str:
        if kind == _SYN and key == _DROPPED:
            raise _broken(_line_faults.LOST_KEYS)
        if kind != _KEY or value not in (_UP, _DOWN):
            return ""
        if key in (*_SHIFTS, *_ALTS, *_CONTROLS):
            self._held.add(key) if value == _DOWN else self._held.discard(key)
            return ""
        return self._character(key) if value == _DOWN else ""

    def _character(self, key: int) -> str:
        if self._held.intersection(_ALTS):
            raise DeviceError(Completion.USER_ERROR, _line_faults.ALT_CODES)
        if self._held.intersection(_CONTROLS):
            raise DeviceError(Completion.USER_ERROR, _faults.CONTROL)
        if key in (_CAPS_LOCK, _NUM_LOCK):
            self._capitals ^= key == _CAPS_LOCK
            return ""
        if key not in _CHARACTERS:
            raise _broken(_line_faults.NO_CHARACTER)
        plain, shifted = _CHARACTERS[key]
        shift = bool(self._held.intersection(_SHIFTS)) ^ (self._capitals and plain.isalpha())
        return shifted if shift else plain


def _broken(fault: Fault) -> DeviceError:
    return DeviceError(Completion.INVALID_DATA, fault)

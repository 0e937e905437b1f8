"""What a code scanner makes of a code on each of its lines: characters, HID reports, or key strokes."""

from __future__ import annotations

import struct
from collections.abc import Iterator

SUFFIXES = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "tab": b"\t"}
REPORT = 64
_ROOM = 56
_EVENT = "@llHHi"
_EV_SYN, _EV_KEY = 0, 1
_SHIFT, _ALT, _ENTER, _TAB, _SPACE, _F13 = 42, 56, 28, 15, 57, 183
_PAD = {"0": 82, "1": 79, "2": 80, "3": 81, "4": 75, "5": 76, "6": 77, "7": 71, "8": 72, "9": 73}
_ROWS = ((2, "1234567890-="), (16, "qwertyuiop[]"), (30, "asdfghjkl;'`"), (43, "\\zxcvbnm,./"))
_SHIFTED = ((2, "!@#$%^&*()_+"), (16, "QWERTYUIOP{}"), (30, 'ASDFGHJKL:"~'), (43, "|ZXCVBNM<>?"))


def noise(line: str) -> list[bytes]:
    """What fits the line and is no code: bytes at a wrong rate, a report that cannot be, a function key."""
    if line == "hid":
        return [b"\x02\xff".ljust(REPORT, b"\x99")]
    if line == "keys":
        return [struct.pack(_EVENT, 0, 0, *event) for event in _tap(_F13)]
    return [b"\xff\x81\x99\xfe" * 5]


def reports(data: bytes, aim: bytes, cut: bool = False) -> list[bytes]:
    """`cut`: the last report says that another one follows."""
    parts = [data[at : at + _ROOM] for at in range(0, len(data), _ROOM)] or [b""]
    return [
        bytes((2, len(part)))
        + aim
        + part.ljust(_ROOM, b"\0")
        + b"s\0"
        + bytes([cut or part is not parts[-1]])
        for part in parts
    ]


def strokes(data: bytes, end: bytes) -> list[bytes]:
    """One packet an event, as an input node gives them; what no key has is typed by ALT and its GBK code."""
    events = []
    for character in data.decode("utf-8", "replace") + end.decode("ascii"):
        events += [struct.pack(_EVENT, 0, 0, kind, code, value) for kind, code, value in _stroke(character)]
    return events


def _stroke(character: str) -> Iterator[tuple[int, int, int]]:
    key, shift = _key(character)
    if key is None:
        number = str(int.from_bytes(character.encode("gb18030"), "big"))
        yield from _press(_ALT, 1)
        for digit in number:
            yield from _tap(_PAD[digit])
        yield from _press(_ALT, 0)
        return
    if shift:
        yield from _press(_SHIFT, 1)
    yield from _tap(key)
    if shift:
        yield from _press(_SHIFT, 0)


def _key(character: str) -> tuple[int | None, bool]:
    for row, shift in [(row, False) for row in _ROWS] + [(row, True) for row in _SHIFTED]:
        if character in row[1]:
            return row[0] + row[1].index(character), shift
    return {"\r": _ENTER, "\n": _ENTER, "\t": _TAB, " ": _SPACE}.get(character), False


def _tap(key: int) -> Iterator[tuple[int, int, int]]:
    yield from _press(key, 1)
    yield from _press(key, 0)


def _press(key: int, value: int) -> Iterator[tuple[int, int, int]]:
    yield _EV_KEY, key, value
    yield _EV_SYN, 0, 0

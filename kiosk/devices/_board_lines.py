"""The words between a terminal and a board of sensors or switches. The format is this project's own.

Serial, 9600 baud, 8N1, ASCII. A line is `KEY=VALUE*XX` and LF (a CR before it is ignored): KEY is 1 to 16 of
a-z and _, VALUE 1 to 16 printable characters without `*`, XX the XOR of all bytes before `*`, two upper-case
hex digits. No line is longer than 40 bytes; one that does not fit this is thrown away.

The board sends one line for whatever changed, at once, and every 2 s all that it knows, ended by `beat=N`; N
counts from 0 to 999 and starts again. `?` and LF asks for all of it now. VALUE `?` says that the board has
this sensor and cannot read it. The terminal sets what can be set by a line of the same form, and the board
confirms by sending that line itself. Keys that one side does not know are ignored.
"""

from __future__ import annotations

import re
from functools import reduce

ASK = b"?\n"
BEAT = "beat"
UNREADABLE = "?"
LONGEST = 40  # bytes of a line, with its end

_LINE = re.compile(rb"([a-z_]{1,16})=([ -)+-~]{1,16})\*([0-9A-F]{2})\r?")


def line(key: str, value: str) -> bytes:
    body = f"{key}={value}".encode("ascii")
    return b"%s*%02X\n" % (body, _xor(body))


def parse(content: bytes) -> tuple[str, str] | None:
    """One line without its LF; nothing where it is none, or was damaged."""
    found = _LINE.fullmatch(content)
    if found is None or _xor(found[1] + b"=" + found[2]) != int(found[3], 16):
        return None
    return found[1].decode("ascii"), found[2].decode("ascii")


class Lines:
    """Cuts what comes in whatever pieces into lines. `ignored` counts what was none."""

    def __init__(self) -> None:
        self.ignored = 0
        self._rest = b""
        self._too_long = False

    def take(self, data: bytes) -> list[tuple[str, str]]:
        *whole, self._rest = (self._rest + data).split(b"\n")
        found = []
        for content in whole:
            pair = None if self._too_long else parse(content)
            self._too_long = False
            if pair is None:
                self.ignored += 1
            else:
                found.append(pair)
        if len(self._rest) >= LONGEST:
            self._rest, self._too_long = b"", True
        return found

    def begin(self) -> None:
        """What was not ended is forgotten."""
        self._rest, self._too_long = b"", False


def _xor(body: bytes) -> int:
    return reduce(lambda sum_, byte: sum_ ^ byte, body, 0)

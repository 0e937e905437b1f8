"""Understands an ESC/POS command stream, as the inside of a printer does: modes, text, dots, codes, cuts.

Reads from a source that waits for more bytes; prints through a mechanism that waits for paper. Knows no
socket and no state file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import segno
from PIL import Image

from kiosk.devices.virtual.paper import Cell

_DEFAULT_PITCH = 30
_LEVELS = {0x30: "l", 0x31: "m", 0x32: "q", 0x33: "h"}
# how many argument bytes follow a command that changes nothing that this printer shows
_ESC_ARGUMENTS = {"t": 1, "R": 1, "M": 1, "-": 1, "{": 1, "p": 3, " ": 1, "$": 2, "\\": 2, "G": 1, "V": 1,
                  "r": 1, "S": 0, "=": 1, "c": 2, "%": 1, "W": 8, "T": 1, "2": 0, "L": 0}  # fmt: skip
_FS_ARGUMENTS = {"-": 1, "S": 2, "C": 1, "W": 1, "(": 0}
_GS_ARGUMENTS = {"B": 1, "H": 1, "h": 1, "w": 1, "f": 1, "L": 2, "W": 2, "P": 2, "b": 1,
                 "/": 1, "^": 3, "T": 1, "$": 2, "\\": 2}  # fmt: skip


class Mechanism(Protocol):
    """What the stream moves. Every call that needs paper waits until the printer can print."""

    def line(self, cells: list[Cell], align: int, pitch: int) -> None: ...
    def raster(self, image: Image.Image, align: int) -> None: ...
    def code(self, payload: str, image: Image.Image, align: int) -> None: ...
    def feed(self, dots: int) -> None: ...
    def cut(self) -> None: ...
    def forget(self) -> None: ...
    def keep(self, key: bytes, image: Image.Image) -> None: ...
    def logo(self, key: bytes, align: int) -> None: ...
    def transmit(self, what: str, number: int) -> None: ...
    def move(self, how: int, seconds: int) -> None: ...


class Stream:
    def __init__(self, take: Callable[[int], bytes], out: Mechanism, chinese: bool = False) -> None:
        """`take(n)` waits for exactly n bytes; `chinese` is the mode after power-up."""
        self._take, self._out, self._born_chinese = take, out, chinese
        self.reset()

    def reset(self) -> None:
        self._chinese = self._born_chinese
        self._wide = self._high = 1
        self._bold, self._align, self._pitch = False, 0, _DEFAULT_PITCH
        self._cells: list[Cell] = []
        self._module, self._level, self._payload = 3, "l", b""

    def step(self) -> None:
        """Carries out one command or takes one character."""
        byte = self._take(1)[0]
        starts = {0x1B: self._esc, 0x1C: self._fs, 0x1D: self._gs, 0x10: self._dle, 0x0A: self._end_line}
        if byte in starts:
            starts[byte]()
        elif byte >= 0x20:
            self._character(byte)

    def _character(self, byte: int) -> None:
        raw = bytes([byte])
        if self._chinese and byte > 0x80:
            raw += self._take(1)
            if 0x30 <= raw[1] <= 0x39:
                raw += self._take(2)
        text = raw.decode("gb18030" if self._chinese else "cp437", "replace")
        self._cells += [Cell(character, self._wide, self._high, self._bold) for character in text]

    def _end_line(self) -> None:
        cells, self._cells = self._cells, []
        self._out.line(cells, self._align, self._pitch)

    def _flush(self) -> None:
        if self._cells:
            self._end_line()

    def _esc(self) -> None:
        name = chr(self._take(1)[0])
        if name == "@":
            self.reset()
            self._out.forget()
        elif name in "Ea3!dJ":
            self._esc_with_one(name, self._take(1)[0])
        elif name == "2":
            self._pitch = _DEFAULT_PITCH
        elif name in "im":
            self._cut()
        elif name == "D":
            while self._take(1) != b"\0":
                pass
        else:
            self._take(_ESC_ARGUMENTS.get(name, 0))

    def _esc_with_one(self, name: str, value: int) -> None:
        if name == "E":
            self._bold = bool(value & 1)
        elif name == "a":
            self._align = {0: 0, 1: 1, 2: 2, 0x30: 0, 0x31: 1, 0x32: 2}.get(value, self._align)
        elif name == "3":
            self._pitch = value
        elif name == "!":
            self._bold, self._high, self._wide = bool(value & 8), 1 + (value >> 4 & 1), 1 + (value >> 5 & 1)
        else:
            self._flush()
            self._out.feed(value if name == "J" else value * self._pitch)

    def _fs(self) -> None:
        name = chr(self._take(1)[0])
        if name in "&.":
            self._chinese = name == "&"
        elif name == "!":
            value = self._take(1)[0]
            self._wide, self._high = 1 + (value >> 2 & 1), 1 + (value >> 3 & 1)
        elif name == "p":
            self._flush()
            self._out.logo(self._take(2)[:1], self._align)
        elif name == "q":
            self._bit_images()
        else:
            self._take(_FS_ARGUMENTS.get(name, 0))

    def _gs(self) -> None:
        name = chr(self._take(1)[0])
        if name == "!":
            value = self._take(1)[0]
            self._wide, self._high = 1 + (value >> 4 & 7), 1 + (value & 7)
        elif name == "V":
            if self._take(1)[0] in (0x41, 0x42):
                self._out.feed(self._take(1)[0])
            self._cut()
        elif name == "v":
            self._raster()
        elif name == "(":
            self._function(chr(self._take(1)[0]))
        elif name in "raI":
            self._out.transmit(name, self._take(1)[0])
        elif name == "e":
            self._presenter(self._take(1)[0])
        elif name == "k":
            self._bar_code(self._take(1)[0])
        else:
            self._take(_GS_ARGUMENTS.get(name, 0))

    def _dle(self) -> None:
        """Real-time requests were answered as they came in; here they are only passed over."""
        name = self._take(1)[0]
        if name in (0x04, 0x05):
            self._take(1)  # also the 14 that asks for the full status
        elif name == 0x14:
            self._take({1: 2, 2: 2, 3: 5, 7: 1, 8: 7}.get(self._take(1)[0], 0))

    def _cut(self) -> None:
        self._flush()
        self._out.cut()

    def _raster(self) -> None:
        _, _, low, high, lines, more = self._take(6)
        across, down = low + 256 * high, lines + 256 * more
        dots = self._take(across * down)
        self._flush()
        if dots:
            black = bytes(byte ^ 0xFF for byte in dots)
            self._out.raster(Image.frombytes("1", (across * 8, down), black), self._align)

    def _presenter(self, how: int) -> None:
        arguments = self._take({3: 1, 32: 2}.get(how, 0))
        if how == 6:
            self._out.transmit("e", how)
        elif how in (2, 3, 5, 18, 20, 32):
            if how < 18 or how == 32:
                self._flush()
            self._out.move(how, arguments[1] if how == 32 else 0)

    def _bit_images(self) -> None:
        """FS q: columns from the left, eight dots a byte from the top; then the printer starts anew."""
        for number in range(1, self._take(1)[0] + 1):
            low, high, lines, more = self._take(4)
            across, down = (low + 256 * high) * 8, (lines + 256 * more) * 8
            columns = bytes(byte ^ 0xFF for byte in self._take(across * down // 8))
            turned = Image.frombytes("1", (down, across), columns)
            self._out.keep(bytes([number]), turned.transpose(Image.Transpose.TRANSPOSE))
        self.reset()
        self._out.forget()

    def _graphics(self, body: bytes) -> None:
        """GS ( L 67 keeps a picture, 69 prints it."""
        function, rest = body[1], body[2:]
        if function == 67 and rest[:1] == b"0":
            across, down = int.from_bytes(rest[4:6], "little"), int.from_bytes(rest[6:8], "little")
            black = bytes(byte ^ 0xFF for byte in rest[9:])
            self._out.keep(rest[1:3], Image.frombytes("1", (across, down), black))
        elif function == 69:
            self._flush()
            self._out.logo(rest[:2], self._align)

    def _function(self, name: str) -> None:
        low, high = self._take(2)
        body = self._take(low + 256 * high)
        if name == "L" and body[:1] == b"0":
            self._graphics(body)
        if name != "k" or body[:1] != b"1":
            return
        function, rest = body[1], body[2:]
        if function == 67:
            self._module = rest[0]
        elif function == 69:
            self._level = _LEVELS.get(rest[0], "l")
        elif function == 80:
            self._payload = rest[1:]
        elif function == 81:
            self._print_code()

    def _print_code(self) -> None:
        if not self._payload:
            return
        self._flush()
        payload = self._payload.decode("utf-8", "replace")
        code = segno.make(payload, error=self._level, micro=False, boost_error=False, encoding="utf-8")
        across, down = code.symbol_size(scale=self._module, border=0)
        image = Image.new("1", (int(across), int(down)), 1)
        dark = [0 if bit else 1 for row in code.matrix_iter(scale=self._module, border=0) for bit in row]
        image.putdata(dark)
        self._out.code(payload, image, self._align)

    def _bar_code(self, kind: int) -> None:
        if kind >= 0x41:
            self._take(self._take(1)[0])
            return
        while self._take(1) != b"\0":
            pass

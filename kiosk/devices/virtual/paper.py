"""A strip of thermal paper: what is printed on it becomes a picture, dot for dot.

The printer's own font is a system font cut down to a repertoire; a glyph outside it stays blank, as on
a real printer.
"""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass, field
from functools import cache, lru_cache

from PIL import Image, ImageDraw, ImageFont

HALF_CELL, CELL = 12, 24
_BASELINE = 21
_MARGIN = 32  # 4 mm of unprintable paper on each side
_WHITE, _BLACK = 255, 0


@dataclass(frozen=True)
class Cell:
    """One character in the modes in which it was printed."""

    character: str = field(repr=False)
    wide: int = 1
    high: int = 1
    bold: bool = False

    @property
    def dots(self) -> int:
        return (HALF_CELL if self.character.isascii() else CELL) * self.wide


class Paper:
    def __init__(self, dots: int, repertoire: str) -> None:
        self.dots, self._repertoire = dots, repertoire
        self._strips: list[Image.Image] = []
        self.texts: list[str] = []
        self.qr: list[str] = []
        self.rasters = self.logos = 0

    @property
    def blank(self) -> bool:
        return not (self.texts or self.qr or self.rasters or self.logos)

    def line(self, cells: list[Cell], align: int, pitch: int) -> None:
        """Prints one line and moves the paper by `pitch` dots, or by the height of the line if it is more."""
        high = max((CELL * cell.high for cell in cells), default=0)
        strip = self._strip(max(pitch, high))
        pen = ImageDraw.Draw(strip)
        pen.fontmode = "1"
        x = self._left(sum(cell.dots for cell in cells), align)
        for cell in cells:
            if self.has(cell.character):
                _ink(strip, pen, cell, x, high)
            x += cell.dots
        if cells:
            self.texts.append("".join(c.character if self.has(c.character) else "\u3000" for c in cells))

    def picture(self, image: Image.Image, align: int) -> None:
        """Prints dots; black where the image is 0."""
        strip = self._strip(image.height)
        strip.paste(image.convert("L"), (self._left(image.width, align), 0))

    def feed(self, dots: int) -> None:
        self._strip(dots)

    def png(self, complete: bool) -> bytes:
        """The strip as it came out: cut straight, or torn where the paper ended."""
        height = sum(strip.height for strip in self._strips) + _MARGIN
        sheet = Image.new("L", (self.dots + 2 * _MARGIN, height), _WHITE)
        y = _MARGIN
        for strip in self._strips:
            sheet.paste(strip, (_MARGIN, y))
            y += strip.height
        if not complete:
            _tear(sheet)
        file = io.BytesIO()
        sheet.save(file, "PNG", optimize=True)
        return file.getvalue()

    def has(self, character: str) -> bool:
        """Whether the printer's font holds the character."""
        if character.isascii():
            return True
        raw = character.encode("gb18030", "replace")
        if self._repertoire == "all":
            return True
        if len(raw) != 2 or self._repertoire == "gb18030-2byte":
            return len(raw) == 2
        try:
            raw.decode(self._repertoire)
        except UnicodeDecodeError:
            return False
        return True

    def _strip(self, height: int) -> Image.Image:
        self._strips.append(Image.new("L", (self.dots, height), _WHITE))
        return self._strips[-1]

    def _left(self, width: int, align: int) -> int:
        return max(0, (self.dots - width) * align // 2)


def _ink(strip: Image.Image, pen: ImageDraw.ImageDraw, cell: Cell, x: int, high: int) -> None:
    """Enlarged characters are the same dots, doubled: a printer's font has one size."""
    glyph = Image.new("L", (cell.dots // cell.wide, CELL), _WHITE)
    fine = ImageDraw.Draw(glyph)
    fine.fontmode = "1"
    font = _font(*_font_for(cell.character))
    for step in range(2 if cell.bold else 1):
        fine.text((step, _BASELINE), cell.character, font=font, fill=_BLACK, anchor="ls")
    large = glyph.resize((cell.dots, CELL * cell.high), Image.Resampling.NEAREST)
    strip.paste(large, (x, high - large.height))


def _tear(sheet: Image.Image) -> None:
    pen = ImageDraw.Draw(sheet)
    teeth = [(x, sheet.height - (8 if x // 8 % 2 else 1)) for x in range(0, sheet.width + 8, 8)]
    pen.line(teeth, fill=128, width=2)


@lru_cache(maxsize=8)
def _font(path: str, index: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, CELL, index=index, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _font_for(character: str) -> tuple[str, int]:
    """The usual font where it holds the character, else any that does."""
    path, index, held = _usual()
    if any(ord(character) in span for span in held):
        return path, index
    listed = _run("fc-list", f":charset={ord(character):x}:scalable=true", "-f", "%{file}|%{index}\n").split()
    if not listed:
        return path, index
    path, _, number = min(listed).partition("|")
    return path, int(number)


@cache
def _usual() -> tuple[str, int, tuple[range, ...]]:
    answer = _run("fc-match", "Noto Sans Mono CJK SC", "-f", "%{file}|%{index}|%{charset}")
    path, index, charset = answer.split("|")
    spans = (span.partition("-") for span in charset.split())
    return path, int(index), tuple(range(int(a, 16), int(b or a, 16) + 1) for a, _, b in spans)


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout

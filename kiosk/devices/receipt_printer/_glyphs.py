"""Draws a row of text as dots, for characters that the printer's font lacks, with the fonts of the system.

fontconfig says which font really holds a character. One that no font holds is an error, never a blank
and never a question mark: a name on a receipt is right or it is not printed.
"""

from __future__ import annotations

import subprocess
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kiosk.devices.receipt_printer._layout import HALF_CELL, TextRow, clusters, width

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

CELL = 2 * HALF_CELL
_FAMILY = "Noto Sans Mono CJK SC"
_BASELINE = 21  # of 24 dots, so that what hangs below stays in the cell
_JOINERS = ("\ufe0e", "\ufe0f", "\u200b", "\u200c", "\u200d", "\ufeff")  # say nothing that ink could show


class GlyphError(Exception):
    """No font of this system holds the character; says which code point."""

    def __init__(self, character: str) -> None:
        super().__init__(f"no font holds U+{ord(character):04X}")
        self.code_point = f"U+{ord(character):04X}"


def draw(row: TextRow, dots: int) -> Image.Image:
    """One row, `dots` wide and one cell of its size high; black is 0. Raises GlyphError."""
    from PIL import Image, ImageDraw

    image = Image.new("1", (dots, CELL * row.size), 1)
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"
    parts = clusters(row.text)
    used = sum(map(width, parts)) * HALF_CELL * row.size
    x = (dots - used) // 2 if row.align == "center" else 0
    for part in parts:
        _place(pen, part, x, row)
        x += width(part) * HALF_CELL * row.size
    return image


def _place(pen: ImageDraw.ImageDraw, cluster: str, x: int, row: TextRow) -> None:
    for place, character in enumerate(cluster):
        if place == 1:
            x += width(cluster) * HALF_CELL * row.size  # a mark reaches back over what it joins
        if character.isspace() or character in _JOINERS or _selects_variant(character):
            continue
        path, index = _font_for(character)
        font = _font(path, index, CELL * row.size)
        for step in range(2 if row.bold else 1):
            pen.text((x + step, _BASELINE * row.size), character, font=font, fill=0, anchor="ls")


def _selects_variant(character: str) -> bool:
    return 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF


@lru_cache(maxsize=8)
def _font(path: str, index: int, size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(path, size, index=index, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _font_for(character: str) -> tuple[str, int]:
    path, index, held = _first_choice()
    if any(ord(character) in span for span in held):
        return path, index
    if not 0xD800 <= ord(character) <= 0xDFFF:
        listed = _ask(
            "fc-list", f":charset={ord(character):x}:scalable=true", "-f", "%{style}|%{file}|%{index}\n"
        )
        found = [line.split("|") for line in listed.splitlines()]
        if found:
            best = min(found, key=lambda font: ("Regular" not in font[0], font[1], font[2]))
            return best[1], int(best[2])
    raise GlyphError(character)


@cache
def _first_choice() -> tuple[str, int, list[range]]:
    path, index, charset = _ask("fc-match", _FAMILY, "-f", "%{file}|%{index}|%{charset}").split("|")
    spans = [span.partition("-") for span in charset.split()]
    return path, int(index), [range(int(a, 16), int(b or a, 16) + 1) for a, _, b in spans]


def _ask(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout

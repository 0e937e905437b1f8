"""The drawn seal: a red ring, its words along it, a star, a note under the star."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import cos, pi, sin

from fpdf import FPDF
from fpdf.enums import TextMode

from acceptance.keys import Seal

_RED = (200, 16, 28)
_RADIUS = 19.0  # mm
_TEXT_RADIUS = 14.6
_ARC = 200.0  # degrees that the words may take


def draw_seal(pdf: FPDF, seal: Seal, x: float, y: float) -> None:
    """Centred at x, y (mm); what is under it shows through."""
    with pdf.local_context(fill_opacity=0.82, stroke_opacity=0.82):
        pdf.set_draw_color(*_RED)
        pdf.set_fill_color(*_RED)
        pdf.set_text_color(*_RED)
        pdf.set_line_width(1.0)
        pdf.circle(x, y, _RADIUS, style="D")
        pdf.polygon(_star(x, y, 5.6), style="F")
        pdf.set_font("song", size=13)
        step = min(34.0, _ARC / max(1, len(seal.ring)))
        first = -step * (len(seal.ring) - 1) / 2
        for number, character in enumerate(seal.ring):
            turn = first + number * step  # degrees, clockwise from the top
            with pdf.rotation(-turn, x, y), bold(pdf):
                pdf.text(x - pdf.get_string_width(character) / 2, y - _TEXT_RADIUS + 3.2, character)
        pdf.set_font("song", size=11)
        with bold(pdf):
            pdf.text(x - pdf.get_string_width(seal.note) / 2, y + 13.0, seal.note)


@contextmanager
def bold(pdf: FPDF, stroke: float = 0.15) -> Iterator[None]:
    """Outlines what is written, `stroke` mm wide: a second face would double the time that a page takes."""
    color = pdf.text_color
    with pdf.local_context(text_mode=TextMode.FILL_STROKE, line_width=stroke, draw_color=color):
        yield


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        r = radius if corner % 2 == 0 else radius * 0.382
        angle = -pi / 2 + corner * pi / 5
        points.append((x + r * cos(angle), y + r * sin(angle)))
    return points

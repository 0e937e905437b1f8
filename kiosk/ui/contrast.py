"""How well a text stands out in a picture of the window: WCAG 2 contrast against its dominant background."""

from __future__ import annotations

from math import ceil, floor
from typing import cast

from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

_NEAR = 48  # sum of channel differences: still the same colour, or an edge of it

Rgb = tuple[int, int, int]


class Picture:
    def __init__(self, grab: QImage, width: float) -> None:
        """`width` is the window's, in the units of the scene; the grab may have more pixels."""
        rgb = grab.convertToFormat(QImage.Format.Format_RGB888)
        size = (rgb.width(), rgb.height())
        self.rgb = Image.frombytes("RGB", size, bytes(rgb.constBits()), "raw", "RGB", rgb.bytesPerLine(), 1)
        self._scale = rgb.width() / width if width else 1.0

    def contrast(self, box: QRectF, color: QColor, opacity: float) -> float | None:
        """Between `color` and what else is most of `box`; None where nothing else is there to see."""
        ink = (color.red(), color.green(), color.blue())
        background = self._background(box, ink)
        if background is None:
            return None
        alpha = color.alphaF() * opacity
        mixed = [alpha * over + (1 - alpha) * under for over, under in zip(ink, background, strict=True)]
        return ratio((round(mixed[0]), round(mixed[1]), round(mixed[2])), background)

    def _background(self, box: QRectF, ink: Rgb) -> Rgb | None:
        edges = (floor(box.left()), floor(box.top()), ceil(box.right()), ceil(box.bottom()))
        left, top, right, bottom = (round(edge * self._scale) for edge in edges)
        area = self.rgb.crop(
            (max(0, left), max(0, top), min(self.rgb.width, right), min(self.rgb.height, bottom))
        )
        pixels = area.width * area.height
        counted = sorted(cast(list[tuple[int, Rgb]], area.getcolors(max(1, pixels)) or []), reverse=True)
        if not counted:
            return None
        # Heavy glyphs in a tight box can outweigh their ground; a text on its own colour has no other ground.
        grounds = [color for count, color in counted if count > pixels / 10 and _distance(color, ink) > _NEAR]
        return grounds[0] if grounds else counted[0][1]


def ratio(one: Rgb, other: Rgb) -> float:
    """WCAG 2, contrast ratio: 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Rgb) -> float:
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (value / 255 for value in color)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _distance(one: Rgb, other: Rgb) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))

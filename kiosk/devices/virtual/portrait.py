"""Drawn persons: faces for the virtual face camera and for the photos on virtual cards. None is of anybody.

A handful of numbers a person, far from the other's, drawn as shaded ellipses and lines. They show that two
pictures of one drawing are told from those of another; how real people fare, they cannot show.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    from PIL.Image import Image

    Plane = numpy.ndarray[Any, Any]

Colour = tuple[float, float, float]
CARD = (102, 126)  # points of the photo on a card


@dataclass(frozen=True)
class Looks:
    """Colours are red, green, blue; lengths are shares of an ordinary face's."""

    skin: Colour
    hair: Colour
    lips: Colour
    width: float
    length: float
    eyes: float  # of half a head: how far each stands from the middle
    eye: float
    brow: float
    tilt: float
    nose: float
    nostrils: float
    mouth: float
    lip: float
    fringe: float
    jaw: float
    beard: float = 0.0


PERSONS = {
    "fair": Looks((150, 105, 80), (200, 170, 110), (170, 85, 85), 1.14, 1.04, 0.33, 1.15, 1.79, -0.2, 1.17,
                  1.02, 1.17, 1.19, 0.28, 0.88),
    "bearded": Looks((120, 80, 60), (20, 18, 18), (160, 100, 95), 0.89, 0.99, 0.43, 0.7, 1.07, 0.15, 0.71,
                     0.75, 1.26, 0.79, 0.27, 1.0, beard=0.8),
}  # fmt: skip


def portrait(name: str, side: int = 480) -> Image:
    """The head and shoulders of one of `PERSONS`, on a grey ground, `side` pixels square."""
    from PIL import Image, ImageFilter

    drawn = Image.fromarray(_Canvas(PERSONS[name], 2 * side).drawn())
    return drawn.resize((side, side), Image.Resampling.LANCZOS).filter(ImageFilter.GaussianBlur(0.6))


@cache
def card_photo(name: str) -> bytes:
    """As JPEG of the size that a card's photo has."""
    from PIL import ImageOps

    file = io.BytesIO()
    ImageOps.fit(portrait(name, 252), CARD).save(file, "JPEG", quality=90)
    return file.getvalue()


def scene(*names: str, size: tuple[int, int] = (960, 720), head: float = 0.9, light: float = 1.0) -> Image:
    """Persons side by side as a camera sees them; `head` is a portrait's share of the height."""
    from PIL import Image

    picture = Image.new("RGB", size, (150, 160, 170))
    side = round(size[1] * head)
    for number, name in enumerate(names):
        middle = size[0] * (2 * number + 1) // (2 * len(names))
        picture.paste(portrait(name, side), (middle - side // 2, size[1] - side))
    return picture.point(lambda value: value * light)


@dataclass
class _Canvas:
    """One drawing; `u` and `v` are right and down from the middle of the face, 1 is half a head."""

    looks: Looks
    side: int
    u: Plane = field(init=False)
    v: Plane = field(init=False)
    pixels: Plane = field(init=False)

    def drawn(self) -> Any:
        import numpy

        down, right = numpy.mgrid[0 : self.side, 0 : self.side].astype(numpy.float32)
        self.u = (right / self.side - 0.5) * 2 / 0.62 / self.looks.width
        self.v = (down / self.side - 0.52) * 2 / 0.62 / self.looks.length
        self.pixels = numpy.full((self.side, self.side, 3), (150, 160, 170), numpy.float32)
        self._body()
        self._head()
        for side in (-1, 1):
            self._eye(side)
            self._half_nose(side)
        self._nose()
        self._mouth()
        self._beard()
        return numpy.clip(self.pixels, 0, 255).astype(numpy.uint8)

    def _skin(self, share: float) -> Colour:
        red, green, blue = self.looks.skin
        return red * share, green * share, blue * share

    def _mix(self, mask: Plane, colour: Colour) -> None:
        import numpy

        share = numpy.clip(mask, 0, 1)[..., None]
        self.pixels = self.pixels * (1 - share) + numpy.asarray(colour, numpy.float32) * share

    def _soft(self, distance: Plane, width: float) -> Plane:
        """1 where the distance is below 0, 0 above, with an edge of `width`."""
        import numpy

        edge: Plane = 1 / (1 + numpy.exp(numpy.clip(distance / width, -40, 40)))
        return edge

    def _ellipse(  # noqa: PLR0913 - where it is, how large and how soft
        self, x: float, y: float, wide: float, high: float, edge: float, power: float = 2.0
    ) -> Plane:
        import numpy

        reach = numpy.abs((self.u - x) / wide) ** power + numpy.abs((self.v - y) / high) ** power
        return self._soft((reach ** (1 / power) - 1) * min(wide, high), edge)

    def _body(self) -> None:
        self._mix(self._ellipse(0, 2.15, 1.5, 0.9, 0.02, 2.5), (60, 70, 95))
        self._mix(self._ellipse(0, -0.18, 0.86, 1.02, 0.02), self.looks.hair)
        self._mix(self._ellipse(0, 1.15, 0.38, 0.7, 0.02, 4), self._skin(0.78))
        for side in (-1, 1):
            self._mix(self._ellipse(side * 0.74, 0.0, 0.11, 0.2, 0.015), self._skin(0.85))

    def _outline(self) -> Plane:
        import numpy

        half = 0.72 * (1 - 0.28 / self.looks.jaw * numpy.clip(self.v, 0, 1.2) ** 2)
        return self._soft((numpy.sqrt((self.u / half) ** 2 + self.v**2) - 1) * 0.7, 0.012)

    def _head(self) -> None:
        """Skin, lighter where it comes towards the camera; cheeks, and hair over the forehead."""
        import numpy

        outline = self._outline()[..., None]
        towards = numpy.clip(1 - (self.u / 0.9) ** 2 - ((self.v - 0.05) / 1.25) ** 2, 0, 1) ** 0.5
        light = 0.62 + 0.42 * towards - 0.06 * self.u - 0.06 * self.v
        skin = numpy.asarray(self.looks.skin, numpy.float32) * light[..., None]
        self.pixels = self.pixels * (1 - outline) + skin * outline
        for side in (-1, 1):
            self._mix(0.18 * self._ellipse(side * 0.4, 0.3, 0.2, 0.16, 0.06), (200, 110, 100))
        fringe = self._soft(self.v + 1 - self.looks.fringe + 0.256 * self.u**2, 0.03)
        self._mix(fringe * self._ellipse(0, 0, 0.75, 1.02, 0.01), self.looks.hair)

    def _eye(self, side: int) -> None:
        import numpy

        looks, x, y = self.looks, side * self.looks.eyes, -0.10
        high = 0.062 * looks.eye
        self._mix(0.35 * self._ellipse(x, y, 0.22, 0.16, 0.05), self._skin(0.55))
        white = self._ellipse(x, y, 0.145, high, 0.008)
        self._mix(white, (238, 234, 230))
        iris = self._ellipse(x, y, 0.062, 0.062 * min(1.1, looks.eye + 0.1), 0.008)
        self._mix(iris * white, (50, 32, 22))
        self._mix(self._ellipse(x, y, 0.028, 0.03, 0.006), (10, 8, 8))
        self._mix(self._ellipse(x - 0.02, y - 0.02, 0.012, 0.012, 0.004), (250, 250, 250))
        lid = numpy.abs(((self.u - x) / 0.15) ** 2 * 0.055 * looks.eye + self.v - y + high) - 0.012
        self._mix(self._soft(lid, 0.006) * self._soft(numpy.abs(self.u - x) - 0.15, 0.01), (40, 25, 20))
        outward = (self.u - x) * side
        bow = self.v + 0.33 - 0.03 * (1 - looks.brow) - looks.tilt * outward + 0.55 * (outward - 0.02) ** 2
        brow = self._soft(numpy.abs(bow) - 0.03 * looks.brow, 0.012)
        self._mix(0.9 * brow * self._soft(numpy.abs(outward - 0.01) - 0.19, 0.015), looks.hair)

    def _half_nose(self, side: int) -> None:
        import numpy

        wide, end = self.looks.nostrils, 0.30 * self.looks.nose
        ridge = side * (0.055 * wide + 0.09 * wide * numpy.clip((self.v + 0.1) / 0.45, 0, 1))
        shade = self._soft(numpy.abs(self.u - ridge) - 0.02, 0.02) * self._soft(-(self.v + 0.15), 0.04)
        self._mix(0.30 * shade * self._soft(self.v - end, 0.04), self._skin(0.55))
        self._mix(
            0.85 * self._ellipse(side * 0.085 * wide, end + 0.045, 0.042 * wide, 0.022, 0.01),
            self._skin(0.28),
        )

    def _nose(self) -> None:
        wide, end = self.looks.nostrils, 0.30 * self.looks.nose
        self._mix(0.35 * self._ellipse(0, end - 0.06, 0.06 * wide, 0.1, 0.04), self._skin(1.18))
        self._mix(0.3 * self._ellipse(0, 0.05, 0.025, 0.25, 0.03), self._skin(1.15))
        self._mix(0.35 * self._ellipse(0, end + 0.12, 0.05, 0.06, 0.03), self._skin(0.7))

    def _mouth(self) -> None:
        import numpy

        looks, y, wide = self.looks, 0.60, 0.25 * self.looks.mouth
        across = self._soft(numpy.abs(self.u) - wide, 0.012)
        full = 1 - numpy.clip(numpy.abs(self.u) / wide, 0, 1) ** 2
        bow = full * (1 - 0.25 * numpy.exp(-((self.u / 0.04) ** 2)))
        red, green, blue = looks.lips
        for shift, thick, shape, shade in ((-0.028, 0.032, bow, 0.85), (0.035, 0.042, full, 1.0)):
            lip = self._soft(numpy.abs(self.v - y - shift * looks.lip) - thick * looks.lip * shape, 0.008)
            self._mix(0.9 * lip * across, (red * shade, green * shade, blue * shade))
        line = self._soft(numpy.abs(self.v - y + 0.012 * numpy.cos(self.u / wide * 3.14)) - 0.009, 0.006)
        self._mix(0.9 * line * across, (70, 30, 32))
        self._mix(0.3 * self._ellipse(0, y + 0.15, 0.14, 0.04, 0.03), self._skin(0.6))

    def _beard(self) -> None:
        import numpy

        looks = self.looks
        cheeks = self._outline() * self._soft(-(self.v - 0.35 + 0.25 * numpy.abs(self.u)), 0.05)
        mouth = self._ellipse(0, 0.60, 0.275 * looks.mouth, 0.09, 0.02)
        self._mix(looks.beard * cheeks * (1 - mouth), looks.hair)

"""A test chart for the document camera: marks at known places on an A4, and bars as fine as small print.

`kiosk devices chart FILE` writes it, to be printed at its real size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiosk.devices._opencv import opencv

if TYPE_CHECKING:
    from PIL.Image import Image

COMMAND = "kiosk devices chart 测试图.pdf"
DPI = 300
_A4 = (210.0, 297.0)  # millimetres, as all lengths here
_MARK = 25.0
_CENTRES = ((30.0, 30.0), (180.0, 30.0), (180.0, 267.0), (30.0, 267.0))  # clockwise, by the mark's number
_ACROSS, _DOWN = 150.0, 237.0  # from mark to mark
_BARS = (0.25, 0.35, 0.5, 0.7)  # wide, and as far apart: strokes of print
_INCH = 25.4


@dataclass(frozen=True)
class Measured:
    dpi: int  # of the direction in which it is least
    skew: float  # degrees; of the side that is furthest from the edge of the picture


def draw(dpi: int = DPI) -> Image:
    """The whole A4 in grey."""
    from PIL import Image, ImageDraw

    cv2, scale = opencv(), dpi / _INCH
    page = Image.new("L", (round(_A4[0] * scale), round(_A4[1] * scale)), 255)
    side = round(_MARK * scale)
    for number, (x, y) in enumerate(_CENTRES):
        mark = Image.fromarray(cv2.aruco.generateImageMarker(_words(), number, side))
        page.paste(mark, (round(x * scale - side / 2), round(y * scale - side / 2)))
    pen = ImageDraw.Draw(page)
    for row, width in enumerate(_BARS):
        top = 60.0 + 45.0 * row
        for bar in range(int(130.0 / (2 * width))):
            left = 40.0 + 2 * width * bar
            pen.rectangle([round(v * scale) for v in (left, top, left + width, top + 30.0)], fill=0)
    return page


def measured(jpeg: bytes) -> Measured | None:
    """What a picture of the chart, turned any way, says of the camera; None where it is no such picture."""
    import numpy

    cv2 = opencv()
    grey = cv2.imdecode(numpy.frombuffer(jpeg, numpy.uint8), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        return None
    corners, numbers, _ = cv2.aruco.ArucoDetector(_words()).detectMarkers(grey)
    found = {} if numbers is None else dict(zip(numbers.ravel().tolist(), corners, strict=True))
    if not set(range(len(_CENTRES))) <= set(found):
        return None
    centres = numpy.array([found[number].reshape(4, 2).mean(axis=0) for number in range(len(_CENTRES))])
    ways = numpy.roll(centres, -1, axis=0) - centres
    lengths = numpy.hypot(*ways.T) / numpy.array([_ACROSS, _DOWN, _ACROSS, _DOWN])
    angles = numpy.degrees(numpy.arctan2(ways[:, 1], ways[:, 0]))
    off = numpy.abs((angles + 45) % 90 - 45)
    return Measured(round(float(lengths.min()) * _INCH), float(off.max()))


def _words() -> Any:
    cv2 = opencv()
    return cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)

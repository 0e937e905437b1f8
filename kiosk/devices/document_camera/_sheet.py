"""One frame to one page: found, judged in the order of what to say first, straightened, packed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kiosk.devices._opencv import opencv
from kiosk.devices.document_camera import LEAST_DPI, Page, _outline, _quality
from kiosk.devices.document_camera._faults import BLURRED, CUT_OFF, GLARE, SEVERAL, SMALL
from kiosk.model import Completion, DeviceError

if TYPE_CHECKING:
    from kiosk.devices._opencv import Picture

MOST_GLARE = 0.02  # 2 % of an A4 is a line of text
LEAST_SHARPNESS = 0.055  # print in focus has 0.12 and more; blurred over a quarter of a millimetre, 0.04
MOST_BYTES = 2_000_000  # what the platforms take
_A4 = (8.268, 11.693)  # inches
_A4_SHAPE = 2**0.5
_NEARLY_A4 = 0.08  # by so much perspective may have changed an A4's shape
_FINEST = 300  # dpi: more holds no more print, only more bytes
_QUALITIES = (85, 75, 65, 55, 45)


class NothingError(Exception):
    """No sheet lies there."""


@dataclass(frozen=True)
class Sheet:
    """Found and good, before it is packed. `corners` in the picture; `straight` in blue, green, red."""

    corners: Any  # four points of two float32, clockwise from the top left
    straight: Picture = field(repr=False)
    dpi: int
    sharpness: float
    glare: float


def page(picture: Picture) -> Page:
    """`picture` in blue, green, red. Raises NothingError, or DeviceError with what is wrong."""
    found = sheet(picture)
    straight, jpeg = packed(found.straight)
    return Page(jpeg, straight.shape[1], straight.shape[0], found.dpi, found.sharpness, found.glare)


def sheet(picture: Picture) -> Sheet:
    """As `page`, without the packing."""
    outline = _outline.find(picture)
    if outline is None:
        raise NothingError
    if outline.several:
        raise DeviceError(Completion.USER_ERROR, SEVERAL)
    if not outline.whole:
        raise DeviceError(Completion.USER_ERROR, CUT_OFF)
    width, height = _size(outline.corners)
    dpi = min(min(width, height) / _A4[0], max(width, height) / _A4[1])
    if dpi < LEAST_DPI:
        raise DeviceError(Completion.USER_ERROR, SMALL)
    found = straight(picture, outline.corners, *_shaped(width, height, dpi))
    glare = _quality.glare(found)
    if glare > MOST_GLARE:
        raise DeviceError(Completion.USER_ERROR, GLARE)
    sharpness = _quality.sharpness(found)
    if sharpness < LEAST_SHARPNESS:
        raise DeviceError(Completion.USER_ERROR, BLURRED)
    return Sheet(outline.corners, found, round(dpi), sharpness, glare)


def packed(sheet: Picture, most: int = MOST_BYTES) -> tuple[Picture, bytes]:
    """As JPEG of no more than `most` bytes: less fine first, smaller where that is not enough."""
    cv2 = opencv()
    while True:
        for quality in _QUALITIES:
            _, jpeg = cv2.imencode(".jpg", sheet, [cv2.IMWRITE_JPEG_QUALITY, quality])
            if jpeg.size <= most:
                return sheet, bytes(jpeg.tobytes())
        sheet = cv2.resize(sheet, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)


def _size(corners: Any) -> tuple[float, float]:
    """The mean of each two sides that face each other, in pixels."""
    import numpy

    top, right, bottom, left = numpy.linalg.norm(numpy.roll(corners, -1, axis=0) - corners, axis=1)
    return float(top + bottom) / 2, float(left + right) / 2


def _shaped(width: float, height: float, dpi: float) -> tuple[int, int]:
    """In pixels of the straightened sheet: an A4 gets its shape back, and nothing is blown up."""
    scale = min(1.0, _FINEST / dpi)
    long, short = max(width, height) * scale, min(width, height) * scale
    if abs(long / short / _A4_SHAPE - 1) < _NEARLY_A4:
        short = long / _A4_SHAPE
    sides = round(short), round(long)
    return sides if width < height else sides[::-1]


def straight(picture: Picture, corners: Any, width: int, height: int) -> Picture:
    """What lies between four corners, as a sheet of so many pixels."""
    import numpy

    cv2 = opencv()
    target = numpy.array([(0, 0), (width, 0), (width, height), (0, height)], numpy.float32)
    found: Picture = cv2.warpPerspective(
        picture,
        cv2.getPerspectiveTransform(corners, target),
        (width, height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return found

"""One frame to one page: found, judged in the order of what to say first, straightened, packed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiosk.devices._opencv import opencv
from kiosk.devices.document_camera import Page, _outline
from kiosk.devices.document_camera._faults import BLURRED, CUT_OFF, GLARE, SMALL
from kiosk.model import Completion, DeviceError

if TYPE_CHECKING:
    from kiosk.devices._opencv import Picture

LEAST_DPI = 200  # the offices' rule for scans: 五号 print has strokes of two pixels then
MOST_GLARE = 0.02  # 2 % of an A4 is a line of text
LEAST_SHARPNESS = 0.055  # print in focus has 0.12 and more; blurred over a quarter of a millimetre, 0.04
MOST_BYTES = 2_000_000  # what the platforms take
_A4 = (8.268, 11.693)  # inches
_A4_SHAPE = 2**0.5
_NEARLY_A4 = 0.08  # by so much perspective may have changed an A4's shape
_FINEST = 300  # dpi: more holds no more print, only more bytes
_SATURATED = 252  # of 255, in every colour: JPEG leaves a little below white
_TILE = 32  # pixels at LEAST_DPI: a character
_INK = 10.0  # standard deviation of a tile that holds print; paper and noise are below 4
_SHARPEST = (
    0.75  # of the tiles with print, the quarter that is sharpest: a stamp and a heading have few edges
)
_QUALITIES = (85, 75, 65, 55, 45)


class NothingError(Exception):
    """No sheet lies there."""


def page(picture: Picture) -> Page:
    """`picture` in blue, green, red. Raises NothingError, or DeviceError with what is wrong."""
    outline = _outline.find(picture)
    if outline is None:
        raise NothingError
    if not outline.whole:
        raise DeviceError(Completion.USER_ERROR, CUT_OFF)
    width, height = _size(outline.corners)
    dpi = min(min(width, height) / _A4[0], max(width, height) / _A4[1])
    if dpi < LEAST_DPI:
        raise DeviceError(Completion.USER_ERROR, SMALL)
    sheet = _straight(picture, outline.corners, *_shaped(width, height, dpi))
    glare = _glare(sheet)
    if glare > MOST_GLARE:
        raise DeviceError(Completion.USER_ERROR, GLARE)
    sharpness = _sharpness(sheet)
    if sharpness < LEAST_SHARPNESS:
        raise DeviceError(Completion.USER_ERROR, BLURRED)
    sheet, jpeg = packed(sheet)
    return Page(jpeg, sheet.shape[1], sheet.shape[0], round(dpi), sharpness, glare)


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


def _straight(picture: Picture, corners: Any, width: int, height: int) -> Picture:
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


def _glare(sheet: Picture) -> float:
    cv2 = opencv()
    white: Picture = cv2.inRange(sheet, (_SATURATED,) * 3, (255,) * 3)
    return float(cv2.countNonZero(white)) / white.size


def _sharpness(sheet: Picture) -> float:
    """At one size for all sheets, and only where there is print: a sheet with little of it is not blurred."""
    import numpy

    cv2 = opencv()
    scale = LEAST_DPI * _A4[1] / max(sheet.shape[:2])
    grey = cv2.cvtColor(sheet, cv2.COLOR_BGR2GRAY)
    grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(grey, (3, 3), 0)  # noise is sharp too
    spread = _spread(grey.astype(numpy.float32))
    edges = _spread(cv2.Laplacian(grey, cv2.CV_32F))
    printed = spread > _INK**2
    if not printed.any():
        return 0.0
    return float(numpy.quantile(edges[printed] / spread[printed], _SHARPEST))


def _spread(values: Any) -> Any:
    """The variance within each tile."""
    rows, columns = (side // _TILE for side in values.shape)
    tiles = values[: rows * _TILE, : columns * _TILE].reshape(rows, _TILE, columns, _TILE)
    return tiles.var(axis=(1, 3))

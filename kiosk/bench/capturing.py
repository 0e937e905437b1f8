"""A sheet under the document camera: found, judged and straightened, beside OpenCV's bare straightening."""

from __future__ import annotations

from typing import Any

from kiosk.bench.figure import BenchError, Figure, side_by_side, times
from kiosk.devices._opencv import opencv
from kiosk.devices.document_camera import _sheet
from kiosk.model import DeviceError

_REACH = 1.5
_FRAME = (3264, 2448)  # of 8 megapixels
_SHEET = (2480, 1754)  # an A4 at 212 dpi
_TURNS = 30


def page(scale: float) -> list[Figure]:
    """The bare straightening is told the corners, and makes a picture of the same size."""
    picture = _desk()
    try:
        found = _sheet.sheet(picture)
    except (DeviceError, _sheet.NothingError) as error:
        raise BenchError("画好的一页没有被认出来") from error
    height, width = found.straight.shape[:2]
    ours, bare = side_by_side(
        lambda: _sheet.sheet(picture),
        lambda: _sheet.straight(picture, found.corners, width, height),
        times(scale, _TURNS),
    )
    return [
        Figure("page", ours, "ms", bare, _REACH, f"OpenCV 只拉正同一页（{width}×{height}），四角已经知道")
    ]


def _desk() -> Any:
    """A printed A4, a little askew on a dark mat, with a sensor's noise."""
    import numpy

    cv2 = opencv()
    chance = numpy.random.default_rng(3)
    sheet = numpy.full((_SHEET[1], _SHEET[0], 3), 228, numpy.uint8)
    for line in range(22):
        for x in range(200, 200 + 40 * int(chance.integers(20, 52)), 40):
            y = 200 + 62 * line
            strokes = chance.integers(0, 34, (5, 4))
            for left, top, right, bottom in strokes.tolist():
                cv2.line(sheet, (x + left, y + top), (x + right, y + bottom), (35, 35, 35), 3, cv2.LINE_AA)
    corners = numpy.array([(420, 380), (2890, 330), (2930, 2110), (360, 2090)], numpy.float32)
    flat = numpy.array([(0, 0), (_SHEET[0], 0), _SHEET, (0, _SHEET[1])], numpy.float32)
    desk = cv2.warpPerspective(
        sheet, cv2.getPerspectiveTransform(flat, corners), _FRAME, borderValue=(45, 42, 40)
    )
    noise = chance.normal(0, 2, (_FRAME[1], _FRAME[0], 1))
    return numpy.clip(cv2.GaussianBlur(desk, (0, 0), 0.8) + noise, 0, 255).astype(numpy.uint8)

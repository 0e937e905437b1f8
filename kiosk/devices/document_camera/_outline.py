"""Where the sheet lies in a picture: the largest convex quadrilateral that differs from what is around it.

Sheets are found by their brightness and by their edges, in a small copy; the sides are then fitted in the
picture itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiosk.devices._opencv import opencv
from kiosk.devices.document_camera import _sides

if TYPE_CHECKING:
    from kiosk.devices._opencv import Picture

_LONG_SIDE = 560  # pixels in which the sheet is looked for: a millimetre of an A4 is nearly two of them
_LEAST = 0.01  # of the picture; what is smaller is dirt, or print
_PRINT = 0.06  # of the picture: what is smaller and dark is a line of print on a sheet that fills it
_FILLS = 0.94  # how much of its four-cornered frame a sheet fills; a hand on a side leaves less
_SHADOW = 0.96  # of the largest outline: one so little smaller is the sheet, and the other its shadow
_SAME = 0.997  # of it: the same outline, found once more
_ANOTHER = 0.25  # of the sheet: what is as large beside it is one more; an identity card is none
_STEP = 5  # pixels from the outline at which inside and outside are compared
_CONTRAST = 6.0  # grey levels between a white sheet and a white desk, by its shadow
_AROUND = 0.8  # of the outline has to differ, the same way
_PROBES = 24  # a side
_UNSURE = 3.0  # pixels by which a side may lie elsewhere than it was found in the small copy
_MARGIN = 3  # pixels: an outline so near to the picture's edge goes on beyond it


@dataclass(frozen=True)
class Outline:
    """Corners in pixels of the picture, clockwise from the top left; `whole`: all four are in it; `several`:
    another sheet lies beside this one."""

    corners: Any  # four points of two float32
    whole: bool
    several: bool = False


def find(picture: Picture) -> Outline | None:
    """`picture` in blue, green, red."""
    import numpy

    cv2 = opencv()
    small, scale = _small(picture)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    best, others = _largest(_hulls(small, grey), grey)
    if best is None:
        return None
    hull, corners = best
    whole = _inside(hull, small.shape, _MARGIN) and _inside(corners, small.shape, 0)
    exact = ((_ordered(corners) + 0.5) / scale - 0.5).astype(numpy.float32)  # a pixel's middle stays there
    if whole:
        exact = _sides.refined(picture, exact, round(_UNSURE / scale))
    return Outline(exact, whole, others)


def _small(picture: Picture) -> tuple[Picture, float]:
    """A smooth copy, and its size as a share of the picture's."""
    cv2 = opencv()
    scale = min(1.0, _LONG_SIDE / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    return cv2.GaussianBlur(small, (5, 5), 0), scale


def _largest(hulls: Iterable[Any], grey: Picture) -> tuple[tuple[Any, Any] | None, bool]:
    """The hull and the corners of the sheet, and whether another one lies beside it."""
    cv2 = opencv()
    best: tuple[Any, Any] | None = None
    largest = 0.0
    for area, hull in sorted(((cv2.contourArea(hull), hull) for hull in hulls), key=_area, reverse=True):
        if area < (_LEAST * grey.size if best is None else _ANOTHER * largest):
            break
        beside = best is not None and not _meets(hull, best[1])
        if best is not None and not beside and not _SHADOW * largest <= area <= _SAME * largest:
            continue
        corners = _corners(hull)
        if corners is None or not _stands_out(corners, grey, may_be_dark=area > _PRINT * grey.size):
            continue
        if beside:
            if area > _PRINT * grey.size:
                return best, True
            continue
        largest, best = max(largest, area), (hull, corners)
    return best, False


def _area(found: tuple[float, Any]) -> float:
    return found[0]


def _meets(hull: Any, corners: Any) -> bool:
    """Whether the middle of `hull` lies within the corners of the sheet: print, or the sheet itself."""
    x, y = hull[:, 0].mean(axis=0)
    return bool(opencv().pointPolygonTest(corners, (float(x), float(y)), False) >= 0)


def _hulls(small: Picture, grey: Picture) -> Iterator[Any]:
    import numpy

    cv2 = opencv()
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    blue, green, red = cv2.split(small)
    darkest = cv2.min(cv2.min(blue, green), red)  # paper is bright in every colour, a coloured desk is not
    edges = cv2.Canny(grey, 12, 36) | cv2.Canny(darkest, 12, 36)
    edges = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, numpy.ones((3, 3), numpy.uint8))
    for mask in (cv2.morphologyEx(bright, cv2.MORPH_OPEN, numpy.ones((5, 5), numpy.uint8)), edges):
        for contour in cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0]:
            _, _, width, height = cv2.boundingRect(contour)
            if width * height >= _LEAST * grey.size:
                yield cv2.convexHull(contour)


def _corners(hull: Any) -> Any | None:
    """Where the four sides meet, or None for what has not four of them."""
    import numpy

    cv2 = opencv()
    length = cv2.arcLength(hull, True)
    for share in (0.01, 0.02, 0.03, 0.05, 0.08):
        rough = cv2.approxPolyDP(hull, share * length, True)
        if len(rough) <= 4:
            break
    if len(rough) != 4:
        return None
    rough = rough[:, 0].astype(numpy.float64)
    corners = _sides.met(_sides.along(hull), rough)
    if not numpy.isfinite(corners).all() or not cv2.isContourConvex(corners):
        return None
    moved = numpy.linalg.norm(corners - rough, axis=1).max()
    fills = cv2.contourArea(hull) / max(1.0, cv2.contourArea(corners))
    return corners if moved < 0.1 * length and _FILLS < fills < 2 - _FILLS else None


def _stands_out(corners: Any, grey: Picture, *, may_be_dark: bool) -> bool:
    """Whether the inside differs from the outside, the same way all around; that of a printed frame does not.

    Where the outside is beyond the picture nothing can be said.
    """
    import numpy

    ways = numpy.roll(corners, -1, axis=0) - corners
    normals = numpy.stack([-ways[:, 1], ways[:, 0]], axis=1)
    normals /= numpy.maximum(1.0, numpy.hypot(*ways.T))[:, None]
    inwards = ((corners.mean(axis=0) - corners) * normals).sum(axis=1)
    normals[inwards < 0] *= -1
    shares = numpy.linspace(0.06, 0.94, _PROBES)[:, None]
    on = (corners[:, None] + ways[:, None] * shares).reshape(-1, 2)
    step = _STEP * numpy.repeat(normals, _PROBES, axis=0)
    inner, outer = (numpy.rint(points).astype(int) for points in (on + step, on - step))
    limits = grey.shape[1], grey.shape[0]
    seen = ((inner >= 0) & (inner < limits) & (outer >= 0) & (outer < limits)).all(axis=1)
    found = grey[*inner[seen].T[::-1]].astype(int) - grey[*outer[seen].T[::-1]]
    if len(found) < _PROBES:
        return False
    darker = (found < -_CONTRAST).mean() if may_be_dark else 0.0
    return bool(max((found > _CONTRAST).mean(), darker) >= _AROUND)


def _inside(points: Any, shape: tuple[int, ...], margin: int) -> bool:
    x, y = points.reshape(-1, 2).T
    low, right, bottom = min(x.min(), y.min()), x.max(), y.max()
    return bool(low >= margin and right < shape[1] - margin and bottom < shape[0] - margin)


def _ordered(corners: Any) -> Any:
    """Clockwise from the one that is nearest to the top left: the sheet is turned as little as possible."""
    import numpy

    middle = corners.mean(axis=0)
    turn = numpy.arctan2(*(corners - middle).T[::-1])
    clockwise = corners[numpy.argsort(turn)]  # y grows downwards
    return numpy.roll(clockwise, -int(clockwise.sum(axis=1).argmin()), axis=0)

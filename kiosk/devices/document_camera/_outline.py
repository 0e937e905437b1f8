"""Where the sheet lies in a picture: the largest convex quadrilateral that differs from what is around it.

Sheets are found by their brightness and by their edges, in a small copy; the sides are then lines fitted to
the outline, so that a bent or torn corner moves no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiosk.devices._opencv import opencv

if TYPE_CHECKING:
    from kiosk.devices._opencv import Picture

_LONG_SIDE = 1000  # pixels in which the sheet is looked for: a side of 1 mm beside an A4 is three of them
_LEAST = 0.01  # of the picture; what is smaller is dirt, or print
_FILLS = 0.94  # how much of its four-cornered frame a sheet fills; a hand on a side leaves less
_SHADOW = 0.96  # of the largest outline: one so little smaller is the sheet, and the other its shadow
_STEP = 7  # pixels from the outline at which inside and outside are compared
_CONTRAST = 6.0  # grey levels between a white sheet and a white desk, by its shadow
_AROUND = 0.8  # of the outline has to differ, the same way
_PROBES = 24  # a side
_MARGIN = 3  # pixels: an outline so near to the picture's edge goes on beyond it


@dataclass(frozen=True)
class Outline:
    """Corners in pixels of the picture, clockwise from the top left; `whole`: all four are in it."""

    corners: Any  # four points of two float32
    whole: bool


def find(picture: Picture) -> Outline | None:
    """`picture` in blue, green, red."""
    import numpy

    cv2 = opencv()
    scale = min(1.0, _LONG_SIDE / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (5, 5), 0)
    least = _LEAST * small.shape[0] * small.shape[1]
    hulls = [hull for hull in _hulls(small) if cv2.contourArea(hull) >= least]
    best: tuple[Any, Any] | None = None
    largest = 0.0
    for hull in sorted(hulls, key=cv2.contourArea, reverse=True):
        if cv2.contourArea(hull) < _SHADOW * largest:
            break
        corners = _corners(hull)
        if corners is not None and _stands_out(corners, small):
            largest = max(largest, cv2.contourArea(hull))
            best = hull, corners
    if best is None:
        return None
    hull, corners = best
    whole = _inside(hull, small.shape, _MARGIN) and _inside(corners, small.shape, 0)
    exact = (_ordered(corners) + 0.5) / scale - 0.5  # the middle of a pixel stays where it is
    return Outline(exact.astype(numpy.float32), whole)


def _hulls(small: Picture) -> Iterator[Any]:
    import numpy

    cv2 = opencv()
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    edges = numpy.zeros_like(grey)
    for channel in cv2.split(small):
        edges |= cv2.Canny(channel, 12, 36)
    edges = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, numpy.ones((3, 3), numpy.uint8))
    for mask in (cv2.morphologyEx(bright, cv2.MORPH_OPEN, numpy.ones((7, 7), numpy.uint8)), edges):
        for contour in cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)[0]:
            if len(contour) > 100:
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
    sides = [_side(hull, a, b) for a, b in zip(rough, numpy.roll(rough, -1, axis=0), strict=True)]
    corners = numpy.array([_meet(sides[i - 1], sides[i]) for i in range(4)], numpy.float32)
    if not numpy.isfinite(corners).all() or not cv2.isContourConvex(corners):
        return None
    moved = numpy.linalg.norm(corners - rough, axis=1).max()
    fills = cv2.contourArea(hull) / max(1.0, cv2.contourArea(corners))
    return corners if moved < 0.1 * length and _FILLS < fills < 2 - _FILLS else None


def _side(hull: Any, a: Any, b: Any) -> tuple[Any, Any]:
    """A point and a direction: the line through the outline between two corners, its ends left out."""
    import numpy

    cv2 = opencv()
    edge = numpy.roll(hull[:, 0], -1, axis=0).astype(numpy.float64) - hull[:, 0]
    steps = numpy.maximum(1, numpy.hypot(*edge.T).astype(int) // 4)
    points = numpy.concatenate(
        [start + step * numpy.linspace(0, 1, n, endpoint=False)[:, None]
         for start, step, n in zip(hull[:, 0], edge, steps, strict=True)]
    )  # fmt: skip
    way = b - a
    along = (points - a) @ way / max(1.0, way @ way)
    off = numpy.abs((points - a) @ numpy.array([-way[1], way[0]])) / max(1.0, float(numpy.hypot(*way)))
    chosen = points[(along > 0.1) & (along < 0.9) & (off < 0.02 * numpy.hypot(*way) + 2)]
    if len(chosen) < 4:
        return a, way
    vx, vy, x, y = cv2.fitLine(chosen.astype(numpy.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
    return numpy.array([x, y]), numpy.array([vx, vy])


def _meet(one: tuple[Any, Any], other: tuple[Any, Any]) -> Any:
    import numpy

    (p, d), (q, e) = one, other
    across = d[0] * e[1] - d[1] * e[0]
    if abs(across) < 1e-9:
        return numpy.array([numpy.nan, numpy.nan])
    return p + d * ((q[0] - p[0]) * e[1] - (q[1] - p[1]) * e[0]) / across


def _stands_out(corners: Any, small: Picture) -> bool:
    """Whether the inside differs from the outside, the same way all around; that of a printed frame does not.

    Where the outside is beyond the picture nothing can be said.
    """
    import numpy

    cv2 = opencv()
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(numpy.int16)
    middle = corners.mean(axis=0)
    differences = []
    for a, b in zip(corners, numpy.roll(corners, -1, axis=0), strict=True):
        normal = numpy.array([-(b - a)[1], (b - a)[0]]) / max(1.0, float(numpy.hypot(*(b - a))))
        normal *= -1 if normal @ (middle - a) < 0 else 1
        on = a + (b - a) * numpy.linspace(0.06, 0.94, _PROBES)[:, None]
        for point in on:
            inner, outer = (_at(grey, point + way * _STEP * normal) for way in (1, -1))
            if inner is not None and outer is not None:
                differences.append(inner - outer)
    found = numpy.array(differences)
    if len(found) < _PROBES:
        return False
    return bool(max((found > _CONTRAST).mean(), (found < -_CONTRAST).mean()) >= _AROUND)


def _at(grey: Any, point: Any) -> int | None:
    x, y = int(round(float(point[0]))), int(round(float(point[1])))
    return int(grey[y, x]) if 0 <= x < grey.shape[1] and 0 <= y < grey.shape[0] else None


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

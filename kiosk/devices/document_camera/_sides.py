"""The four sides of a sheet: lines fitted to many points each, so that a bent or torn corner moves no other.

First to the outline in a small copy, then to where the picture itself changes most across each side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiosk.devices._opencv import opencv

if TYPE_CHECKING:
    from kiosk.devices._opencv import Picture

_Line = tuple[Any, Any]  # a point and a direction
_POINTS = 600  # of an outline
_PROBES = 32  # a side
_WIDE = 5  # pixels over which noise is smoothed
_CHANGE = 6.0  # grey levels across a side, at least
_SEEN = 0.5  # of the probes, at least: else a side stays where the small copy has it
_FEWEST = 4


def along(hull: Any) -> Any:
    """Points of an outline, as far from each other everywhere."""
    import numpy

    ends = numpy.concatenate([hull[:, 0], hull[:1, 0]]).astype(numpy.float64)
    way = numpy.concatenate([[0.0], numpy.hypot(*numpy.diff(ends, axis=0).T).cumsum()])
    stops = numpy.linspace(0, way[-1], _POINTS, endpoint=False)
    return numpy.stack([numpy.interp(stops, way, line) for line in ends.T], axis=1)


def met(points: Any, rough: Any) -> Any:
    """The corners in which the lines meet that run through the points beside the sides of `rough`."""
    import numpy

    return _meetings(
        [_beside(points, a, b) for a, b in zip(rough, numpy.roll(rough, -1, axis=0), strict=True)]
    )


def refined(picture: Picture, corners: Any, reach: int) -> Any:
    """Corners where the picture changes most, within `reach` pixels of each side."""
    import numpy

    ends = numpy.roll(corners, -1, axis=0)
    inner = corners.mean(axis=0)
    lines = [_steepest(picture, a, b, inner, reach) for a, b in zip(corners, ends, strict=True)]
    exact = _meetings(lines)
    near = numpy.isfinite(exact).all() and numpy.abs(exact - corners).max() < 3 * reach
    return exact if near else corners


def _beside(points: Any, a: Any, b: Any) -> _Line:
    """Through the points between two corners, their ends left out."""
    import numpy

    way = b - a
    length = float(numpy.hypot(*way))
    part = (points - a) @ way / max(1.0, way @ way)
    off = numpy.abs((points - a) @ numpy.array([-way[1], way[0]])) / max(1.0, length)
    chosen = points[(part > 0.1) & (part < 0.9) & (off < 0.02 * length + 2)]
    return _fitted(chosen) if len(chosen) >= _FEWEST else (a, way)


def _steepest(picture: Picture, a: Any, b: Any, inner: Any, reach: int) -> _Line:
    import numpy

    way = (b - a).astype(numpy.float64)
    normal = numpy.array([-way[1], way[0]]) / max(1.0, float(numpy.hypot(*way)))
    normal *= -1 if normal @ (inner - a) < 0 else 1
    on = a + way * numpy.linspace(0.06, 0.94, _PROBES)[:, None]
    steps = numpy.arange(-reach - _WIDE, reach + _WIDE + 1)
    x, y = numpy.rint(on[:, None] + steps[:, None] * normal).astype(int).transpose(2, 0, 1)
    limits = picture.shape[1] - 1, picture.shape[0] - 1
    seen = picture[numpy.clip(y, 0, limits[1]), numpy.clip(x, 0, limits[0])].sum(axis=2, dtype=numpy.int32)
    sums = numpy.pad(seen.cumsum(axis=1), ((0, 0), (1, 0)))
    means = (sums[:, _WIDE:] - sums[:, :-_WIDE]) / (3 * _WIDE)
    change = means[:, _WIDE:] - means[:, :-_WIDE]  # from outside to inside, of the steps from -reach to reach
    change *= 1 if numpy.median(change.sum(axis=1)) > 0 else -1
    clear = change.max(axis=1) > _CHANGE
    if clear.mean() < _SEEN:
        return a, way
    offsets = (change.argmax(axis=1) - (change.shape[1] - 1) / 2)[clear]
    return _fitted(on[clear] + offsets[:, None] * normal)


def _fitted(points: Any) -> _Line:
    import numpy

    found = opencv().fitLine(points.astype(numpy.float32), opencv().DIST_HUBER, 0, 0.01, 0.01)
    vx, vy, x, y = found.ravel()
    return numpy.array([x, y]), numpy.array([vx, vy])


def _meetings(lines: list[_Line]) -> Any:
    import numpy

    return numpy.array([_meet(lines[i - 1], lines[i]) for i in range(4)], numpy.float32)


def _meet(one: _Line, other: _Line) -> Any:
    import numpy

    (p, d), (q, e) = one, other
    across = d[0] * e[1] - d[1] * e[0]
    if abs(across) < 1e-9:
        return numpy.array([numpy.nan, numpy.nan])
    return p + d * ((q[0] - p[0]) * e[1] - (q[1] - p[1]) * e[0]) / across

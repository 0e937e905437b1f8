"""Whether a straightened sheet can be read: how much of it is glare, and how sharp its print is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kiosk.devices._opencv import opencv

if TYPE_CHECKING:
    from kiosk.devices._opencv import Picture

_SATURATED = 252  # of 255, in every colour: JPEG leaves a little below white
_EVERY = 8  # rows of which one is looked at for glare: a spot of a millimetre is met
_LONG_SIDE = 200 * 11.693  # pixels at which sharpness is judged: an A4 at 200 dpi
_TILE = 32  # pixels there: a character
_INK = 10.0  # standard deviation of a tile that holds print; paper and noise are below 4
_SHARPEST = (
    0.75  # of the tiles with print, the quarter that is sharpest: a stamp and a heading have few edges
)
_BAND = 2  # tiles, the height of a strip; every fourth strip is looked at first
_PASSES = 4
_ENOUGH = 120  # tiles with print, two lines of it: more of them change the verdict no more


def glare(sheet: Picture) -> float:
    """The share of it that is saturated, 0 to 1. `sheet` in blue, green, red."""
    cv2 = opencv()
    white: Picture = cv2.inRange(sheet[::_EVERY], (_SATURATED,) * 3, (255,) * 3)
    return float(cv2.countNonZero(white)) / white.size


def sharpness(sheet: Picture) -> float:
    """At one size for all sheets, and only where there is print: a sheet with little of it is not blurred.

    0 where there is none: all of the sheet was looked at then.
    """
    import numpy

    scale = _LONG_SIDE / max(sheet.shape[:2])
    height = round(_BAND * _TILE / scale)
    found: list[Any] = []
    for first in range(_PASSES):
        for top in range(first * height, sheet.shape[0], _PASSES * height):
            found.extend(_edges(sheet[top : top + height], scale))
        if sum(map(len, found)) >= _ENOUGH:
            break
    edges = numpy.concatenate([numpy.zeros(0), *found])
    return float(numpy.quantile(edges, _SHARPEST)) if edges.size else 0.0


def _edges(band: Picture, scale: float) -> Iterator[Any]:
    """Of each tile with print: the variance of its Laplacian over its own."""
    import numpy

    cv2 = opencv()
    grey = cv2.cvtColor(band, cv2.COLOR_BGR2GRAY)
    grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    if min(grey.shape) < _TILE:
        return
    grey = cv2.GaussianBlur(grey, (3, 3), 0)  # noise is sharp too
    spread = _spread(grey.astype(numpy.float32))
    printed = spread > _INK**2
    if printed.any():
        edges = _spread(cv2.Laplacian(grey, cv2.CV_16S).astype(numpy.float32))
        yield edges[printed] / spread[printed]


def _spread(values: Any) -> Any:
    """The variance within each tile."""
    import numpy

    rows, columns = (side // _TILE for side in values.shape)
    lines = numpy.ascontiguousarray(values[: rows * _TILE, : columns * _TILE]).reshape(-1, _TILE)
    share = numpy.full(_TILE, 1 / _TILE, numpy.float32)
    means, squares = (
        line.reshape(rows, _TILE, columns).mean(axis=1)
        for line in (lines @ share, numpy.einsum("ij,ij->i", lines, lines) / _TILE)
    )
    return squares - means**2

"""Where an arrow leads among what can be tapped: left and right as one reads, up and down by the line."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QPointF, QRectF


class Way(Enum):
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


def lines(boxes: Sequence[QRectF]) -> list[list[int]]:
    """Places in `boxes`, line by line as they are read. What begins above the middle of a line's first box
    stands on that line."""
    found: list[list[int]] = []
    for place in sorted(range(len(boxes)), key=lambda place: (boxes[place].top(), boxes[place].left())):
        if found and boxes[place].top() < boxes[found[-1][0]].center().y():
            found[-1].append(place)
        else:
            found.append([place])
    return [sorted(line, key=lambda place: boxes[place].left()) for line in found]


def moved(boxes: Sequence[QRectF], at: int, way: Way) -> int:
    """The place that comes next; the last is followed by the first, so that no arrow leads nowhere."""
    read = lines(boxes)
    if way in (Way.LEFT, Way.RIGHT):
        order = [place for line in read for place in line]
        return order[(order.index(at) + (1 if way is Way.RIGHT else -1)) % len(order)]
    line = next(number for number, line in enumerate(read) if at in line)
    beside = read[(line + (1 if way is Way.DOWN else -1)) % len(read)]
    return min(beside, key=lambda place: abs(boxes[place].center().x() - boxes[at].center().x()))


def nearest(boxes: Sequence[QRectF], point: QPointF) -> int:
    return min(range(len(boxes)), key=lambda place: (boxes[place].center() - point).manhattanLength())

"""The order in which keys that are felt come to what can be tapped: down each column, and to all of it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem

from kiosk.ui.scene import Scene

_MOST = 500  # stops; a chain that is longer goes in circles


def findings(scene: Scene) -> Iterator[tuple[str, str]]:
    targets = {shown.item: shown for shown in scene.targets if shown.item.activeFocusOnTab()}
    if not targets:
        return
    order = [targets[item] for item in _chain(next(iter(targets))) if item in targets]
    for missing in (shown for shown in targets.values() if shown not in order):
        yield "focus", f"{missing.name} is not come to by keys"
    first = min(range(len(order)), key=lambda place: order[place].box.top()) if order else 0
    order = order[first:] + order[:first]
    for one, other in zip(order, order[1:], strict=False):
        if other.box.bottom() <= one.box.top() and _one_column(one.box, other.box):
            yield "focus", f"after {one.name} comes {other.name}, which stands above it"


def _chain(start: QQuickItem) -> Iterator[QQuickItem]:
    item = start
    for _ in range(_MOST):
        yield item
        after = _next(item)
        if after is None or after == start:
            return
        item = after


def _next(item: QQuickItem) -> QQuickItem | None:
    """Asked in QML: called from Python, what is returned becomes the child of the item in Python's eyes, and
    the pages of a window fall to the next collection."""
    context = qmlContext(item)
    if context is None:
        return None
    found, _ = QQmlExpression(context, item, "nextItemInFocusChain(true)").evaluate()
    return found if isinstance(found, QQuickItem) else None


def _one_column(one: QRectF, other: QRectF) -> bool:
    return min(one.right(), other.right()) - max(one.left(), other.left()) > 1

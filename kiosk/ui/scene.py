"""What a window shows right now, measured: things to tap and texts to read, in the order of their painting.

Geometry only; it knows no page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.ui.tree import root, with_above

_TAPPABLE = ("QQuickAbstractButton", "QQuickMouseArea", "QQuickTextInput", "QQuickTextEdit")
_TEXTS = ("QQuickText", "QQuickTextInput", "QQuickTextEdit")
_KINDS = (*_TAPPABLE, *_TEXTS, "QQuickImage", "QQuickRectangle")
_FAINTEST = 0.02


@dataclass(frozen=True)
class Shown:
    """An item that can be seen. In scene pixels: `box` is all of it, `visible` what the clips leave."""

    item: QQuickItem
    box: QRectF
    visible: QRectF
    opacity: float

    @property
    def name(self) -> str:
        """The item's object name, or the nearest one above it; never a text, which may be somebody's."""
        # Not by its meta-object: that dies with its page, and what comes to its address is taken for it.
        kind = next((kind for kind in _KINDS if self.item.inherits(kind)), "QQuickItem")
        above = next((item for item in with_above(self.item) if item.objectName()), None)
        place = f"at {self.box.x():.0f},{self.box.y():.0f}"
        shown = f"{kind.removeprefix('QQuick')} {place}"
        return f"{shown} in {above.objectName()}" if above is not None else shown

    def lies_in(self, other: Shown) -> bool:
        return any(item == other.item for item in with_above(self.item))


@dataclass(frozen=True)
class Text(Shown):
    painted: QRectF
    pixel_size: float
    color: QColor

    @property
    def seen(self) -> QRectF:
        return self.painted.intersected(self.visible)

    @property
    def scrolls(self) -> bool:
        return not self.item.inherits("QQuickText")


@dataclass(frozen=True)
class Scene:
    glass: QRectF
    items: tuple[Shown, ...]
    targets: tuple[Shown, ...]
    texts: tuple[Text, ...]


def look(window: QQuickWindow) -> Scene:
    glass = QRectF(0, 0, window.width(), window.height())
    items = tuple(_painted(root(window), glass, 1.0))
    targets = [shown for shown in items if _takes_taps(shown.item)]
    cover = max(
        (index for index, shown in enumerate(items) if shown in targets and _covers(shown, glass)), default=0
    )
    on_top = items[cover:]
    return Scene(
        glass,
        on_top,
        tuple(shown for shown in on_top if shown in targets and not _covers(shown, glass)),
        tuple(_text(shown) for shown in on_top if _says_something(shown.item)),
    )


def is_true(item: QQuickItem, name: str) -> bool:
    return item.property(name) is True


def _painted(item: QQuickItem, clip: QRectF, opacity: float) -> Iterator[Shown]:
    opacity *= item.opacity()
    if not item.isVisible() or opacity < _FAINTEST:
        return
    box = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
    children = sorted(item.childItems(), key=QQuickItem.z)
    inner = clip.intersected(box) if item.clip() else clip
    for child in children:
        if child.z() < 0:
            yield from _painted(child, inner, opacity)
    yield Shown(item, box, box.intersected(clip), opacity)
    for child in children:
        if child.z() >= 0:
            yield from _painted(child, inner, opacity)


def _takes_taps(item: QQuickItem) -> bool:
    if not item.isEnabled() or not item.width() or not item.height():
        return False
    tapped = any(
        child.inherits("QQuickTapHandler") and child.property("enabled") for child in item.children()
    )
    return tapped or any(item.inherits(kind) for kind in _TAPPABLE)


def _covers(shown: Shown, glass: QRectF) -> bool:
    """A veil over everything: what lies under it can be neither tapped nor is it meant to be read."""
    both = shown.visible.intersected(glass)
    return both.width() * both.height() >= 0.98 * glass.width() * glass.height()


def _says_something(item: QQuickItem) -> bool:
    return any(item.inherits(kind) for kind in _TEXTS) and bool(str(item.property("text") or "").strip())


def _text(shown: Shown) -> Text:
    item = shown.item
    scale = shown.box.height() / item.height() if item.height() else 1.0
    painted = item.mapRectToScene(item.boundingRect())
    return Text(*_parts(shown), painted, _pixel_size(item) * scale, item.property("color"))


def _parts(shown: Shown) -> tuple[QQuickItem, QRectF, QRectF, float]:
    return shown.item, shown.box, shown.visible, shown.opacity


def _pixel_size(item: QQuickItem) -> float:
    """What is painted: a text that is fitted into its box is smaller than its font says."""
    context = qmlContext(item)
    if context is not None and item.inherits("QQuickText"):
        value, undefined = QQmlExpression(context, item, "fontInfo.pixelSize").evaluate()
        if not undefined:
            return float(value)
    return float(item.property("font").pixelSize())

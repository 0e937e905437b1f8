"""The items of a window, asked for so that none of them outlives its page in Python's eyes.

What a method returns becomes the child of the one that was asked, as Shiboken sees it. Such a wrapper stays
when QML takes the item away, and whatever comes to that address later is taken for the item: a view without
its properties, or a crash. What a property holds is nobody's child.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtQuick import QQuickItem, QQuickWindow


def root(window: QQuickWindow) -> QQuickItem:
    """The item that fills a window."""
    item = window.property("contentItem")
    assert isinstance(item, QQuickItem)
    return item


def with_above(item: QQuickItem) -> Iterator[QQuickItem]:
    """The item, what it lies in, what that lies in."""
    above: object = item
    while isinstance(above, QQuickItem):
        yield above
        above = above.property("parent")


def with_below(item: QQuickItem) -> Iterator[QQuickItem]:
    """The item and everything in it."""
    yield item
    for child in item.childItems():
        yield from with_below(child)

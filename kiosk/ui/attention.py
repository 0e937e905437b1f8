"""Hears every event of the window first: that somebody is there, and that the window is to be closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.ui.idle import IdleWatch
from kiosk.ui.tree import root

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress)
_MOVES = (QEvent.Type.MouseMove, QEvent.Type.TouchUpdate, QEvent.Type.KeyRelease)


class Attention(QObject):
    """A touch that lifts a cover is swallowed: it must not press the button that it could not see.

    What has just changed is laid out with the next frame, and until then lies in a heap: a second press in
    the same frame would meet whatever is on top of it. So a page is laid out before it takes a press.

    A window that is told to close stays: a screen is ended by its session or its host, and by no key.
    """

    def __init__(self, idle: IdleWatch, covered: Callable[[], bool]) -> None:
        super().__init__()
        self._idle, self._covered = idle, covered

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _PRESSES:
            covered = self._covered()
            self._idle.touch()
            if covered:
                event.accept()
            elif isinstance(watched, QQuickWindow):
                lay_out(root(watched))
            return covered
        if event.type() == QEvent.Type.Close:
            event.ignore()
            return True
        if event.type() in _MOVES and not self._covered():
            self._idle.touch()
        return False


def lay_out(item: QQuickItem) -> None:
    """From within outwards: a row's size follows from what stands in it."""
    for child in item.childItems():
        lay_out(child)
    item.ensurePolished()

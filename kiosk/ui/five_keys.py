"""Keys that are felt, beside the glass: four arrows, OK and help, as a keypad on USB sends them.

An arrow moves a frame over whatever can be tapped at this moment, the keys for typing among it; OK is a tap
in the middle of the frame. So each page does what it does for a finger, and none has to know of keys. Whoever
touches the glass goes on without the frame.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtQuick import QQuickWindow

from kiosk.ui.attention import lay_out
from kiosk.ui.key_moves import Way, lines, moved, nearest
from kiosk.ui.scene import Shown, is_true, look
from kiosk.ui.terminal_view import TerminalView
from kiosk.ui.tree import root

WAYS = {
    Qt.Key.Key_Left: Way.LEFT,
    Qt.Key.Key_Right: Way.RIGHT,
    Qt.Key.Key_Up: Way.UP,
    Qt.Key.Key_Down: Way.DOWN,
}
OK = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select)
HELP = (Qt.Key.Key_Help, Qt.Key.Key_F1)
_TOUCHES = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)


class FiveKeys(QObject):
    def __init__(self, window: QQuickWindow, view: TerminalView) -> None:
        super().__init__()
        self._window, self._view, self._ring = window, view, view.ring
        self._place, self._taps = "", False
        window.installEventFilter(self)
        window.frameSwapped.connect(self._follow)

    def close(self) -> None:
        self._window.removeEventFilter(self)
        self._window.frameSwapped.disconnect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take(Qt.Key(event.key()))
        if event.type() in _TOUCHES and not self._taps:
            self._ring.stand(QRectF(), "")
        return False

    def _take(self, key: Qt.Key) -> bool:
        """Whether it was one of the keys; any other goes where it would."""
        if key in WAYS:
            self._move(WAYS[key])
        elif key in HELP:
            self._view.aside("Help")
        elif key in OK and self._ring.property("shown"):
            self._tap(self._ring.box.center())
        else:
            return False
        return True

    def _move(self, way: Way) -> None:
        lay_out(root(self._window))
        targets = self._targets()
        if not targets:
            return
        boxes = [shown.visible for shown in targets]
        here = self._here(targets)
        if here is None:  # on a page that is new, at its beginning; where it vanished, beside it
            lost = self._ring.property("shown") and self._place == self._page()
            place = nearest(boxes, self._ring.box.center()) if lost else lines(boxes)[0][0]
        else:
            place = moved(boxes, here, way)
        self._place = self._page()
        self._ring.stand(boxes[place], targets[place].item.objectName())

    def _tap(self, at: QPointF) -> None:
        self._taps = True
        try:
            for kind, button in (
                (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton),
                (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
            ):
                away, left, none = (
                    self._window.mapToGlobal(at),
                    Qt.MouseButton.LeftButton,
                    Qt.KeyboardModifier,
                )
                event = QMouseEvent(kind, at, at, away, left, button, none.NoModifier)
                QGuiApplication.sendEvent(self._window, event)
        finally:
            self._taps = False

    @Slot()
    def _follow(self) -> None:
        """What the frame stands on may move, and go."""
        if not self._ring.property("shown"):
            return
        targets = self._targets()
        here = self._here(targets) if self._place == self._page() else None
        if here is not None:
            self._ring.stand(targets[here].visible, self._ring.name)
        elif self._place != self._page():
            self._ring.stand(QRectF(), "")

    def _page(self) -> str:
        return str(self._view.property("place"))

    def _targets(self) -> list[Shown]:
        found = look(self._window).targets
        return [
            shown for shown in found if not is_true(shown.item, "forStaff") and not shown.visible.isEmpty()
        ]

    def _here(self, targets: list[Shown]) -> int | None:
        """Which of them the frame stands on: by its name, and among several of that name the nearest."""
        if not self._ring.property("shown") or self._place != self._page():
            return None
        named = [n for n, shown in enumerate(targets) if shown.item.objectName() == self._ring.name]
        if not named:
            return None
        return named[nearest([targets[n].visible for n in named], self._ring.box.center())]

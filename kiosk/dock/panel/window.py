"""Opens the panel and keeps it open until it is closed, or standard input ends."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QUrl, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.dock import people
from kiosk.dock.panel.desk_view import DeskView
from kiosk.dock.panel.phone_view import PhoneView
from kiosk.dock.panel.states_view import StatesView
from kiosk.dock.rig import Place
from kiosk.ui.pictures import Pictures

_QML = Path(__file__).with_name("qml") / "Panel.qml"


class PanelError(Exception):
    """The panel could not be drawn."""


class Panel:
    """A window over the state files. Needs a QGuiApplication. Raises PanelError."""

    def __init__(self, place: Place, at: tuple[int, int] | None = None) -> None:
        pictures = Pictures()
        self.desk = DeskView(place, people.load(place.population), pictures)
        self.phone = PhoneView(place, self.desk)
        self.states = StatesView(place, self.desk)
        self._engine = QQmlApplicationEngine()
        self._engine.addImageProvider("memory", pictures)
        views: dict[str, object] = {"desk": self.desk, "phone": self.phone, "states": self.states}
        self._engine.setInitialProperties(views)
        self._engine.load(QUrl.fromLocalFile(str(_QML)))
        windows = self._engine.rootObjects()
        if not windows or not isinstance(windows[0], QQuickWindow):
            raise PanelError(_QML.name)
        self.window = windows[0]
        self._place(at)
        self.window.show()

    def _place(self, at: tuple[int, int] | None) -> None:
        """Where nobody says, at the right edge: without a window manager all windows begin at the left."""
        space = self.window.screen().availableGeometry()
        self.window.resize(self.window.size().boundedTo(space.size()).expandedTo(self.window.minimumSize()))
        if at is None:
            free = space.width() - self.window.width(), space.height() - self.window.height()
            at = space.x() + max(0, free[0]), space.y() + max(0, free[1] // 2)
        self.window.setFramePosition(QPoint(*at))

    def close(self) -> None:
        self.phone.close()
        self.window.close()
        del self._engine  # before the views that it shows


class _Ending(QObject):
    """Standard input is read on a thread; its end is told on the panel's."""

    come = Signal()

    def wait(self) -> None:
        while os.read(sys.stdin.fileno(), 4096):  # no buffer whose lock would outlive the panel
            pass
        self.come.emit()


def show(place: Place, at: tuple[int, int] | None = None) -> int:
    application = QGuiApplication.instance() or QGuiApplication(["dock"])
    panel = Panel(place, at)
    ending = _Ending()
    ending.come.connect(application.quit)
    threading.Thread(target=ending.wait, name="stdin", daemon=True).start()
    try:
        return application.exec()
    finally:
        panel.close()

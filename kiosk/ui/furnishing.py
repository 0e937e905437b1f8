"""What comes after home: the terminal on a thread, and the other pages one at a time between two frames."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtQml import QQmlComponent, QQmlEngine

from kiosk.ui.stage import Stage
from kiosk.ui.terminal_view import TerminalView

QML = Path(__file__).parent / "qml"
_IN_THE_WINGS = 250  # milliseconds: who is not shown by then waits for its turn, and gets ready meanwhile
_BREATH = 60  # milliseconds in which a finger that comes with the first picture is answered before all else


class ScreenError(Exception):
    """The screens could not be loaded; what Qt says about it went to stderr."""


class Furnishing(QObject):
    begins = Signal()
    finished = Signal()
    failed = Signal()  # `trouble` says of what

    def __init__(self, engine: QQmlEngine, stage: Stage, view: TerminalView) -> None:
        super().__init__()
        self._engine, self._stage, self._view = engine, stage, view
        self.trouble: Exception | None = None
        self.begun = False
        self._pages = sorted(QML.glob("[sp][ta][eg]*/*.qml"))
        self._components: list[QQmlComponent] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_IN_THE_WINGS)
        self._soon.timeout.connect(self.begin)
        self._next = QTimer(self)
        self._next.setInterval(0)
        self._next.timeout.connect(self._load)

    def begin_soon(self) -> None:
        self._soon.start()

    def begin_now(self) -> None:
        """Home is on the glass."""
        if not self.begun:
            self._soon.start(_BREATH)

    @Slot()
    def begin(self) -> None:
        """Once home is on the glass, or nobody wants it there yet."""
        if not self.begun:
            self.begun = True
            self._soon.stop()
            self.begins.emit()
            if self._stage.coming.here:
                self._next.start()
            else:
                work = self._stage.coming.put_together
                self._stage.background.start(work, self._arrived, self._fail)

    def stop(self) -> None:
        self._soon.stop()
        self._next.stop()
        self._components.clear()
        if not self.begun:
            self._stage.coming.give_up()

    def _arrived(self, terminal: object) -> None:
        self._view.arrived()
        self._next.start()

    @Slot()
    def _load(self) -> None:
        """Compiled once and kept: a page that is asked for comes without a pause."""
        if not self._pages:
            self._next.stop()
            self.finished.emit()
            return
        component = QQmlComponent(self._engine, str(self._pages.pop(0)))
        self._components.append(component)
        if component.isError():
            self._fail(ScreenError("the screens do not load"))

    def _fail(self, trouble: Exception) -> None:
        self.trouble = trouble
        self._next.stop()
        self.failed.emit()

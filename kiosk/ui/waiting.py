"""How long a person has been waiting for one call: words soon, an honest word later, a choice in the end."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

THRESHOLDS = (0.4, 4.0, 10.0)  # seconds: words, "still waiting", choices


@QmlElement
class Waiting(QObject):
    changed = Signal()

    def __init__(self, thresholds: tuple[float, ...] = THRESHOLDS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = thresholds
        self._level = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._rise)

    @Property(int, notify=changed)
    def level(self) -> int:
        """0: nothing to say yet; 1: words; 2: still waiting; 3: offer a way on."""
        return self._level

    def begin(self) -> None:
        self.end()
        self._arm()

    def end(self) -> None:
        self._timer.stop()
        if self._level:
            self._level = 0
            self.changed.emit()

    @Slot()
    def _rise(self) -> None:
        self._level += 1
        self.changed.emit()
        self._arm()

    def _arm(self) -> None:
        if self._level < len(self._thresholds):
            earlier = self._thresholds[self._level - 1] if self._level else 0
            self._timer.start(int((self._thresholds[self._level] - earlier) * 1000))

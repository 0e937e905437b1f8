"""The frame around what OK would tap, as somebody who goes by keys sees it."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, QRectF, Signal
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class KeyRing(QObject):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.box, self.name = QRectF(), ""

    def stand(self, box: QRectF, name: str) -> None:
        """Nowhere, where the box is empty."""
        if (box, name) != (self.box, self.name):
            self.box, self.name = box, name
            self.changed.emit()

    @Property(bool, notify=changed)
    def shown(self) -> bool:
        return not self.box.isEmpty()

    @Property(QRectF, notify=changed)
    def around(self) -> QRectF:
        """In pixels of the window."""
        return self.box

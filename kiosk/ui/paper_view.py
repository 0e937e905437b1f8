"""What was said of a paper that somebody held under the scanner: genuine, with what to compare, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.qml_types import QVariantList

if TYPE_CHECKING:
    from kiosk.terminal.codes import Paper

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class PaperView(QObject):
    changed = Signal()
    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._paper: Paper | None = None

    @Property(bool, notify=changed)
    def genuine(self) -> bool:
        return self._paper is not None and self._paper.said is not None

    @Property(QVariantList, notify=changed)
    def rows(self) -> list[dict[str, str]]:
        """Key and value of what is to be compared; the same in every language, as on the paper."""
        said = self._paper.said if self._paper else None
        if said is None:
            return []
        code = "-".join(said.code[n : n + 4] for n in range(0, len(said.code), 4))
        pairs = {
            "title": said.title,
            "name": said.name,
            "number": said.number,
            "authority": said.authority,
            "day": f"{said.issued_at:%Y-%m-%d}",
            "code": code,
        }
        return [{"key": key, "value": value} for key, value in pairs.items()]

    @Slot(object)
    def show(self, paper: Paper) -> None:
        self._paper = paper
        self.changed.emit()
        self.shown.emit()

    def forget(self) -> None:
        if self._paper is not None:
            self._paper = None
            self.changed.emit()

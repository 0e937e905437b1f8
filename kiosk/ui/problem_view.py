"""机器有问题: one tap tells the technician what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.qml_types import QVariantList
from kiosk.ui.stage import Stage

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

PROBLEMS = ("screen", "card", "paper", "wrong", "other")


@QmlElement
class ProblemView(QObject):
    changed = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._reported = False
        self._reporting = stage.errand()

    @Property(bool, notify=changed)
    def reported(self) -> bool:
        return self._reported

    @Property(QVariantList, constant=True)
    def kinds(self) -> tuple[str, ...]:
        return PROBLEMS

    def begin(self) -> None:
        """The page is opened: nothing was told yet."""
        self._reported = False
        self.changed.emit()

    @Slot(str)
    def report(self, kind: str) -> None:
        def report() -> None:
            self._stage.terminal.report_problem(kind)

        if kind in PROBLEMS and not self._reported:
            self._reporting.run(report, self._told, self._untold)

    def _told(self, nothing: None) -> None:
        self._reported = True
        self.changed.emit()

    def _untold(self, error: Exception) -> None:
        """The journal could not take it; the page goes on naming the phone number."""

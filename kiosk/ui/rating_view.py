"""好差评: five words, none chosen beforehand; whoever chose a low one may say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.qml_types import QVariantList
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.model import Filing

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

REASONS = ("slow", "unclear", "machine", "result", "help")


@QmlElement
class RatingView(QObject):
    changed = Signal()
    done = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._filing: Filing | None = None
        self._grade = 0
        self._reasons: list[str] = []
        self._errand = stage.errand()
        stage.wording.changed.connect(self.changed)

    @Property(int, notify=changed)
    def grade(self) -> int:
        """1 very bad … 5 very good; 0 while nothing is chosen."""
        return self._grade

    @Property(QVariantList, notify=changed)
    def reasons(self) -> list[dict[str, object]]:
        """What may be said of a low grade; empty for the others."""
        if self._grade not in (1, 2):
            return []
        say = self._stage.wording.say
        return [
            {"value": key, "title": say(f"reason_{key}"), "chosen": key in self._reasons} for key in REASONS
        ]

    def start(self, filing: Filing) -> None:
        self._filing = filing

    def forget(self) -> None:
        self._errand.drop()
        self._filing = None
        self._grade, self._reasons = 0, []
        self.changed.emit()

    @Slot(int)
    def choose(self, grade: int) -> None:
        if 1 <= grade <= 5 and not self._errand.running:
            self._grade = grade
            if grade > 2:
                self._reasons = []
            self.changed.emit()

    @Slot(str)
    def because(self, reason: str) -> None:
        """Takes a reason, or takes it back."""
        if reason in REASONS:
            self._reasons = [r for r in REASONS if (r in self._reasons) != (r == reason)]
            self.changed.emit()

    @Slot()
    def send(self) -> None:
        filing, terminal, grade, reasons = self._filing, self._stage.terminal, self._grade, self._reasons
        if filing is None or not grade:
            return

        def work() -> None:
            terminal.rate(filing, grade, reasons)

        self._errand.run(work, self._sent, self._lost, holds=True)

    @Slot()
    def skip(self) -> None:
        if not self._errand.running:
            self.done.emit()

    def _sent(self, nothing: None) -> None:
        self.done.emit()

    def _lost(self, error: Exception) -> None:
        """A rating that could not be kept is no reason to hold a person up."""
        self.done.emit()

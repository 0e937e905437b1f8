"""The questions that a terminal answers by itself: a few to choose from, all by what is typed.

What was typed stays in this object until the page is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.qml_types import QVariantList, QVariantMap
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.search.index import Index
    from kiosk.flows.search.questions import Question

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class FaqView(QObject):
    changed = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._wording = stage.wording
        self._questions: Sequence[Question] = ()
        self._index: Index | None = None
        self._answered: Question | None = None
        self._typing = False
        self._typed = ""
        self._getting_ready = stage.errand()
        stage.wording.changed.connect(self.changed)

    @Property(str, notify=changed)
    def state(self) -> str:
        """listed, typing or answered."""
        return "answered" if self._answered else "typing" if self._typing else "listed"

    @Property(str, notify=changed)
    def typed(self) -> str:
        return self._typed

    @Property(QVariantList, notify=changed)
    def found(self) -> list[dict[str, Any]]:
        """What fits what was typed, best first; all of them while nothing is."""
        return [{"value": each.id, "title": self._wording.pick(each.ask)} for each in self._fitting()]

    @Property(QVariantMap, notify=changed)
    def answer(self) -> dict[str, str]:
        ask, answer = (self._answered.ask, self._answered.answer) if self._answered else (None, None)
        return {"title": self._wording.pick(ask), "text": self._wording.pick(answer)}

    @Slot()
    def begin(self) -> None:
        self.end()
        self._getting_ready.run(self._ready, self._take, self._unready)

    @Slot()
    def end(self) -> None:
        self._answered, self._typing, self._typed = None, False, ""
        self.changed.emit()

    @Slot()
    def look(self) -> None:
        """The keys."""
        self._typing, self._typed = True, ""
        self.changed.emit()

    @Slot(str)
    def type(self, text: str) -> None:
        self._typed = text
        self.changed.emit()

    @Slot(str)
    def accept(self, text: str) -> None:
        """Everything that fits, as a list; all questions where nothing does."""
        self._typing, self._typed = False, text
        self.changed.emit()

    @Slot(str)
    def choose(self, id: str) -> None:
        self._answered = next((question for question in self._questions if question.id == id), None)
        self.changed.emit()

    @Slot()
    def back(self) -> None:
        """From an answer to where it was chosen, from the keys to the list."""
        if self._answered:
            self._answered = None
        else:
            self._typing, self._typed = False, ""
        self.changed.emit()

    @Property(bool, notify=changed)
    def unanswered(self) -> bool:
        """Whether what was typed has no answer here."""
        return bool(self._typed.strip()) and not self._hits()

    def _fitting(self) -> Sequence[Question]:
        looked_for = self._typed.strip() and self._index is not None
        return self._hits() or (() if looked_for and self._typing else self._questions)

    def _hits(self) -> Sequence[Question]:
        by_id = {question.id: question for question in self._questions}
        hits = self._index.search(self._typed) if self._index and self._typed.strip() else []
        return [by_id[hit.matter.id] for hit in hits]

    def _ready(self) -> tuple[Sequence[Question], Index]:
        from kiosk.flows.search import questions
        from kiosk.flows.search.index import Index

        known = self._questions or questions.load()
        return known, self._index or Index(question.matter for question in known)

    def _take(self, ready: tuple[Sequence[Question], Index]) -> None:
        self._questions, self._index = ready
        self.changed.emit()

    def _unready(self, error: Exception) -> None:
        """The number stands there all the same."""

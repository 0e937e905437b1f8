"""What becomes of a filing while the person stands here: only the store's word, never ahead of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.stage import Stage
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.model import Filing, Outcome

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

# Values of model.Status.
_READY = ("result_ready", "concluded")
_MAKING = ("received", "accepted", "in_progress")
_REACHED = {
    "held": 1,
    "quarantined": 1,
    "received": 2,
    "awaiting_signatures": 2,
    "correction_required": 2,
    "refused": 2,
    "withdrawn": 2,
}


@QmlElement
class OutcomeView(QObject):
    changed = Signal()
    ready = Signal()  # the result can be fetched

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._filing: Filing | None = None
        self._outcome: Outcome | None = None
        self._expects_result = False
        self._settled = False  # it is said where the filing stands; before that it is being sent
        self._announced = False
        self._errand = stage.errand()
        self._waiting = stage.waiting()
        self._receipt = QTimer(self)
        self._receipt.setSingleShot(True)
        self._receipt.setInterval(int(stage.patience.receipt * 1000))
        self._receipt.timeout.connect(self._settle)
        self._watch = QTimer(self)
        self._watch.setInterval(int(stage.patience.watch * 1000))
        self._watch.timeout.connect(self._look)
        stage.wording.changed.connect(self.changed)

    @property
    def filing(self) -> Filing | None:
        return self._filing

    @property
    def outcome(self) -> Outcome | None:
        return self._outcome

    def awaited(self) -> bool:
        """It is being sent, or its result is being made."""
        return self._filing is not None and (not self._settled or self._is_making())

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._filing.number if self._filing else ""

    @Property(str, notify=changed)
    def status(self) -> str:
        return self._outcome.status.value if self._outcome else ""

    @Property(int, notify=changed)
    def reached(self) -> int:
        """1: held here, 2: the platform has it, 3: the platform accepted it."""
        return _REACHED.get(self._outcome.status, 3) if self._outcome else 0

    @Property(str, notify=changed)
    def stateWord(self) -> str:
        return self._words()[0]

    @Property(str, notify=changed)
    def meaning(self) -> str:
        return self._words()[1]

    @Property(str, notify=changed)
    def reason(self) -> str:
        """Why the platform did not accept it, as a sentence; empty where there is nothing to say."""
        reason = self._outcome.reason if self._outcome else None
        return self._stage.wording.reason(reason, self._stage.terminal.site.phone)

    @Property(str, notify=changed)
    def acceptanceNumber(self) -> str:
        return (self._outcome.acceptance_number or "") if self._outcome else ""

    @Property(bool, notify=changed)
    def sending(self) -> bool:
        return self._filing is not None and not self._settled

    @Property(bool, notify=changed)
    def making(self) -> bool:
        """The platform has the filing, and its result may come while the person waits."""
        return self._is_making()

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    def start(self, filing: Filing, *, expects_result: bool) -> None:
        from kiosk.model import Outcome, Status

        self._filing, self._expects_result = filing, expects_result
        self._outcome = Outcome(Status.HELD, filing.filed_at)
        self._waiting.begin()
        self._receipt.start()
        self._watch.start()
        self.changed.emit()
        self._look()

    def stop(self) -> None:
        self._watch.stop()
        self._receipt.stop()
        self._waiting.end()
        self._errand.drop()

    def forget(self) -> None:
        self.stop()
        self._filing = self._outcome = None
        self._expects_result = self._settled = self._announced = False
        self.changed.emit()

    @Slot()
    def keepWaiting(self) -> None:
        """继续等: the same wait from its beginning."""
        if self._is_making():
            self._waiting.begin()

    @Slot()
    def _settle(self) -> None:
        """By now it is said where the filing stands: with the platform's receipt, or without one yet."""
        self._receipt.stop()
        if not self._settled:
            self._settled = True
            if not self._is_making():
                self._waiting.end()
            self.changed.emit()

    @Slot()
    def _look(self) -> None:
        filing, terminal = self._filing, self._stage.terminal
        if filing is None:
            return

        def look() -> Outcome:
            return terminal.outcome(filing.id)

        self._errand.run(look, self._see, self._miss)

    def _see(self, outcome: Outcome) -> None:
        before, self._outcome = self._outcome, outcome
        if outcome.status != "held":
            self._settle()
        if outcome == before:
            return
        if self._is_making():
            self._waiting.begin()
        else:
            self._waiting.end()
        self.changed.emit()
        if outcome.status in _READY and self._expects_result and not self._announced:
            self._announced = True
            self.ready.emit()

    def _miss(self, error: Exception) -> None:
        """The store could not be read this time: nothing new is said, and it is asked again."""

    def _is_making(self) -> bool:
        return self._expects_result and self._outcome is not None and self._outcome.status in _MAKING

    def _words(self) -> tuple[str, str]:
        from kiosk import receipt

        if self._outcome is None:
            return ("", "")
        outcome = self._outcome
        return receipt.state_words(outcome.status, self._stage.wording.language, outcome.reason)

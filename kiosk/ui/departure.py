"""The way out: the last print job ends, the card is taken, and only then is the session over."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.stage import Stage

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Departure(QObject):
    changed = Signal()
    over = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._why = ""
        self._farewell = False
        self._state = ""
        self._ending = stage.errand()
        self._looking = stage.errand()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(int(stage.patience.card_forgotten * 1000))
        self._again.timeout.connect(self._look)
        self._bow = QTimer(self)
        self._bow.setSingleShot(True)
        self._bow.setInterval(int(stage.patience.farewell * 1000))
        self._bow.timeout.connect(self.leave)
        stage.background.idle.connect(self._go_on)

    @property
    def begun(self) -> bool:
        return self._state != ""

    @Property(str, notify=changed)
    def state(self) -> str:
        """working (a device still does), card (it lies there), farewell, over."""
        return self._state

    def how_far(self) -> str:
        return self._state

    def start(self, why: str, *, farewell: bool) -> None:
        if not self.begun:
            self._why, self._farewell = why, farewell
            self._become("working")
            self._go_on()

    def note(self, why: str) -> None:
        """A session in which no card was read is left: only the journal has to know."""
        terminal = self._stage.terminal
        self._stage.background.start(lambda: terminal.end(why), self._noted, self._unnoted)

    @Slot()
    def leave(self) -> None:
        if self._state == "farewell":
            self._bow.stop()
            self._become("over")
            self.over.emit()

    @Slot()
    def _go_on(self) -> None:
        """Once no job holds the session any more."""
        if self._state == "working" and not self._stage.background.busy():
            terminal, why = self._stage.terminal, self._why
            self._ending.run(lambda: terminal.end(why), self._ended, self._unrecorded)

    def _noted(self, nothing: None) -> None:
        """The journal has it."""

    def _unnoted(self, error: Exception) -> None:
        """A journal that cannot be written keeps nobody here."""

    def _ended(self, nothing: None) -> None:
        self._look()

    def _unrecorded(self, error: Exception) -> None:
        """A journal that cannot be written keeps nobody here."""
        self._look()

    @Slot()
    def _look(self) -> None:
        self._looking.run(self._stage.terminal.card_present, self._seen, self._unseen)

    def _seen(self, present: bool) -> None:
        if (
            present
        ):  # a session never ends silently over a forgotten card: the next person would be read as this one
            self._become("card")
            self._again.start()
        elif self._farewell:
            self._become("farewell")
            self._bow.start()
        else:
            self._become("over")
            self.over.emit()

    def _unseen(self, error: Exception) -> None:
        self._seen(False)

    def _become(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.changed.emit()

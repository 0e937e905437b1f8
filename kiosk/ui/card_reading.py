"""The card step: waits for the card in short turns, says what to do when it did not work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.session import Session

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class CardReading(QObject):
    changed = Signal()
    read = Signal(object)  # the session with the card

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._errand = stage.errand()
        self._until = 0.0
        self._state = ""
        self._says = ""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._turn)

    @Property(str, notify=changed)
    def state(self) -> str:
        """waiting, read, or failed: then `says` tells what happened, and again() tries once more."""
        return self._state

    @Property(str, notify=changed)
    def says(self) -> str:
        return self._says

    def start(self, session: Session) -> None:
        self.stop()
        self._session = session
        self._until = self._stage.terminal.monotonic() + self._stage.patience.card
        self._become("waiting", "")
        self._turn()

    def stop(self) -> None:
        self._again.stop()
        self._errand.drop()
        self._session = None
        self._become("", "")

    @Slot()
    def again(self) -> None:
        if self._session and self._state == "failed":
            self.start(self._session)

    @Slot()
    def _turn(self) -> None:
        session, terminal, turn = self._session, self._stage.terminal, self._stage.patience.card_slice
        if session is None:
            return

        def read() -> Session:
            return terminal.read_card(session, turn)

        self._errand.run(read, self._take, self._fail)

    def _take(self, session: Session) -> None:
        self._session = None
        self._become("read", "")
        self.read.emit(session)

    def _fail(self, error: Exception) -> None:
        from kiosk.model import Completion, DeviceError

        wording = self._stage.wording
        if not isinstance(error, DeviceError):
            self._become("failed", wording.say("trouble"))
        elif error.completion is Completion.USER_ERROR:  # the person can put it right: go on reading
            self._become("waiting", wording.fault(error))
            self._again.start(int(self._stage.patience.card_again * 1000))
        elif error.completion is not Completion.TIME_OUT:
            self._become("failed", wording.fault(error))
        elif self._stage.terminal.monotonic() < self._until:
            self._turn()
        else:
            self._become("failed", wording.say("card_none"))

    def _become(self, state: str, says: str) -> None:
        if (state, says) != (self._state, self._says):
            self._state, self._says = state, says
            self.changed.emit()

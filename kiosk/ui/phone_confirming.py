"""The second factor: a code for the person's phone, and an ear for what the phone says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui import pictures
from kiosk.ui.stage import Stage
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.flows.definition import ConfirmByPhone
    from kiosk.flows.session import Session
    from kiosk.terminal.words import PhoneConfirmation

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class PhoneConfirming(QObject):
    changed = Signal()
    confirmed = Signal(object)  # the session with the confirmation, or with its deferral

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._asked: PhoneConfirmation | None = None
        self._state = ""
        self._code = ""
        self._waiting = stage.waiting()
        self._asking = stage.errand(self._waiting)
        self._hearing = stage.errand()
        self._poll = QTimer(self)
        self._poll.setInterval(int(stage.patience.phone_poll * 1000))
        self._poll.timeout.connect(self._listen)

    @Property(str, notify=changed)
    def state(self) -> str:
        """asking, showing, offline, no_phone, declined, expired or trouble."""
        return self._state

    @Property(str, notify=changed)
    def code(self) -> str:
        """The address of the picture to scan."""
        return self._code

    @Property(bool, notify=changed)
    def deferrable(self) -> bool:
        step = _step(self._session)
        return step is not None and step.deferrable

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    def start(self, session: Session) -> None:
        self.stop()
        step = _step(session)
        if step is None:
            return
        self._session = session
        purpose = self._stage.wording.pick(step.purpose)
        terminal = self._stage.terminal

        def ask() -> PhoneConfirmation:
            return terminal.ask_confirmation(session, purpose)

        self._asking.run(ask, self._show, self._fail)
        self._become("asking")

    def stop(self) -> None:
        self._poll.stop()
        self._asking.drop()
        self._hearing.drop()
        self._session = self._asked = None
        self._code = ""
        self._become("")

    @Slot()
    def again(self) -> None:
        """A new code; the one before counts no more."""
        if self._session and self._state != "showing":
            self.start(self._session)

    @Slot()
    def goOn(self) -> None:
        """Without the phone for now: the filing is taken, the result waits for the confirmation."""
        session, step = self._session, _step(self._session)
        if session and step and step.deferrable:
            self._take(self._stage.terminal.defer_confirmation(session))

    def _show(self, asked: PhoneConfirmation) -> None:
        self._asked = asked
        self._code = self._stage.pictures.keep(pictures.code(asked.url))
        self._poll.start()
        self._become("showing")

    @Slot()
    def _listen(self) -> None:
        session, asked, terminal = self._session, self._asked, self._stage.terminal
        if session is None or asked is None:
            return

        def hear() -> Session | None:
            return terminal.confirmation(session, asked)

        self._hearing.run(hear, self._hear, self._fail)

    def _hear(self, session: Session | None) -> None:
        if session is not None:
            self._take(session)

    def _take(self, session: Session) -> None:
        self.stop()
        self.confirmed.emit(session)

    def _fail(self, error: Exception) -> None:
        self._poll.stop()
        self._become(_state(error))

    def _become(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.changed.emit()


def _step(session: Session | None) -> ConfirmByPhone | None:
    from kiosk.flows.definition import ConfirmByPhone

    step = session.step if session else None
    return step if isinstance(step, ConfirmByPhone) else None


def _state(error: Exception) -> str:
    from kiosk.terminal.words import DeclinedError, ExpiredError, NoPhoneError, OfflineError

    states: dict[type[Exception], str] = {
        OfflineError: "offline",
        NoPhoneError: "no_phone",
        DeclinedError: "declined",
        ExpiredError: "expired",
    }
    return states.get(type(error), "trouble")

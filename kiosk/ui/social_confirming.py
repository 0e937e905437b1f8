"""The second factor without a phone: the person's social-security card, and its PIN on keys of the screen.

The PIN is digits in one buffer that is overwritten when it was shown to the card, when it is cleared and when
the page is left. The screen knows how many there are, and nothing else does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.stage import Stage
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.flows.session import Session

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

SHORTEST, LONGEST = 4, 8  # digits; the card says which of these it takes


@QmlElement
class SocialConfirming(QObject):
    changed = Signal()
    confirmed = Signal(object)  # the session with the confirmation
    KINDS = ("social_card_reader",)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._purpose = ""
        self._pin = bytearray()
        self._tries: int | None = None
        self._until = 0.0
        self._state = ""
        self._says = ""
        self._waiting = stage.waiting()
        self._finding = stage.errand()
        self._showing = stage.errand(self._waiting)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._find)

    @Property(str, notify=changed)
    def state(self) -> str:
        """card (waits for it), pin, checking, blocked, or failed: then again() tries once more."""
        return self._state

    @Property(str, notify=changed)
    def says(self) -> str:
        return self._says

    @Property(int, notify=changed)
    def digits(self) -> int:
        """How many were entered."""
        return len(self._pin)

    @Property(int, notify=changed)
    def tries(self) -> int:
        """That the card leaves; -1 before it has said so."""
        return -1 if self._tries is None else self._tries

    @Property(bool, notify=changed)
    def complete(self) -> bool:
        """Enough digits for a PIN."""
        return len(self._pin) >= SHORTEST

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    def running(self) -> bool:
        return self._showing.running

    def start(self, session: Session, purpose: str) -> None:
        self.stop()
        self._session, self._purpose = session, purpose
        self._wait_for_card("")

    def stop(self) -> None:
        self._again.stop()
        self._finding.drop()
        self._showing.drop()
        self._session, self._tries = None, None
        self._overwrite()
        self._become("", "")

    @Slot(str)
    def type(self, digit: str) -> None:
        if self._state == "pin" and digit in "0123456789" and len(self._pin) < LONGEST:
            self._pin += digit.encode()
            self.changed.emit()

    @Slot()
    def takeBack(self) -> None:
        if self._state == "pin" and self._pin:
            self._pin[-1] = 0
            del self._pin[-1]
            self.changed.emit()

    @Slot()
    def clear(self) -> None:
        if self._state == "pin":
            self._overwrite()
            self.changed.emit()

    @Slot()
    def again(self) -> None:
        if self._session and self._state in ("failed", "blocked"):
            self._wait_for_card("")

    @Slot()
    def show(self) -> None:
        """To the card, once; the digits are gone whatever it says."""
        session, purpose, terminal = self._session, self._purpose, self._stage.terminal
        if session is None or self._state != "pin" or len(self._pin) < SHORTEST:
            return
        pin, self._pin = self._pin, bytearray()

        def show() -> Session:
            return terminal.social_cards.confirm(session, pin, purpose)

        if self._showing.run(show, self._take, self._refused, holds=True):
            self._become("checking", "")

    def _wait_for_card(self, says: str) -> None:
        self._until = self._stage.terminal.monotonic() + self._stage.patience.card
        self._tries = None
        self._overwrite()
        self._become("card", says)
        self._find()

    @Slot()
    def _find(self) -> None:
        session, terminal, turn = self._session, self._stage.terminal, self._stage.patience.card_slice
        if session is not None and self._state == "card":
            self._finding.run(lambda: terminal.social_cards.find(session, turn), self._found, self._unfound)

    def _found(self, nothing: None) -> None:
        self._become("pin", "")

    def _unfound(self, error: Exception) -> None:
        from kiosk.terminal.social_card import PinError

        if isinstance(error, PinError) and error.tries_left != 0:  # it says whose it is after its PIN only
            self._tries = error.tries_left
            self._become("pin", "")
        else:
            self._trouble(error)

    def _take(self, session: Session) -> None:
        self.stop()
        self.confirmed.emit(session)

    def _refused(self, error: Exception) -> None:
        from kiosk.terminal.social_card import PinError

        if isinstance(error, PinError) and error.tries_left != 0:
            self._tries, wording = error.tries_left, self._stage.wording
            known = self._tries is not None
            self._become("pin", wording.say("social_wrong", self._tries) if known else wording.fault(error))
        elif _code(error) == "pin.form":  # it cost no try
            self._become("pin", self._said(error))
        elif _code(error) == "card.other_holder":  # it lies there still, and says so after its PIN only
            self._become("failed", self._said(error))
        elif _timed_out(error) or (_of_person(error) and not isinstance(error, PinError)):
            self._wait_for_card(self._said(error))  # it was lifted
        else:
            self._trouble(error)

    def _trouble(self, error: Exception) -> None:
        from kiosk.terminal.social_card import PinError

        wording = self._stage.wording
        if isinstance(error, PinError):
            self._become("blocked", wording.say("fault_pin_blocked"))
        elif _timed_out(error) and self._stage.terminal.monotonic() < self._until:
            self._find()
        elif _timed_out(error):
            self._become("failed", wording.say("social_none"))
        elif _of_person(error):
            self._become("card", self._said(error))
            self._again.start(int(self._stage.patience.card_again * 1000))
        else:
            self._become("failed", self._said(error))

    def _said(self, error: Exception) -> str:
        from kiosk.model import DeviceError

        wording = self._stage.wording
        return wording.fault(error) if isinstance(error, DeviceError) else wording.say("trouble")

    def _overwrite(self) -> None:
        self._pin[:] = bytes(len(self._pin))
        self._pin = bytearray()

    def _become(self, state: str, says: str) -> None:
        self._state, self._says = state, says
        self.changed.emit()


def _code(error: Exception) -> str:
    from kiosk.model import DeviceError

    return error.fault.code if isinstance(error, DeviceError) else ""


def _of_person(error: Exception) -> bool:
    """The person can put it right."""
    from kiosk.model import Completion, DeviceError

    return isinstance(error, DeviceError) and error.completion is Completion.USER_ERROR


def _timed_out(error: Exception) -> bool:
    from kiosk.model import Completion, DeviceError

    return isinstance(error, DeviceError) and error.completion is Completion.TIME_OUT

"""A clerk signs in: the card first, then six digits as dots, which are overwritten once they were tried."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.card_turns import CardTurns
from kiosk.ui.stage import Stage
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.model import IdentityCard

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

DIGITS = 6


@QmlElement
class StaffSignIn(QObject):
    changed = Signal()
    done = Signal()  # a clerk is on duty

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._state, self._says = "", ""
        self._pin = bytearray()
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)
        self.cards = self._cards = CardTurns(stage)
        self._cards.read.connect(self._find)
        self._cards.changed.connect(self._heard)

    @Property(str, notify=changed)
    def state(self) -> str:
        """card, pin, checking, or failed: nobody can sign in for now, and `says` tells why."""
        return self._state

    @Property(str, notify=changed)
    def says(self) -> str:
        return self._says

    @Property(int, notify=changed)
    def digits(self) -> int:
        """How many were entered."""
        return len(self._pin)

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    def start(self, says: str = "") -> None:
        self.stop()
        self._become("card", says)
        self._cards.start()

    def make_way(self) -> None:
        """For whoever signs in otherwise: the turn at the reader goes on, so that no card is lost."""
        self._become("", "")

    def stop(self) -> None:
        self._cards.stop()
        self._errand.drop()
        self._overwrite()
        self._become("", "")

    @Slot(str)
    def type(self, digit: str) -> None:
        """The last one is followed by the look at all of them."""
        if self._state != "pin" or digit not in "0123456789" or len(self._pin) >= DIGITS:
            return
        self._pin += digit.encode()
        if len(self._pin) == DIGITS:
            self._try()
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
        if self._state == "failed":
            self.start()

    def _try(self) -> None:
        terminal, pin = self._stage.terminal, self._pin
        self._pin = bytearray()

        def sign_in() -> None:
            try:
                terminal.staff.sign_in(bytes(pin))
            finally:
                pin[:] = bytes(len(pin))

        self._become("checking", "")
        self._errand.run(sign_in, self._signed_in, self._refused, holds=True)

    def _signed_in(self, nothing: None) -> None:
        self.stop()
        self.done.emit()

    @Slot(object)
    def _find(self, card: IdentityCard) -> None:
        terminal = self._stage.terminal
        if self._state == "card":
            self._errand.run(lambda: terminal.staff.find(card), self._found, self._refused)

    def _found(self, nothing: None) -> None:
        self._cards.stop()
        self._become("pin", "")

    def _refused(self, error: Exception) -> None:
        from kiosk.terminal.staff import SignInError

        say = self._stage.wording.say
        if not isinstance(error, SignInError):
            self._become("failed", say("trouble"))
        elif error.why == "wrong":
            self._become("pin", say("staff_wrong", error.left))
        elif error.why == "unknown":
            self.start(say("staff_unknown"))
        elif error.why == "resting":
            self._become("failed", say("staff_resting", ceil(error.wait / 60)))
        else:
            self._become("failed", say(f"staff_{error.why}"))

    @Slot()
    def _heard(self) -> None:
        """What the reader has to say of the card that lies there."""
        if self._state == "card":
            self._become("failed" if self._cards.failed else "card", self._cards.says)

    def _overwrite(self) -> None:
        self._pin[:] = bytes(len(self._pin))
        self._pin = bytearray()

    def _become(self, state: str, says: str) -> None:
        self._state, self._says = state, says
        self.changed.emit()

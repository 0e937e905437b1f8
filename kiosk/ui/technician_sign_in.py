"""A technician signs in: the card, six digits of a one-time code, the number of the work order, and why."""

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

DIGITS, LEAST, MOST = 6, 4, 20  # of the code; of the number of a work order


@QmlElement
class TechnicianSignIn(QObject):
    changed = Signal()
    done = Signal()  # a technician is on duty

    def __init__(self, stage: Stage, cards: CardTurns) -> None:
        """`cards`: of the clerks' sign-in, whose turn may just run."""
        super().__init__()
        self._stage = stage
        self._state = self._says = self._typed = ""
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)
        self._cards = cards
        self._cards.read.connect(self._find)
        self._cards.changed.connect(self._heard)

    @Property(str, notify=changed)
    def state(self) -> str:
        """card, code, checking, order, reason, or failed: nobody can sign in for now, and `says` why."""
        return self._state

    @Property(str, notify=changed)
    def says(self) -> str:
        return self._says

    @Property(str, notify=changed)
    def typed(self) -> str:
        return self._typed

    @Property(bool, notify=changed)
    def canGoOn(self) -> bool:
        """The number of the work order is long enough."""
        return self._state == "order" and LEAST <= len(self._typed) <= MOST

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    def start(self, says: str = "") -> None:
        self._become("card", says)
        self._cards.start()

    def stop(self) -> None:
        self._errand.drop()
        if self._state:
            self._cards.stop()
        if self._state and self._stage.coming.here:
            self._stage.care.entry.forget()
        self._become("", "")

    @Slot(str)
    def type(self, digit: str) -> None:
        """The last digit of a code is followed by the look at all of them."""
        most = {"code": DIGITS, "order": MOST}.get(self._state, 0)
        if digit not in "0123456789" or len(self._typed) >= most:
            return
        self._typed += digit
        if self._state == "code" and len(self._typed) == DIGITS:
            self._prove()
        self.changed.emit()

    @Slot()
    def takeBack(self) -> None:
        if self._state in ("code", "order"):
            self._typed = self._typed[:-1]
            self.changed.emit()

    @Slot()
    def clear(self) -> None:
        if self._state in ("code", "order"):
            self._typed = ""
            self.changed.emit()

    @Slot()
    def goOn(self) -> None:
        if self.property("canGoOn"):
            self._state = "reason"
            self.changed.emit()

    @Slot(str)
    def choose(self, reason: str) -> None:
        """Why they came."""
        entry, order = self._stage.care.entry, self._typed
        if self._state == "reason":
            self._errand.run(lambda: entry.come(order, reason), self._come, self._refused, holds=True)

    @Slot()
    def again(self) -> None:
        if self._state == "failed":
            self.start()

    @Slot(object)
    def _find(self, card: IdentityCard) -> None:
        """A card that a clerk lays down comes by here, too, also where no technician ever comes."""
        if self._state == "card":
            entry = self._stage.care.entry
            self._errand.run(lambda: entry.find(card), self._found, self._refused)

    def _found(self, nothing: None) -> None:
        self._cards.stop()
        self._become("code", "")

    def _prove(self) -> None:
        entry, code = self._stage.care.entry, self._typed.encode()
        self._become("checking", "")
        self._errand.run(lambda: entry.prove(code), self._proved, self._refused, holds=True)

    def _proved(self, nothing: None) -> None:
        self._become("order", "")

    def _come(self, nothing: None) -> None:
        self._cards.stop()
        self._become("", "")
        self.done.emit()

    def _refused(self, error: Exception) -> None:
        from kiosk.terminal.staff import SignInError

        say = self._stage.wording.say
        if not isinstance(error, SignInError):
            self._become("failed", say("trouble"))
        elif error.why == "wrong":
            self._become("code", say("technician_wrong", error.left))
        elif error.why == "unknown":
            self.start(say("technician_unknown"))
        elif error.why == "resting":
            self._become("failed", say("technician_resting", ceil(error.wait / 60)))
        else:
            self._become("failed", say(f"staff_{error.why}"))

    @Slot()
    def _heard(self) -> None:
        """What the reader has to say of the card that lies there."""
        if self._state == "card":
            self._become("failed" if self._cards.failed else "card", self._cards.says)

    def _become(self, state: str, says: str) -> None:
        self._state, self._says, self._typed = state, says, ""
        self.changed.emit()

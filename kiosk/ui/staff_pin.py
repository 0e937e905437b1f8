"""A clerk changes their own PIN: their card, the PIN that counts now, the new one twice, all as dots."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.card_turns import CardTurns
from kiosk.ui.pin_digits import PinDigits, wipe
from kiosk.ui.stage import Stage
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.model import IdentityCard

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_TYPED = ("old", "new", "twice")


@QmlElement
class StaffPin(QObject):
    changed = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._state, self._says = "", ""
        self._card: IdentityCard | None = None
        self._old, self._new, self._pin = bytearray(), bytearray(), PinDigits()
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)
        self._cards = CardTurns(stage)
        self._cards.read.connect(self._find)
        self._cards.changed.connect(self._heard)

    @property
    def wants_cards(self) -> bool:
        return self._state != ""

    @Property(str, notify=changed)
    def state(self) -> str:
        """card, old, new, twice, checking, done, or failed: `says` tells why."""
        return self._state

    @Property(str, notify=changed)
    def says(self) -> str:
        return self._says

    @Property(int, notify=changed)
    def digits(self) -> int:
        return len(self._pin)

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    def start(self) -> None:
        self.stop()
        self._become("card")
        self._cards.start()

    def stop(self) -> None:
        self._cards.stop()
        self._errand.drop()
        self._forget()
        self._card = None
        self._become("")

    @Slot(str)
    def type(self, digit: str) -> None:
        if self._state in _TYPED and self._pin.put(digit):
            self._go_on()
        self.changed.emit()

    @Slot()
    def takeBack(self) -> None:
        self._pin.take_back()
        self.changed.emit()

    @Slot()
    def clear(self) -> None:
        self._pin.overwrite()
        self.changed.emit()

    @Slot()
    def again(self) -> None:
        if self._state == "failed":
            self.start()

    def _go_on(self) -> None:
        if self._state == "old":
            self._old = self._pin.take()
            self._become("new")
        elif self._state == "new":
            self._new = self._pin.take()
            self._become("twice")
        else:
            twice = self._pin.take()
            same = twice == self._new
            wipe(twice)
            if same:
                self._change()
            else:
                wipe(self._new)
                self._become("new", self._stage.wording.say("pin_differs"))

    def _change(self) -> None:
        card, old, new = self._card, self._old, self._new
        self._old, self._new, staff = bytearray(), bytearray(), self._stage.terminal.staff

        def change() -> None:
            from kiosk.terminal.own_pin import OwnPin

            try:
                if card is not None:
                    OwnPin(staff).change(card, bytes(old), bytes(new))
            finally:
                wipe(old)
                wipe(new)

        self._become("checking")
        self._errand.run(change, self._changed, self._refused, holds=True)

    @Slot(object)
    def _find(self, card: IdentityCard) -> None:
        staff = self._stage.terminal.staff

        def find() -> IdentityCard:
            from kiosk.terminal.own_pin import OwnPin

            OwnPin(staff).find(card)
            return card

        if self._state == "card":
            self._errand.run(find, self._found, self._refused)

    def _found(self, card: IdentityCard) -> None:
        self._cards.stop()
        self._card = card
        self._become("old")

    def _changed(self, nothing: None) -> None:
        self._card = None
        self._become("done")

    def _refused(self, error: Exception) -> None:
        from kiosk.terminal.own_pin import PinError
        from kiosk.terminal.staff import SignInError

        say = self._stage.wording.say
        self._forget()
        if isinstance(error, PinError) and error.why in ("weak", "same"):
            self._become("old", say(f"pin_{error.why}"))
        elif isinstance(error, PinError):
            self._become("failed", say("pin_gone" if error.why == "gone" else "pin_off_line"))
        elif isinstance(error, SignInError) and error.why == "wrong":
            self._become("old", say("staff_wrong", error.left))
        elif isinstance(error, SignInError) and error.why == "resting":
            self._become("failed", say("staff_resting", ceil(error.wait / 60)))
        else:
            self._become("failed", say("pin_not_yours" if isinstance(error, SignInError) else "trouble"))

    @Slot()
    def _heard(self) -> None:
        """What the reader has to say of the card that lies there."""
        if self._state == "card":
            self._become("failed" if self._cards.failed else "card", self._cards.says)

    def _forget(self) -> None:
        wipe(self._old)
        wipe(self._new)
        self._old, self._new = bytearray(), bytearray()
        self._pin.overwrite()

    def _become(self, state: str, says: str = "") -> None:
        self._state, self._says = state, says
        self.changed.emit()

"""Reads one card after the other, whoever's, as long as a page wants it: short turns, and a word on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.model import IdentityCard


class CardTurns(QObject):
    changed = Signal()
    read = Signal(object)  # the card; the next turn waits for start()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._errand = stage.errand()
        self._wanted = False
        self.failed = False
        self.says = ""  # what the reader has to say of the card that lies there
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(int(stage.patience.card_again * 1000))
        self._again.timeout.connect(self._turn)

    def start(self) -> None:
        """A turn that runs goes on: a card that it has read is not lost because the page was told anew."""
        self._wanted, self.failed, self.says = True, False, ""
        if not self._errand.running and not self._again.isActive():
            self._turn()

    def stop(self) -> None:
        self._again.stop()
        self._errand.drop()
        self._wanted = self.failed = False
        self.says = ""

    @Slot()
    def _turn(self) -> None:
        terminal, turn = self._stage.terminal, self._stage.patience.card_slice
        if self._wanted:
            self._errand.run(lambda: terminal.gathering.read(turn), self._take, self._fail)

    def _take(self, card: IdentityCard) -> None:
        self._wanted, self.says = False, ""
        self.read.emit(card)

    def _fail(self, error: Exception) -> None:
        from kiosk.model import Completion, DeviceError

        if isinstance(error, DeviceError) and error.completion is Completion.TIME_OUT:
            self._turn()
        elif isinstance(error, DeviceError) and error.completion is Completion.USER_ERROR:
            if error.fault.code != "card.not_lifted":  # one that is done may lie there until the next is laid
                self._say(self._stage.wording.fault(error))
            self._again.start()
        else:
            self._wanted, self.failed = False, True
            wording = self._stage.wording
            self._say(wording.fault(error) if isinstance(error, DeviceError) else wording.say("trouble"))

    def _say(self, says: str) -> None:
        if says != self.says:
            self.says = says
            self.changed.emit()

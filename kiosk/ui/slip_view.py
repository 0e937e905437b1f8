"""The paper that a person leaves with: printed, or said honestly to be not printed and shown as a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui import pictures
from kiosk.ui.stage import Stage
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.flows.session import Session
    from kiosk.model import Filing, Outcome

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class SlipView(QObject):
    changed = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._of: tuple[Session, Filing] | None = None
        self._state = ""
        self._says = ""
        self._code = ""
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)

    def running(self) -> bool:
        return self._errand.running

    @Property(str, notify=changed)
    def state(self) -> str:
        """printing, printed (the printer said so), failed, or unsure: a printer that cannot say."""
        return self._state

    @Property(str, notify=changed)
    def says(self) -> str:
        return self._says

    @Property(str, notify=changed)
    def code(self) -> str:
        """The address of a code with number and state, for those who photograph it."""
        return self._code

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    def start(self, session: Session, filing: Filing, outcome: Outcome) -> None:
        from kiosk import receipt

        self._of = (session, filing)
        self._code = self._stage.pictures.keep(pictures.code(receipt.qr(filing.number, outcome)))
        self.print()

    def forget(self) -> None:
        self._errand.drop()
        self._of = None
        self._code = ""
        self._become("")

    @Slot()
    def print(self) -> None:
        """Prints the slip; a slip that came out is not printed again."""
        if self._of is None or self._state == "printed":
            return
        session, filing = self._of
        terminal, language = self._stage.terminal, self._stage.wording.language

        def work() -> None:
            terminal.print_slip(session, filing, language)

        if self._errand.run(work, self._printed, self._fail, holds=True):
            self._become("printing")

    def _printed(self, nothing: None) -> None:
        self._become("printed")

    def _fail(self, error: Exception) -> None:
        from kiosk.model import DeviceError

        wording = self._stage.wording
        if not isinstance(error, DeviceError):
            self._become("failed", wording.say("trouble"))
        else:
            unsure = error.fault.code == "print.unconfirmed"
            self._become("unsure" if unsure else "failed", wording.fault(error))

    def _become(self, state: str, says: str = "") -> None:
        self._state, self._says = state, says
        self.changed.emit()

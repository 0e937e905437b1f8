"""The paper that a person leaves with: printed, or said honestly to be not printed and shown as a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui import pictures
from kiosk.ui.stage import Stage
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.flows.session import Session
    from kiosk.model import Filing, Media, Outcome

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class SlipView(QObject):
    changed = Signal()
    taken = Signal()  # the printer saw that the slip left its mouth

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._of: tuple[Session, Filing] | None = None
        self._state = ""
        self._says = ""
        self._code = ""
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)
        self._copy = 0
        self._looking = stage.errand()
        self._look = QTimer(self)
        self._look.setInterval(int(stage.patience.slip * 1000))
        self._look.timeout.connect(self._ask)

    def running(self) -> bool:
        return self._errand.running

    @Property(str, notify=changed)
    def state(self) -> str:
        """printing, printed (the printer said so), failed, or unsure: a printer that cannot say. With a
        presenter, which knows: present (it stands at the mouth), taken, retracted."""
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

        self._of, self._copy = (session, filing), 0
        self._code = self._stage.pictures.keep(pictures.code(receipt.qr(filing.number, outcome)))
        self.print()

    def forget(self) -> None:
        self._look.stop()
        self._looking.drop()
        self._errand.drop()
        self._of = None
        self._code = ""
        self._become("")

    @Slot()
    def print(self) -> None:
        """Prints the slip; a slip that came out is not printed again, unless it was drawn back."""
        if self._of is None or self._state in ("printed", "present", "taken"):
            return
        session, filing = self._of
        terminal, language = self._stage.terminal, self._stage.wording.on_paper
        copy = self._copy + (self._state == "retracted")

        def work() -> Media:
            terminal.print_slip(session, filing, language, copy)
            return terminal.slip_media()

        if self._errand.run(work, self._printed, self._fail, holds=True):
            self._copy = copy
            self._become("printing")

    def _printed(self, media: Media) -> None:
        if media == "present":
            self._become("present")
            self._look.start()
        else:
            self._seen(media)

    @Slot()
    def _ask(self) -> None:
        terminal = self._stage.terminal
        self._looking.run(lambda: terminal.slip_media(), self._seen, self._unseen)

    def _seen(self, media: Media) -> None:
        """A printer that says nothing for a moment has neither given nor taken the slip."""
        if media in ("taken", "retracted"):
            self._look.stop()
            self._become(media.value)
            if media == "taken":
                self.taken.emit()
        elif self._state == "printing":
            self._become("printed")

    def _unseen(self, error: Exception) -> None:
        """It is asked again."""

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

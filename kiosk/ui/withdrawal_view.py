"""A person takes back what they filed: asked once more, kept, and told what the platform says to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.stage import Stage
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.flows.session import Session
    from kiosk.model import Filing, Outcome
    from kiosk.terminal.withdrawing import Matter

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class WithdrawalView(QObject):
    changed = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._matter: Matter | None = None
        self._filing: Filing | None = None  # the withdrawal
        self._outcome: Outcome | None = None
        self._state = ""
        self._trouble = ""
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)
        self._looking = stage.errand()
        self._watch = QTimer(self)
        self._watch.setInterval(int(stage.patience.watch * 1000))
        self._watch.timeout.connect(self._look)
        stage.wording.changed.connect(self.changed)

    def running(self) -> bool:
        return self._errand.running

    @Property(str, notify=changed)
    def state(self) -> str:
        """asked, keeping, kept, printing, printed, failed; failed before it was kept as well as after."""
        return self._state

    @Property(bool, notify=changed)
    def kept(self) -> bool:
        return self._filing is not None

    @Property(str, notify=changed)
    def matter(self) -> str:
        return self._matter.title if self._matter else ""

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._matter.filing.number if self._matter else ""

    @Property(str, notify=changed)
    def stands(self) -> str:
        """The state of the withdrawal, by its name."""
        return self._words()[0]

    @Property(str, notify=changed)
    def meaning(self) -> str:
        return self._words()[1]

    @Property(str, notify=changed)
    def says(self) -> str:
        return self._trouble

    @Property(bool, notify=changed)
    def refused(self) -> bool:
        return self._outcome is not None and self._outcome.status == "refused"

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    def start(self, session: Session, matter: Matter) -> None:
        self._session, self._matter = session, matter
        self._become("asked")

    def forget(self) -> None:
        self._watch.stop()
        self._errand.drop()
        self._looking.drop()
        self._session = self._matter = self._filing = self._outcome = None
        self._become("")

    @Slot()
    def confirm(self) -> None:
        session, matter, terminal = self._session, self._matter, self._stage.terminal
        if session is None or matter is None or self._filing:
            return
        language = self._stage.wording.on_paper

        def withdraw() -> Filing:
            return terminal.withdrawing.withdraw(session, matter.filing.id, language)

        if self._errand.run(withdraw, self._kept, self._fail, holds=True):
            self._become("keeping")

    @Slot()
    def print(self) -> None:
        session, filing, terminal = self._session, self._filing, self._stage.terminal
        if session is None or filing is None or self._state == "printed":
            return
        language = self._stage.wording.on_paper

        def run() -> None:
            terminal.print_slip(session, filing, language)

        if self._errand.run(run, self._printed, self._fail, holds=True):
            self._become("printing")

    def _kept(self, filing: Filing) -> None:
        self._filing = filing
        self._watch.start()
        self._become("kept")
        self._look()

    def _printed(self, nothing: None) -> None:
        self._become("printed")

    @Slot()
    def _look(self) -> None:
        filing, terminal = self._filing, self._stage.terminal
        if filing:
            self._looking.run(lambda: terminal.outcome(filing.id), self._see, self._miss)

    def _see(self, outcome: Outcome) -> None:
        if outcome.status != "held":
            self._watch.stop()
        if outcome != self._outcome:
            self._outcome = outcome
            self.changed.emit()

    def _miss(self, error: Exception) -> None:
        """The store could not be read this time: it is asked again."""

    def _fail(self, error: Exception) -> None:
        from kiosk.model import DeviceError
        from kiosk.terminal.words import KeepingError, NotConfirmedError, TooLateError

        wording = self._stage.wording
        if isinstance(error, DeviceError):
            said = wording.fault(error)
        elif isinstance(error, TooLateError):
            said = wording.reason("TOO_LATE", self._stage.terminal.site.phone)
        elif isinstance(error, NotConfirmedError):
            said = wording.reason("NOT_CONFIRMED", self._stage.terminal.site.phone)
        else:
            said = wording.say("not_kept" if isinstance(error, KeepingError) else "trouble")
        self._become("failed", said)

    def _become(self, state: str, trouble: str = "") -> None:
        self._state, self._trouble = state, trouble
        self.changed.emit()

    def _words(self) -> tuple[str, str]:
        from kiosk.model import Status
        from kiosk.receipt import withdrawal_words

        if self._filing is None:
            return ("", "")
        outcome, wording = self._outcome, self._stage.wording
        state, meaning = withdrawal_words(outcome.status if outcome else Status.HELD, wording.language)
        reason = wording.reason(outcome.reason, self._stage.terminal.site.phone) if outcome else ""
        return (state, reason or meaning)

"""What the screen sees of a session: which page it is on, and what a finger can do there.

Answers name the step that they were given to, and each purpose runs one call at a time: a double tap
changes nothing, whatever the buttons do.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.flows.definition import Review
from kiosk.flows.session import Session
from kiosk.flows.taking import AnswerError
from kiosk.model import Filing
from kiosk.terminal.words import GateError, KeepingError
from kiosk.ui import collection
from kiosk.ui.aftermath import Aftermath
from kiosk.ui.card_reading import CardReading
from kiosk.ui.draft_keeping import DraftKeeping
from kiosk.ui.phone_confirming import PhoneConfirming
from kiosk.ui.stage import Stage
from kiosk.ui.step_view import StepView
from kiosk.ui.waiting import Waiting

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_PUBLIC = ("", "Notice", "ReadCard", "ConfirmByPhone", "Stop", "Rating")  # pages that show nothing personal


@QmlElement
class SessionView(QObject):
    changed = Signal()
    left = Signal()  # back from the first page, before anything personal was known
    finished = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._draft: Session | None = None
        self._trouble = ""
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)
        self._asked = StepView(stage)
        self._card = CardReading(stage)
        self._phone = PhoneConfirming(stage)
        self._drafts = DraftKeeping(stage)
        self.aftermath = Aftermath(stage)
        self._card.read.connect(self._with_card)
        self._phone.confirmed.connect(self._with_phone)
        self._drafts.looked.connect(self._with_draft)
        self._drafts.changed.connect(self.changed)
        self.aftermath.changed.connect(self.changed)
        self.aftermath.finished.connect(self.finished)
        stage.wording.changed.connect(self.changed)

    def page_name(self) -> str:
        session = self._session
        if session is None:
            return ""
        if page := self.aftermath.page_name():
            return page
        if self._draft:
            return "Resume"
        if session.stop:
            return "Stop"
        return session.step.kind if session.step else ""

    def shows_person(self) -> bool:
        return self.page_name() not in _PUBLIC

    def badge_text(self) -> str:
        person = self._session.applicant if self._session else None
        return person.masked_name if person else ""

    def step_key(self) -> str:
        step = self._session.step if self._session else None
        return step.key if step else ""

    def running(self) -> bool:
        return self._errand.running or self.aftermath.running()

    @property
    def of_person(self) -> Session | None:
        """The session, once a card was read."""
        return self._session if self._session and self._session.applicant else None

    @Property(str, notify=changed)
    def page(self) -> str:
        """Names the QML file: a step kind, or what surrounds the steps."""
        return self.page_name()

    @Property(str, notify=changed)
    def badge(self) -> str:
        return self.badge_text()

    @Property(bool, notify=changed)
    def canGoBack(self) -> bool:
        return self._may_go_back()

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        return self.running()

    @Property(str, notify=changed)
    def trouble(self) -> str:
        """One sentence when something could not be done; the session stands as it was."""
        return self._trouble

    @Property(bool, notify=changed)
    def notKept(self) -> bool:
        """What was answered could not be saved here: leaving loses it."""
        return self._drafts.failed

    @Property(StepView, constant=True)
    def asked(self) -> StepView:
        return self._asked

    @Property(CardReading, constant=True)
    def card(self) -> CardReading:
        return self._card

    @Property(PhoneConfirming, constant=True)
    def phone(self) -> PhoneConfirming:
        return self._phone

    @Property(Aftermath, constant=True)
    def after(self) -> Aftermath:
        return self.aftermath

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    def begin(self, session: Session) -> None:
        self._show(session)

    def end(self) -> None:
        """Lets go of person and devices, as far as a process can that still runs."""
        self._card.stop()
        self._phone.stop()
        self._drafts.stop()
        self.aftermath.stop()
        self._errand.drop()
        self._session = self._draft = None
        self._trouble = ""
        self._asked.show(None)
        self.changed.emit()

    @Slot(str)
    def agree(self, step: str) -> None:
        session, terminal = self._session, self._stage.terminal
        if session and step == self.step_key():
            self._run(lambda: terminal.agree(session, step))

    @Slot(str, str)
    def choose(self, step: str, value: str) -> None:
        self._answer(step, {step: value})

    @Slot(str)
    def fill(self, step: str) -> None:
        self._answer(step, self._asked.entered())

    @Slot()
    def back(self) -> None:
        if self._session is None or not self._may_go_back():
            return
        if self._session.can_go_back:
            self._show(self._session.back())
        else:
            self.left.emit()

    @Slot(str)
    def revise(self, step: str) -> None:
        if self._session and not self._errand.running and not self.aftermath.page_name():
            self._show(self._session.revise(step))

    @Slot()
    def resume(self) -> None:
        draft, self._draft = self._draft, None
        if draft:
            self._show(draft)

    @Slot()
    def fresh(self) -> None:
        session, self._draft = self._session, None
        if session:
            self._drafts.drop(session)
            self._enter()

    @Slot()
    def goOn(self) -> None:
        """Without what the platform might still say: it is asked of the person instead."""
        if self._errand.running and self.page_name() != "Review":
            self._errand.drop()
            self._enter()

    @Slot(str)
    def submit(self, step: str) -> None:
        """提交申请, once: while it runs, and after it stands, it takes no second tap."""
        session, terminal, language = self._session, self._stage.terminal, self._stage.wording.language
        if session is None or self.aftermath.page_name() or not isinstance(session.step, Review):
            return
        if step == session.step.key:

            def file() -> Filing:
                return terminal.file(session, language)

            if self._errand.run(file, self._filed, self._not_filed, holds=True):
                self._asked.complain({})
                self._say("")

    def _with_card(self, session: Session) -> None:
        if session.flow.item == collection.ITEM:
            self._show(session)
        else:
            self._drafts.look(session)

    def _with_draft(self, session: Session, draft: Session | None) -> None:
        self._draft = None if session.stop else draft
        self._show(session)

    def _with_phone(self, session: Session) -> None:
        self._stage.idle.touch()  # whoever holds the phone is here, though no finger touched the glass
        self._session, terminal = session, self._stage.terminal
        if session.flow.item == collection.ITEM:
            self.aftermath.collect(session)
        else:
            self._run(lambda: terminal.prefill(session))

    def _answer(self, step: str, values: dict[str, str]) -> None:
        if self._session is None or self._errand.running:
            return
        try:
            session = self._session.answer(step, values)
        except AnswerError as error:
            self._asked.complain(error.says)
            self.changed.emit()
            return
        self._show(session)

    def _may_go_back(self) -> bool:
        session = self._session
        if session is None or self.aftermath.page_name() or self._errand.running:
            return False
        return session.can_go_back or not self.of_person

    def _run(self, work: Callable[[], Session]) -> None:
        if self._errand.run(work, self._go, self._fail):
            self.changed.emit()

    def _fail(self, error: Exception) -> None:
        self._say("trouble")

    def _say(self, key: str) -> None:
        self._trouble = self._stage.wording.say(key) if key else ""
        self.changed.emit()

    def _filed(self, filing: Filing) -> None:
        if self._session:
            self._drafts.stop()
            self.aftermath.filed(self._session, filing)

    def _not_filed(self, error: Exception) -> None:
        if isinstance(error, GateError):
            self._asked.complain({block.cause.value: block.says for block in error.blocks})
            self.changed.emit()
        else:
            self._say("not_kept" if isinstance(error, KeepingError) else "trouble")

    def _show(self, session: Session) -> None:
        """What an answer led to; the same session again is a double tap."""
        if session is not self._session:
            self._go(session)

    def _go(self, session: Session) -> None:
        self._session = session
        if session.applicant and session.answers and session.flow.item != collection.ITEM:
            self._drafts.save(session)
        self._enter()

    def _enter(self) -> None:
        """The page of the step at hand; its device work begins, that of any other ends."""
        self._card.stop()
        self._phone.stop()
        self._trouble = ""
        self._asked.show(self._session)
        self.changed.emit()
        page = self.page_name()
        if self._session and page == "ReadCard":
            self._card.start(self._session)
        elif self._session and page == "ConfirmByPhone":
            self._phone.start(self._session)

"""What the screen sees of a session: which page it is on, and what a finger can do there.

Answers name the step that they were given to, and each purpose runs one call at a time: a double tap
changes nothing, whatever the buttons do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui import paying_view
from kiosk.ui.confirming import PAGES
from kiosk.ui.session_parts import SessionParts
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.session import Session
    from kiosk.model import Filing

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

# Pages that show nothing personal.
_PUBLIC = ("", "Notice", "ReadCard", *PAGES, "Stop", paying_view.PAGE, "Rating")


@QmlElement
class SessionView(SessionParts):
    changed = Signal()
    left = Signal()  # back from the first page, before anything personal was known
    finished = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._draft: Session | None = None
        self._confirmed: Session | None = None  # the same with its confirmation, until it is filled in
        self._trouble = ""  # what it is called: said in the language of the moment
        self._shown = ("", "", "")  # page, step and place of the material that the screen was last told of
        for part in (self._materials, self._signing, self._submission, self._drafts, self.aftermath):
            part.changed.connect(self.changed)
        stage.wording.changed.connect(self.changed)
        self._card.read.connect(self._with_card)
        self._confirming.confirmed.connect(self._with_confirmation)
        self._confirming.chosen.connect(self._enter)
        self._entries_view.moved.connect(self._show)
        self.acting.moved.connect(self._show)
        self._materials.moved.connect(self._show)
        self._materials.failed.connect(self._fail)
        self._party.moved.connect(self._show)
        self._party.chosen.connect(self._enter)
        self._signing.signed.connect(self._show)
        self._signing.refused.connect(self._fail)
        self._paying.settled.connect(self._show)
        self._visit.settled.connect(self._show)
        self._visit.moved.connect(self.changed)
        self._submission.begun.connect(self._submitted)
        self._submission.filed.connect(self._filed)
        self._submission.failed.connect(self._not_filed)
        self._drafts.looked.connect(self._with_draft)
        self._drafts.filed.connect(self._with_filing)
        self.aftermath.finished.connect(self.finished)

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
        return "Final" if self._submission.asked() else self._page_of_step(session)

    def shows_person(self) -> bool:
        return self.page_name() not in _PUBLIC

    @Property(str, notify=changed)
    def page(self) -> str:
        """Names the QML file: a step kind, or what surrounds the steps."""
        return self.page_name()

    @Property(str, notify=changed)
    def badge(self) -> str:
        return self.badge_text()

    @Property(bool, notify=changed)
    def canGoBack(self) -> bool:
        return self.may_go_back()

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        return self.running()

    @Property(str, notify=changed)
    def trouble(self) -> str:
        """One sentence when something could not be done; the session stands as it was."""
        return self._stage.wording.say(self._trouble) if self._trouble else ""

    @Property(bool, notify=changed)
    def notKept(self) -> bool:
        """What was answered could not be saved here: leaving loses it."""
        return self._drafts.failed

    @Slot(object)
    def begin(self, session: Session) -> None:
        if self._session is None and session.applicant:  # the card was read before
            self._with_card(session)
        else:
            self._show(session)

    def end(self) -> None:
        """Nobody is here any more."""
        self._stop()
        self._session = self._draft = self._confirmed = None
        self._trouble = ""
        self._shown = ("", "", "")
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
        if self._session is None or not self.may_go_back():
            return
        if self._submission.asked():
            self._submission.reconsider()
        elif part := self._beside():
            part.back()
        elif self._session.can_go_back:
            self._show(self._session.back())
        else:
            self.left.emit()

    @Slot(str)
    def revise(self, step: str) -> None:
        if self._session and not self._held() and not self.aftermath.page_name():
            material = step.removeprefix("material.")  # whose way is chosen anew: not a step
            session = self._session
            self._show(session.revise(step) if material == step else session.reconsider(material))

    @Slot()
    def resume(self) -> None:
        draft, self._draft = self._draft, None
        if draft:
            self._show(draft)

    @Slot()
    def fresh(self) -> None:
        session, draft, self._draft = self._session, self._draft, None
        if session and draft:
            self._session = self._stage.terminal.payments.carried(draft, session)
            self._drafts.renew(session, self._session)
            self._enter()

    @Slot()
    def goOn(self) -> None:
        """Without what the platform might still say: it is asked of the person instead."""
        if self._confirmed and self._errand.running:
            self._errand.drop()
            self._without_prefill(None)

    @Slot(object)
    def _with_card(self, session: Session) -> None:
        if not self._collects(session):
            self._drafts.look(session)
        else:
            (self._show if session.step else self._collect)(session)

    @Slot(object, object)
    def _with_draft(self, session: Session, draft: Session | None) -> None:
        self._draft = None if session.stop else draft
        self._show(session)

    @Slot(object, object)
    def _with_filing(self, session: Session, filing: Filing) -> None:
        """Paid and filed before the power went: where it stands, and its slip, once."""
        self._session = session
        self._filed((session, filing))

    @Slot(object)
    def _with_confirmation(self, session: Session) -> None:
        self._stage.idle.touch()  # whoever holds the phone is here, though no finger touched the glass
        terminal = self._stage.terminal
        if self._collects(session):
            return self._collect(session)
        self._confirmed = session
        if self._errand.run(lambda: terminal.prefill(session), self._go, self._without_prefill):
            self.changed.emit()

    def _without_prefill(self, error: Exception | None) -> None:
        """What could not be fetched is asked of the person."""
        if self._confirmed:
            self._go(self._confirmed)

    def _answer(self, step: str, values: dict[str, str]) -> None:
        from kiosk.flows.taking import AnswerError

        if self._session is None or self._errand.running:
            return
        try:
            session = self._session.answer(step, values)
        except AnswerError as error:
            self._asked.complain(error.says)
            self.changed.emit()
            return
        self._show(session)

    def _run(self, work: Callable[[], Session]) -> None:
        if self._errand.run(work, self._go, self._fail):
            self.changed.emit()

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self._say("trouble")

    def _say(self, key: str) -> None:
        self._trouble = key
        self.changed.emit()

    @Slot()
    def _submitted(self) -> None:
        self._asked.complain({})
        self._say("")

    @Slot(object)
    def _filed(self, filed: tuple[Session, Filing]) -> None:
        self._drafts.stop()
        self.aftermath.filed(*filed)

    @Slot(object)
    def _not_filed(self, error: Exception) -> None:
        from kiosk.terminal.words import GateError, KeepingError

        session = self._session
        if isinstance(error, GateError):
            if session and session.today != (today := self._stage.terminal.clock().date()):
                self._go(replace(session, today=today))  # what stops them since midnight has a page
            self._asked.complain({block.cause.value: block.says for block in error.blocks})
            self.changed.emit()
        else:
            self._say("not_kept" if isinstance(error, KeepingError) else "trouble")

    @Slot(object)
    def _show(self, session: Session) -> None:
        """What an answer led to; the same session again is a double tap."""
        if session is not self._session:
            self._go(session)

    def _go(self, session: Session) -> None:
        self._session, self._confirmed = session, None
        self._enter()
        if session.applicant and session.answers and not self._collects(session):
            self._drafts.save(session)  # once the page is made: its thread would only be in the way

    @Slot()
    def _enter(self) -> None:
        """The page of the step at hand; its device work begins, that of any other ends.

        The page is swapped first: one that is new knows everything already, and one that goes need not.
        """
        before = self._shown
        self._card.stop()
        self._confirming.take(self._session)
        self._party.take(self._session)
        self._trouble = ""
        self._asked.take(self._session)
        self._signing.stop()
        self.acting.stop()
        self._paying.stop()
        self._visit.stop()
        self._submission.take(self._session)
        self._entries_view.show(self._session)
        self._materials.show(self._session)
        page = self.page_name()
        self._shown = (page, self.step_key(), self.material_place())
        self.changed.emit()
        if self._shown == before:
            self._asked.tell()
            self._submission.changed.emit()
        if self._session:
            self._take_up(page, self._session)

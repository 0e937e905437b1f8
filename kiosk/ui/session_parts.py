"""The views through which a session is seen, each for one kind of page, and how all of them let go of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject
from PySide6.QtQml import QmlElement

from kiosk.ui import collection, paying_view, reservation
from kiosk.ui.acting_view import ActingView
from kiosk.ui.aftermath import Aftermath
from kiosk.ui.card_reading import CardReading
from kiosk.ui.confirming import PAGES, Confirming
from kiosk.ui.draft_keeping import DraftKeeping
from kiosk.ui.entries_view import EntriesView
from kiosk.ui.materials_view import MaterialsView
from kiosk.ui.party_view import PAGES as PARTY_PAGES
from kiosk.ui.party_view import PartyView
from kiosk.ui.paying_view import PayingView
from kiosk.ui.phone_confirming import PhoneConfirming
from kiosk.ui.signing_view import SigningView
from kiosk.ui.stage import Stage
from kiosk.ui.step_view import StepView
from kiosk.ui.submission import Submission
from kiosk.ui.visit_view import PAGE as VISIT
from kiosk.ui.visit_view import VisitView
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.flows.session import Session

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class SessionParts(QObject):
    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)
        self._asked = StepView(stage)
        self._card = CardReading(stage)
        self._confirming = Confirming(stage)
        self._phone = self._confirming.phone
        self._entries_view = EntriesView(stage)
        self.acting = ActingView(stage)
        self._materials = MaterialsView(stage)
        self._party = PartyView(stage)
        self._signing = SigningView(stage)
        self._paying = PayingView(stage)
        self._visit = VisitView(stage)
        self._submission = Submission(stage)
        self._drafts = DraftKeeping(stage)
        self.aftermath = Aftermath(stage)

    def badge_text(self) -> str:
        person = self._session.applicant if self._session else None
        return person.masked_name if person else ""

    def step_key(self) -> str:
        step = self._session.step if self._session else None
        return step.key if step else ""

    def standing(self) -> dict[str, str]:
        """The fields of the form at hand, blank, filled or wrong."""
        return self._asked.standing()

    def material_place(self) -> str:
        """What is asked where one page asks for several things."""
        return self.aftermath.place() or self._visit.place() or self._materials.place_name()

    @property
    def of_person(self) -> Session | None:
        """The session, once a card was read."""
        return self._session if self._session and self._session.applicant else None

    def running(self) -> bool:
        """Something is asked, made, sent or printed: the page takes no answer just now."""
        asking = self._materials.running() or self._signing.running()
        return self._held() or asking or self.aftermath.running()

    def _held(self) -> bool:
        """What was begun for this page must end before the person goes anywhere else."""
        busy = self._errand.running or self._confirming.running() or self._party.running()
        busy = busy or self.acting.running()
        return busy or self._visit.running() or self._submission.running() or self._signing.saving()

    def may_go_back(self) -> bool:
        session = self._session
        if session is None or self.aftermath.page_name() or self._held() or self._paying.is_paid():
            return False
        return session.can_go_back or self._beside() is not None or not self.of_person

    def _page_of_step(self, session: Session) -> str:
        """Its kind, or what stands for it: a material at hand, another way to confirm."""
        kind = session.step.kind if session.step else ""
        if kind == "Materials":
            from kiosk.ui import ladder

            return ladder.page(session)
        if kind == PARTY_PAGES[0]:
            return self._party.page_name()
        return self._confirming.page_name() if kind == PAGES[0] else kind

    def _collects(self, session: Session) -> bool:
        """取件 and 预约取号 file nothing: no draft is looked for, and none is kept."""
        return session.flow.item in (collection.ITEM, reservation.ITEM)

    def _collect(self, session: Session) -> None:
        """Who they are is known as far as it has to be."""
        self._session = session
        self.aftermath.collect(session)

    def others_wanted(self) -> bool:
        """Cards of other people are wanted just now."""
        return self._party.at_hand

    def _beside(self) -> Confirming | PartyView | None:
        """What shows another page than that of the step, and goes back to it."""
        return next((part for part in (self._confirming, self._party) if part.elsewhere), None)

    def _take_up(self, page: str, session: Session) -> None:
        """The device work of the page begins; that of any other has ended."""
        if page == "ReadCard":
            self._card.start(session)
        elif page in PAGES:
            self._confirming.start(session)
        elif page in PARTY_PAGES:
            self._party.start(session)
        elif page == "ActFor":
            self.acting.start(session)
        elif page == "Sign":
            self._signing.start(session, self._party.signer, self._party.signer_name())
        elif page == VISIT:
            self._visit.start(session)
        elif page == paying_view.PAGE:
            self._paying.start(session)

    def _stop(self) -> None:
        """Lets go of person and devices, as far as a process can that still runs."""
        self._card.stop()
        self._confirming.forget()
        self._entries_view.show(None)
        self._materials.show(None)
        self._party.stop()
        self.acting.stop()
        self._signing.stop()
        self._paying.stop()
        self._visit.stop()
        self._submission.stop()
        self._drafts.stop()
        self.aftermath.stop()
        self._errand.drop()
        self._asked.show(None)

    @Property(StepView, constant=True)
    def asked(self) -> StepView:
        return self._asked

    @Property(CardReading, constant=True)
    def card(self) -> CardReading:
        return self._card

    @Property(Confirming, constant=True)
    def confirming(self) -> Confirming:
        return self._confirming

    @Property(PhoneConfirming, constant=True)
    def phone(self) -> PhoneConfirming:
        return self._phone

    @Property(EntriesView, constant=True)
    def entries(self) -> EntriesView:
        return self._entries_view

    @Property(ActingView, constant=True)
    def actFor(self) -> ActingView:
        return self.acting

    @Property(MaterialsView, constant=True)
    def materials(self) -> MaterialsView:
        return self._materials

    @Property(PartyView, constant=True)
    def party(self) -> PartyView:
        return self._party

    @Property(SigningView, constant=True)
    def signing(self) -> SigningView:
        return self._signing

    @Property(PayingView, constant=True)
    def paying(self) -> PayingView:
        return self._paying

    @Property(VisitView, constant=True)
    def visit(self) -> VisitView:
        return self._visit

    @Property(Submission, constant=True)
    def submission(self) -> Submission:
        return self._submission

    @Property(Aftermath, constant=True)
    def after(self) -> Aftermath:
        return self.aftermath

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

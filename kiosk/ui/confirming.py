"""The second factor: by phone unless it is done in another way, each a view and a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.face_confirming import FaceConfirming
from kiosk.ui.phone_confirming import PhoneConfirming
from kiosk.ui.social_confirming import SocialConfirming
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.definition import ConfirmByPhone
    from kiosk.flows.session import Session

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

PHONE, SOCIAL, FACE = "ConfirmByPhone", "SocialCard", "Face"  # the pages; the first is that of the step
PAGES = (PHONE, SOCIAL, FACE)


@QmlElement
class Confirming(QObject):
    changed = Signal()
    chosen = Signal()  # another way: another page
    confirmed = Signal(object)  # the session with the confirmation, or with its deferral

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._page = PHONE
        self._offered = ""  # the session whose person was asked whether they want it by face
        self.phone = PhoneConfirming(stage)
        self.social = SocialConfirming(stage)
        self.faces = FaceConfirming(stage)
        self.phone.confirmed.connect(self._take)
        self.social.confirmed.connect(self._take)
        self.faces.confirmed.connect(self._take)
        self.faces.declined.connect(self.byPhone)
        self.phone.changed.connect(self.changed)  # a reader may have come meanwhile

    def page_name(self) -> str:
        return self._page

    def running(self) -> bool:
        return self.social.running()

    def take(self, session: Session | None) -> None:
        """The step at hand begins anew. Whoever may confirm by face is asked first, and asked once."""
        self.stop()
        if session is None or _step(session) is None or session.id == self._offered:
            return
        self._offered = session.id
        here = self._stage.terminal.staff.is_here
        if here and self._page == PHONE and self._stage.terminal.faces.offered(session):
            self._page = FACE

    def start(self, session: Session) -> None:
        self._session, step = session, _step(session)
        if self._page == SOCIAL and step is not None:
            self.social.start(session, self._stage.wording.pick(step.purpose))
        elif self._page == FACE and step is not None:
            self.faces.start(session, self._stage.wording.pick(step.purpose))
        else:
            self.phone.start(session)
        self.changed.emit()

    def stop(self) -> None:
        self._session = None
        self.phone.stop()
        self.social.stop()
        self.faces.stop()

    def forget(self) -> None:
        self.stop()
        self._page, self._offered = PHONE, ""

    def back(self) -> bool:
        """From another way to the phone. Whether there was one."""
        if self._page == PHONE or self.running():
            return False
        self._choose(PHONE)
        return True

    @property
    def elsewhere(self) -> bool:
        """Another way than the phone is at hand."""
        return self._page != PHONE

    @Property(bool, notify=changed)
    def socialCard(self) -> bool:
        """A reader for social-security cards is ready."""
        from kiosk.terminal.words import missing

        ready = not missing(self._stage.terminal.devices(), SocialConfirming.KINDS)
        return self._session is not None and ready and self._stage.terminal.staff.is_here

    @Property(bool, notify=changed)
    def deferrable(self) -> bool:
        step = _step(self._session)
        return step is not None and step.deferrable

    @Property(SocialConfirming, constant=True)
    def card(self) -> SocialConfirming:
        return self.social

    @Property(FaceConfirming, constant=True)
    def face(self) -> FaceConfirming:
        return self.faces

    @Slot()
    def bySocialCard(self) -> None:
        if self._page == PHONE and self._session and self.phone.property("state") != "declined":
            self._choose(SOCIAL)

    @Slot()
    def byPhone(self) -> None:
        self.back()

    @Slot()
    def later(self) -> None:
        """Without any: the filing is taken, the result waits for the confirmation."""
        session, step = self._session, _step(self._session)
        if session and step and step.deferrable and not self.running():
            self._take(self._stage.terminal.defer_confirmation(session))

    def _choose(self, page: str) -> None:
        self._page = page
        self.chosen.emit()

    @Slot(object)
    def _take(self, session: Session) -> None:
        self.stop()
        self._page = PHONE
        self.confirmed.emit(session)


def _step(session: Session | None) -> ConfirmByPhone | None:
    from kiosk.flows.definition import ConfirmByPhone

    step = session.step if session else None
    return step if isinstance(step, ConfirmByPhone) else None

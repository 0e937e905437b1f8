"""The people of a group before the screen: who is wanted, whose card lies there, who signs, who is far away.

The list is a page of its own; whoever signs is brought to the form and the pad, and whoever is asked by phone
to a code. The cards come in any order, and no card changes whose session it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui import party_rows
from kiosk.ui.card_turns import CardTurns
from kiosk.ui.invitation_view import InvitationView
from kiosk.ui.qml_types import QVariantList
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.definition import Party
    from kiosk.flows.session import Session
    from kiosk.flows.session.party import Attendance, Presence
    from kiosk.model import IdentityCard

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

LIST, SIGN, INVITE = "Party", "Sign", "Invite"  # the pages; the first is that of the step
PAGES = (LIST, INVITE)  # where cards are read and phones are heard


@QmlElement
class PartyView(QObject):
    changed = Signal()
    chosen = Signal()  # another page of the same step
    moved = Signal(object)  # the session with what is known of somebody more

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._signer = ""  # number of the person before the pad
        self._says = ""
        self._cards = CardTurns(stage)
        self._cards.read.connect(self._take_card)
        self._cards.changed.connect(self._card_changed)
        self._invitation = InvitationView(stage)
        self._invitation.moved.connect(self.moved)
        self._invitation.chosen.connect(self.chosen)
        self._hearing = stage.errand()
        self._poll = QTimer(self)
        self._poll.setInterval(int(stage.patience.invitation * 1000))
        self._poll.timeout.connect(self._listen)
        stage.wording.changed.connect(self.changed)

    def page_name(self) -> str:
        if self._signer:
            return SIGN
        return INVITE if self._invitation.of else LIST

    def running(self) -> bool:
        return self._invitation.running()

    @property
    def at_hand(self) -> bool:
        """Other people's cards are wanted."""
        return self._session is not None

    @property
    def elsewhere(self) -> bool:
        """Another page than the list is at hand."""
        return self.page_name() != LIST

    @property
    def signer(self) -> str:
        """The number of the person before the pad; empty for whoever began."""
        return self._signer

    def signer_name(self) -> str:
        there = self._there(self._signer) if self._signer else None
        return party_rows.masked(there) if there else ""

    def take(self, session: Session | None) -> None:
        """Another session, or another step: who is before the pad stays there while they have to sign."""
        self._hearing.drop()
        self._poll.stop()
        self._session = session if session and party_rows.step(session) else None
        there = self._there(self._signer) if self._signer and self._session else None
        if there is None or there.presence != "present" or there.settled:
            self._signer = ""
        self._invitation.take(self._session)
        self._says = ""
        if self.page_name() != LIST or self._session is None:
            self._cards.stop()

    def start(self, session: Session) -> None:
        """The list or a code is at hand: cards are read, and phones are heard."""
        if self.page_name() == LIST and not session.is_done(self._step()):
            self._cards.start()
        else:
            self._cards.stop()
        if any(there.presence == "invited" for there in session.attendances(self._step())):
            self._poll.start()
        self.changed.emit()

    def stop(self) -> None:
        self._signer = ""
        self.take(None)

    @Slot(result=bool)
    def back(self) -> bool:
        """To the list. Whether it was left."""
        if not self.elsewhere or self.running():
            return False
        self._signer = ""
        self._invitation.close()
        self.chosen.emit()
        return True

    @Property(str, notify=changed)
    def state(self) -> str:
        """reading, failed: then again() tries once more, or done: nobody is waited for here."""
        if self._session and self._session.is_done(self._step()):
            return "done"
        return "failed" if self._cards.failed else "reading"

    @Property(str, notify=changed)
    def says(self) -> str:
        """One sentence about the card that was laid last."""
        return self._says

    @Property(str, notify=changed)
    def asks(self) -> str:
        """Whose card is waited for."""
        return party_rows.asks(self._session, self._stage.wording) if self._session else ""

    @Property(QVariantList, notify=changed)
    def rows(self) -> list[dict[str, Any]]:
        """Everybody of the list, masked, with where they stand and what may be done for them."""
        return party_rows.rows(self._session, self._stage.wording) if self._session else []

    @Property(bool, notify=changed)
    def voided(self) -> bool:
        """Something was changed after somebody had signed: they sign once more."""
        from kiosk.flows.session.party import voided

        return self._session is not None and voided(self._session)

    @Property(InvitationView, constant=True)
    def invitation(self) -> InvitationView:
        return self._invitation

    @Slot()
    def again(self) -> None:
        if self._session and self._cards.failed:
            self._say("")
            self._cards.start()

    @Slot(str)
    def sign(self, entry: str) -> None:
        """Somebody whose card was laid before signs (once more)."""
        there = self._of_entry(entry)
        if there and there.presence == "present" and not there.settled and not self.running():
            self._to_pad(there.number)

    @Slot(str)
    def invite(self, entry: str) -> None:
        """Asks somebody by phone; of who was asked already the code is shown again."""
        there, session = self._of_entry(entry), self._session
        if there and session and not self.elsewhere:
            self._invitation.open(session, self._step(), there.number)

    @Slot()
    def goOn(self) -> None:
        from kiosk.flows.session.party import gone_on

        if self._session and not self.running():
            self.moved.emit(gone_on(self._session, self._step().key))

    @Slot(object)
    def _take_card(self, card: IdentityCard) -> None:
        from kiosk.flows.session.party import PartyError

        session, step = self._session, self._step()
        if session is None:
            return
        self._stage.idle.touch()
        try:
            joined = self._stage.terminal.gathering.join(session, step, card)
        except PartyError as error:
            self._say(self._stage.wording.pick(error.says))
            self._cards.start()
            return
        if step.signs:
            self._signer = card.number
        if joined is session:
            self.chosen.emit()
        else:
            self.moved.emit(joined)

    def _to_pad(self, number: str) -> None:
        self._signer = number
        self.chosen.emit()

    @Slot()
    def _card_changed(self) -> None:
        if self._cards.says:
            self._say(self._cards.says)
        else:
            self.changed.emit()

    @Slot()
    def _listen(self) -> None:
        session, terminal = self._session, self._stage.terminal
        if session is not None:
            step = self._step()
            self._hearing.run(lambda: terminal.gathering.hear(session, step), self._hear, self._deaf)

    def _hear(self, found: tuple[tuple[str, Presence, str], ...]) -> None:
        session = self._session
        if session is None or not found:
            return
        self._stage.idle.touch()  # somebody far away is waited for, and has just answered
        for number, said, token in found:
            session = session.hear(self._step().key, number, said, token)
        self.moved.emit(session)

    def _deaf(self, error: Exception) -> None:
        """It is asked again."""

    def _say(self, says: str) -> None:
        self._says = says
        self.changed.emit()

    def _step(self) -> Party:
        step = party_rows.step(self._session) if self._session else None
        assert step is not None
        return step

    def _there(self, number: str) -> Attendance | None:
        session = self._session
        found = session.attendances(self._step()) if session else []
        return next((there for there in found if there.number == number), None)

    def _of_entry(self, entry: str) -> Attendance | None:
        session = self._session
        found = session.attendances(self._step()) if session else []
        return next((there for there in found if there.entry == entry), None)

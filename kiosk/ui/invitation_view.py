"""One person of a group is asked by phone: a code to scan or to send on, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui import party_rows, pictures
from kiosk.ui.stage import Stage
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.flows.definition import Party
    from kiosk.flows.session import Session
    from kiosk.flows.session.party import Attendance

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class InvitationView(QObject):
    changed = Signal()
    moved = Signal(object)  # the session with the invitation
    chosen = Signal()  # the page comes up

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._number = ""  # of the person whose page is up
        self._trouble = ""
        self._code = ""  # address of the picture
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)
        stage.wording.changed.connect(self.changed)

    def running(self) -> bool:
        return self._errand.running

    @property
    def of(self) -> str:
        return self._number

    def take(self, session: Session | None) -> None:
        """Another session: the page stays up while it is about somebody of it, and shows what came."""
        self._session = session
        if session is None or not self._there():
            self.close()
        else:
            self._draw()

    def open(self, session: Session, step: Party, number: str) -> None:
        self._session, self._number, self._trouble = session, number, ""
        terminal = self._stage.terminal
        if self._presence() in ("missing", "declined", "expired"):

            def ask() -> Session:
                return terminal.gathering.invite(session, step, number)

            self._errand.run(ask, self._asked, self._fail)
        self._draw()
        self.chosen.emit()

    def close(self) -> None:
        self._errand.drop()
        self._stage.pictures.drop(self._code)
        self._number = self._trouble = self._code = ""

    @Slot()
    def again(self) -> None:
        session, step = self._session, party_rows.step(self._session) if self._session else None
        if session and step and self._number and not self._errand.running:
            self.open(session, step, self._number)

    @Property(str, notify=changed)
    def state(self) -> str:
        """asking, invited, signed_by_phone, declined, expired; offline, no_phone, trouble: nobody was
        asked."""
        if self._trouble:
            return self._trouble
        return "asking" if self._errand.running else self._presence()

    @Property(str, notify=changed)
    def name(self) -> str:
        there = self._there()
        return party_rows.masked(there) if there else ""

    @Property(str, notify=changed)
    def code(self) -> str:
        """The address of the picture to scan."""
        return self._code

    @Property(str, notify=changed)
    def letters(self) -> str:
        """The short code that will stand on the slip, in two groups."""
        code = self._record().get("code", "")
        return f"{code[:4]} {code[4:]}" if code else ""

    @Property(str, notify=changed)
    def until(self) -> str:
        expires = self._record().get("expires_at", "")
        if not expires:
            return ""
        at = datetime.fromisoformat(expires).astimezone(self._stage.terminal.clock().tzinfo)
        return self._stage.wording.say("invite_until", at.month, at.day, f"{at:%H:%M}")

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    def _asked(self, session: Session) -> None:
        self._session = session
        self.moved.emit(session)

    def _fail(self, error: Exception) -> None:
        from kiosk.terminal.words import NoPhoneError, OfflineError

        known: dict[type[Exception], str] = {OfflineError: "offline", NoPhoneError: "no_phone"}
        self._trouble = known.get(type(error), "trouble")
        self.changed.emit()

    def _draw(self) -> None:
        url = self._record().get("url", "") if self._presence() == "invited" else ""
        self._stage.pictures.drop(self._code)
        self._code = self._stage.pictures.keep(pictures.code(url)) if url else ""
        self.changed.emit()

    def _presence(self) -> str:
        there = self._there()
        return there.presence.value if there else ""

    def _record(self) -> dict[str, str]:
        from kiosk.flows.session.party import people

        step = party_rows.step(self._session) if self._session else None
        if step is None or self._session is None:
            return {}
        return dict(people(step, self._session.facts).get(self._number, {}))

    def _there(self) -> Attendance | None:
        step = party_rows.step(self._session) if self._session else None
        if step is None or self._session is None:
            return None
        return next((t for t in self._session.attendances(step) if t.number == self._number), None)

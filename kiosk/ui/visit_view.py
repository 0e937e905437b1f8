"""The step of a matter that books: its times on tiles; what is chosen is held for the filing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.stage import Stage
from kiosk.ui.times_view import TimesView
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.flows.session import Session
    from kiosk.terminal.appointments import Start

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

PAGE = "Appointment"


@QmlElement
class VisitView(QObject):
    changed = Signal()
    moved = Signal()  # other tiles: another page, which does not take the second half of a double tap
    settled = Signal(object)  # the session, with its times or without

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._trouble = ""
        self._place = ""
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)
        self._times = TimesView(stage)
        self._times.chosen.connect(self._hold)
        self._times.changed.connect(self._look)
        stage.wording.changed.connect(self.changed)

    def running(self) -> bool:
        return self._errand.running

    def place(self) -> str:
        return self._place if self._session else ""

    @Property(TimesView, constant=True)
    def times(self) -> TimesView:
        return self._times

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    @Property(bool, notify=changed)
    def holding(self) -> bool:
        return self._errand.running

    @Property(str, notify=changed)
    def trouble(self) -> str:
        """Why nothing is held, where another time would not help."""
        return self._trouble

    @Property(bool, notify=changed)
    def deferrable(self) -> bool:
        from kiosk.flows.definition import Appointment

        step = self._session.step if self._session else None
        return isinstance(step, Appointment) and step.deferrable

    def start(self, session: Session) -> None:
        from kiosk.flows import appointment
        from kiosk.flows.definition import Appointment

        self.stop()
        step = session.step
        if isinstance(step, Appointment):
            self._session = session
            self._times.start(appointment.wanted(step, session.context))

    def stop(self) -> None:
        self._errand.drop()
        self._session, self._trouble, self._place = None, "", ""
        self._times.stop()

    @Slot()
    def back(self) -> None:
        """From the times of a day to the days."""
        self._times.back()

    @Slot()
    def later(self) -> None:
        """Without a line, or where nothing is free: a time is agreed on by phone."""
        session, terminal = self._session, self._stage.terminal
        if session and self.property("deferrable") and not self._errand.running:
            settled = terminal.booking.put_off(session, self._times.wanted)
            self.stop()
            self.settled.emit(settled)

    @Slot(object)
    def _hold(self, starts: tuple[Start, ...]) -> None:
        session, terminal, known = self._session, self._stage.terminal, self._times.services
        if session is None:
            return

        def hold() -> Session:
            return terminal.booking.hold_for(session, starts, known)

        if self._errand.run(hold, self._held, self._fail):
            self._trouble = ""
            self.changed.emit()

    def _held(self, session: Session) -> None:
        self.stop()
        self.settled.emit(session)

    def _fail(self, error: Exception) -> None:
        from kiosk.terminal.booking import NotBookedError
        from kiosk.terminal.words import OfflineError

        wording, phone = self._stage.wording, self._stage.terminal.site.phone
        if isinstance(error, NotBookedError) and error.why in ("slot-taken", "same-time"):
            self._times.refuse(error.why.replace("-", "_"))
        elif isinstance(error, NotBookedError):
            key = "already_booked" if error.why == "already-booked" else "other_why"
            self._trouble = wording.say(f"booking_{key}", phone)
        elif isinstance(error, OfflineError):
            self._trouble = wording.say("booking_offline_text")
        else:
            self._trouble = wording.say("trouble")
        self.changed.emit()

    @Slot()
    def _look(self) -> None:
        here = self._times.place()
        if self._session and here not in ("loading", self._place):
            self._place = here
            self.moved.emit()

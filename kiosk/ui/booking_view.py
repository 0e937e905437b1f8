"""预约取号: a service, a day, a time, and a slip; a queue number; what was booked, moved and given back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui import reservation
from kiosk.ui.background import Taker, Work
from kiosk.ui.booking_paper import BookingPaper
from kiosk.ui.qml_types import QVariantList
from kiosk.ui.stage import Stage
from kiosk.ui.times_view import TimesView
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.flows.session import Session
    from kiosk.terminal.appointments import Appointment, Service, Start, Ticket

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class BookingView(QObject):
    changed = Signal()
    moved = Signal()  # another question: another page, which does not take the second half of a double tap
    finished = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._wish = self._state = self._says = self._place = ""
        self._services: Mapping[str, Service] = {}
        self._mine: tuple[Appointment, ...] = ()
        self._told: Appointment | None = None
        self._ticket: Ticket | None = None
        self._last: Work | None = None
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)
        self._paper = BookingPaper(stage)
        self._times = TimesView(stage)
        self._times.chosen.connect(self._hold)
        self._times.left.connect(self._from_times)
        self._times.changed.connect(self._look)
        stage.wording.changed.connect(self.changed)

    def place(self) -> str:
        """Which question is at hand; while something is asked, still the one before."""
        return self._place

    def running(self) -> bool:
        return self._errand.running or self._paper.running()

    @Property(str, notify=changed)
    def state(self) -> str:
        """loading, services, times, held, booked, ticket, mine, one, cancelling (asked once more), cancelled,
        offline or trouble."""
        return self._state

    @Property(str, notify=changed)
    def says(self) -> str:
        """What stands in the way; else empty."""
        return self._says

    @Property(BookingPaper, constant=True)
    def paper(self) -> BookingPaper:
        return self._paper

    @Property(bool, notify=changed)
    def ticket(self) -> bool:
        """A number is wanted, no time."""
        return self._wish == reservation.TICKET

    @Property(TimesView, constant=True)
    def times(self) -> TimesView:
        return self._times

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    @Property(QVariantList, notify=changed)
    def tiles(self) -> list[dict[str, str]]:
        """Services, or what the person booked."""
        from kiosk.ui import booking_rows

        wording = self._stage.wording
        if self._state == "mine":
            return booking_rows.mine(self._mine, self._services, wording)
        if self._state != "services":
            return []
        return booking_rows.services(self._services, wording, tickets=self._wish == reservation.TICKET)

    @Property(QVariantList, notify=changed)
    def rows(self) -> list[dict[str, str]]:
        """What is known of the appointment or the number at hand: a drawing, a lead and a text."""
        from kiosk.ui import booking_rows

        wording = self._stage.wording
        if self._state == "ticket" and self._ticket:
            return booking_rows.ticket(self._ticket, self._services, wording)
        return booking_rows.appointment(self._told, self._services, wording) if self._told else []

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._ticket.number if self._ticket else ""

    @Property(str, notify=changed)
    def until(self) -> str:
        """Until when it is held."""
        return f"{self._told.expires_at:%H:%M}" if self._told else ""

    # --- what happens ---

    def start(self, session: Session) -> None:
        self._session = session
        self._wish = str(session.normal_answers.get(reservation.WISH, reservation.BOOK))
        terminal = self._stage.terminal
        mine = self._wish == reservation.MINE

        def load() -> tuple[dict[str, Service], tuple[Appointment, ...]]:
            known = {service.code: service for service in terminal.booking.services()}
            return known, terminal.booking.mine(session) if mine else ()

        self._run(load, self._loaded, "loading")

    def stop(self) -> None:
        self._errand.drop()
        self._paper.forget()
        self._times.stop()
        self._session = self._told = self._ticket = self._last = None
        self._mine, self._services = (), {}
        self._become("")

    @Slot(str)
    def choose(self, value: str) -> None:
        """A service, or one of what was booked."""
        from kiosk.terminal.booking import new_id

        if self._errand.running or value not in [tile["value"] for tile in self.property("tiles")]:
            return
        if self._state == "mine":
            self._told = next(one for one in self._mine if one.id == value)
            self._become("one")
        elif self._wish == reservation.TICKET:
            session, terminal, id = self._session, self._stage.terminal, new_id()
            assert session is not None
            self._run(lambda: terminal.booking.ticket(session, id, value), self._numbered, "loading")
        else:
            self._times.start([value])
            self._become("times")

    @Slot()
    def confirm(self) -> None:
        """确定预约, or 确定取消."""
        session, told, booking = self._session, self._told, self._stage.terminal.booking
        if session is None or told is None or self._errand.running:
            return
        if self._state == "held":
            self._run(lambda: booking.book(session, told), self._booked, "loading")
        elif self._state == "cancelling":
            self._run(lambda: booking.cancel(session, told), self._cancelled, "loading")

    @Slot()
    def move(self) -> None:
        """改时间: the times of the same services; the old one stays until the new one is there."""
        if self._state == "one" and self._told:
            self._times.start([time.service for time in self._told.times], self._told.id)
            self._become("times")

    @Slot()
    def cancel(self) -> None:
        if self._state == "one":
            self._become("cancelling")

    @Slot()
    def back(self) -> None:
        """One page back; what was held is let go by the next choice, or by itself."""
        if self._errand.running:
            return
        if self._state == "times":
            self._times.back()
        elif self._state == "held":
            self._times.again()
            self._become("times")
        elif self._state in ("one", "cancelling"):
            self._become("mine" if self._state == "one" else "one")

    @Slot()
    def again(self) -> None:
        """Once more what could not be asked; under the same id, so that nothing is booked twice."""
        if self._state in ("offline", "trouble") and self._last:
            self._last()

    @Slot()
    def finish(self) -> None:
        if not self._paper.running():
            self.finished.emit()

    # --- inside ---

    def _loaded(self, found: tuple[dict[str, Service], tuple[Appointment, ...]]) -> None:
        self._services, self._mine = found
        self._become("mine" if self._wish == reservation.MINE else "services")

    @Slot(object)
    def _hold(self, starts: tuple[Start, ...]) -> None:
        from kiosk.terminal.booking import new_id

        session, booking, told = self._session, self._stage.terminal.booking, self._told
        if session is None:
            return
        if self._wish == reservation.MINE and told is not None:
            self._run(lambda: booking.move(session, told, starts), self._booked, "loading")
        else:
            id = new_id()
            self._run(lambda: booking.hold(session, id, starts), self._held, "loading")

    @Slot()
    def _from_times(self) -> None:
        self._become("one" if self._wish == reservation.MINE else "services")

    def _held(self, told: Appointment) -> None:
        self._told = told
        self._become("held")

    def _booked(self, told: Appointment) -> None:
        self._told = told
        self._become("booked")
        self._paper.tell(self._session, self._services, told)

    def _cancelled(self, told: Appointment) -> None:
        self._told = told
        self._mine = tuple(one for one in self._mine if one.id != told.id)
        self._become("cancelled")
        self._paper.tell(self._session, self._services, told)

    def _numbered(self, ticket: Ticket) -> None:
        self._ticket = ticket
        self._become("ticket")
        self._paper.tell(self._session, self._services, ticket)

    def _run(self, work: Work, done: Taker, state: str) -> None:
        before = self._state

        def run() -> None:
            if self._errand.run(work, done, lambda error: self._fail(error, before)):
                self._become(state)

        self._last = run
        run()

    def _fail(self, error: Exception, before: str) -> None:
        from kiosk.terminal.booking import NotBookedError
        from kiosk.terminal.words import NotConfirmedError, OfflineError

        wording, phone = self._stage.wording, self._stage.terminal.site.phone
        if isinstance(error, OfflineError) and not isinstance(error, NotConfirmedError):
            self._become("offline", wording.say("booking_offline_text"))
        elif isinstance(error, NotBookedError) and before in ("times", "held") and error.why in _ANOTHER:
            self._become("times")
            self._times.refuse(error.why.replace("-", "_"))
        elif isinstance(error, NotBookedError):
            state = "services" if before in ("times", "services") else before
            key = "other_why" if error.why == "other" else error.why.replace("-", "_")
            self._become(state, wording.say(f"booking_{key}", phone))
        else:
            self._become("trouble", wording.say("trouble"))

    def _become(self, state: str, says: str = "") -> None:
        self._state, self._says = state, says
        self._look()
        self.changed.emit()

    @Slot()
    def _look(self) -> None:
        here = self._times.place() if self._state == "times" else self._state
        if here not in ("loading", self._place):
            self._place = here
            self.moved.emit()


_ANOTHER = ("slot-taken", "same-time")  # another time may do

"""The slip of an appointment or a number: printed, or said honestly not to be, with a code to photograph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui import pictures
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.session import Session
    from kiosk.model import SlipLine
    from kiosk.terminal.appointments import Appointment, Service, Ticket

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class BookingPaper(QObject):
    changed = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._job = self._state = self._says = self._code = ""
        self._lines: Sequence[SlipLine] = ()
        self._errand = stage.errand()

    def running(self) -> bool:
        return self._errand.running

    @Property(str, notify=changed)
    def state(self) -> str:
        """printing, printed, failed or unsure; empty before."""
        return self._state

    @Property(str, notify=changed)
    def says(self) -> str:
        return self._says

    @Property(str, notify=changed)
    def code(self) -> str:
        """The address of the picture of the code that the slip holds; empty where it holds none."""
        return self._code

    def tell(self, session: Session | None, known: Mapping[str, Service], told: Appointment | Ticket) -> None:
        """Prints what is true of it; the same is printed once."""
        from kiosk.terminal import booking_slip
        from kiosk.terminal.appointments import Ticket

        if session is None or session.applicant is None:
            return
        name, language = session.applicant.masked_name, self._stage.wording.language
        paper = booking_slip.Paper(name, self._stage.terminal.number, language)
        if isinstance(told, Ticket):
            self._lines = booking_slip.ticket(told, known[told.service], paper)
            self._job, code = f"ticket:{told.id}:{told.ahead}", ""
        else:
            self._lines = booking_slip.appointment(told, known, paper)
            self._job = f"appointment:{told.id}:{told.state}:{told.times[0].start:%m%d%H%M}"
            code = f"kiosk:appointment:{told.code}" if told.state == "booked" else ""
        self._code = self._stage.pictures.keep(pictures.code(code)) if code else ""
        self._become("")
        self.print()

    def forget(self) -> None:
        self._errand.drop()
        self._lines, self._code = (), ""
        self._become("")

    @Slot()
    def print(self) -> None:
        terminal, job, lines = self._stage.terminal, self._job, self._lines
        if not lines or self._state in ("printing", "printed"):
            return

        def run() -> None:
            terminal.booking.print(job, lines)

        if self._errand.run(run, self._printed, self._unprinted, holds=True):
            self._become("printing")

    def _printed(self, nothing: None) -> None:
        self._become("printed")

    def _unprinted(self, error: Exception) -> None:
        from kiosk.model import DeviceError

        wording = self._stage.wording
        if isinstance(error, DeviceError):
            unsure = error.fault.code == "print.unconfirmed"
            self._become("unsure" if unsure else "failed", wording.fault(error))
        else:
            self._become("failed", wording.say("trouble"))

    def _become(self, state: str, says: str = "") -> None:
        self._state, self._says = state, says
        self.changed.emit()

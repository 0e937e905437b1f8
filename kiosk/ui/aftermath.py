"""What follows a filing, page by page: where it stands, the result, the slip, the rating."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui import reservation
from kiosk.ui.booking_view import BookingView
from kiosk.ui.idle import RATING
from kiosk.ui.outcome_view import OutcomeView
from kiosk.ui.progress_view import ProgressView
from kiosk.ui.rating_view import RatingView
from kiosk.ui.results_view import ResultsView
from kiosk.ui.slip_view import SlipView
from kiosk.ui.stage import Stage
from kiosk.ui.withdrawal_view import WithdrawalView

if TYPE_CHECKING:
    from kiosk.flows.session import Session
    from kiosk.model import Filing

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Aftermath(QObject):
    changed = Signal()
    finished = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._page = self._wanted = ""
        self._session: Session | None = None
        self._outcome = OutcomeView(stage)
        self._results = ResultsView(stage)
        self._slip = SlipView(stage)
        self._rating = RatingView(stage)
        self._withdrawal = WithdrawalView(stage)
        self._progress = ProgressView(stage)
        self._booking = BookingView(stage)
        self._booking.finished.connect(self.finished)
        self._booking.moved.connect(self.changed)
        self._outcome.ready.connect(self._fetch)
        self._results.opened.connect(self._show_result)
        self._results.handed.connect(self._handed)
        self._rating.done.connect(self.finished)
        self._slip.taken.connect(self.toRating)

    def page_name(self) -> str:
        """Outcome, Results, Preview, Withdraw, Progress, Slip, Rating, Booking; empty before any of them."""
        return self._page

    def place(self) -> str:
        """The question at hand where one page asks several; else empty."""
        return self._booking.place() if self._page == "Booking" else ""

    def running(self) -> bool:
        """Something is being sent, fetched or printed: the page takes no answer just now."""
        if self._page in ("Withdraw", "Booking"):
            return self._withdrawal.running() or self._booking.running()
        return self._page in ("Outcome", "Results", "Preview", "Slip") and (
            self._outcome.awaited() or self._results.running() or self._slip.running()
        )

    @property
    def filing(self) -> Filing | None:
        return self._outcome.filing

    @property
    def status(self) -> str:
        outcome = self._outcome.outcome
        return outcome.status.value if outcome else ""

    @Property(OutcomeView, constant=True)
    def outcome(self) -> OutcomeView:
        return self._outcome

    @Property(ResultsView, constant=True)
    def results(self) -> ResultsView:
        return self._results

    @Property(SlipView, constant=True)
    def slip(self) -> SlipView:
        return self._slip

    @Property(WithdrawalView, constant=True)
    def withdrawal(self) -> WithdrawalView:
        return self._withdrawal

    @Property(ProgressView, constant=True)
    def progress(self) -> ProgressView:
        return self._progress

    @Property(BookingView, constant=True)
    def booking(self) -> BookingView:
        return self._booking

    @Property(RatingView, constant=True)
    def rating(self) -> RatingView:
        return self._rating

    @Property(str, notify=changed)
    def delivery(self) -> str:
        """How the person wanted the result: print, phone or later; empty where it was not asked."""
        return self._delivery()

    def _delivery(self) -> str:
        from kiosk.flows import handling

        chosen = handling.delivery(self._session) if self._session else None
        return chosen.value if chosen else ""

    @Property(str, notify=changed)
    def afterwards(self) -> str:
        """What happens next, by the item's own words; empty where it says nothing, or is decided at once."""
        from kiosk.flows import handling

        session = self._session
        if session is None or handling.at_once(session):
            return ""
        return self._stage.wording.pick(session.flow.afterwards)

    @Property(bool, notify=changed)
    def certificate(self) -> bool:
        """A document comes of it that is printed."""
        return self._session is not None and self._session.flow.type == "certificate"

    @Property(bool, notify=changed)
    def hasFiling(self) -> bool:
        return self._outcome.filing is not None

    @Property(bool, notify=changed)
    def resultDeferred(self) -> bool:
        """A certificate that is made once the person has confirmed: at any terminal, later."""
        session = self._session
        return session is not None and session.flow.type == "certificate" and not _confirmed(session)

    def filed(self, session: Session, filing: Filing) -> None:
        from kiosk.flows import handling

        self._session = session
        certificate = session.flow.type == "certificate" and handling.at_once(session)
        self._outcome.start(filing, expects_result=certificate and _confirmed(session))
        self._become("Outcome")

    def collect(self, session: Session) -> None:
        """取件: the person's results, without a filing; or 预约取号."""
        self._session = session
        if session.flow.item == reservation.ITEM:
            self._booking.start(session)
            self._become("Booking")
            return
        self._results.load(session, number=self._wanted)
        self._become("Results")

    def want(self, number: str) -> None:
        """Of which filing the result is wanted once the person has proved who they are; empty: of any."""
        self._wanted = number

    def pick(self, number: str) -> None:
        """A code was held under the scanner before the list of results."""
        if self._session and self._page == "Results" and not self.filing and not self._results.running():
            self._results.load(self._session, number=number)

    def stop(self) -> None:
        self._outcome.forget()
        self._results.stop()
        self._slip.forget()
        self._rating.forget()
        self._withdrawal.forget()
        self._progress.forget()
        self._booking.stop()
        self._session = None
        self._page = self._wanted = ""

    @Slot()
    def toSlip(self) -> None:
        session, filing, outcome = self._session, self._outcome.filing, self._outcome.outcome
        if session is None or self._page not in ("Outcome", "Preview") or self._results.printing():
            return
        self._results.let_go()
        if filing is None or outcome is None:  # 取件 has no slip
            self.finished.emit()
            return
        self._become("Slip")
        self._slip.start(session, filing, outcome)

    @Slot()
    def toList(self) -> None:
        if self._page == "Preview" and not self.filing and not self._results.running():
            self._results.close()
            self._become("Results")

    @Slot(str)
    def withdraw(self, id: str) -> None:
        """What lies in the list by this id, to be taken back."""
        matter = self._results.matter(id)
        if self._session and matter and self._page == "Results" and not self._results.running():
            self._withdrawal.start(self._session, matter)
            self._become("Withdraw")

    @Slot(str)
    def follow(self, id: str) -> None:
        """How far the departments are with what lies in the list by this id."""
        matter = self._results.matter(id)
        if self._session and matter and self._page == "Results" and not self._results.running():
            self._progress.start(self._session, matter)
            self._become("Progress")

    @Slot()
    def fromProgress(self) -> None:
        if self._page == "Progress" and self._session:
            self._progress.forget()
            self._become("Results")
            self._results.load(self._session)

    @Slot()
    def fromWithdrawal(self) -> None:
        """Back to the list, as it is by now."""
        if self._page == "Withdraw" and not self._withdrawal.running() and self._session:
            self._withdrawal.forget()
            self._become("Results")
            self._results.load(self._session)

    @Slot()
    def toRating(self) -> None:
        filing = self._outcome.filing
        if self._page == "Slip" and filing and not self._slip.running():
            self._outcome.stop()
            if not self._stage.terminal.staff.is_here:  # nobody is here who could say how it was
                self.finished.emit()
                return
            self._rating.start(filing)
            self._stage.idle.start(RATING)
            self._become("Rating")

    @Slot()
    def finish(self) -> None:
        """Enough: the list of results is left."""
        if self._page in ("Results", "Preview") and not self._results.running():
            self.finished.emit()

    @Slot()
    def _fetch(self) -> None:
        session, filing = self._session, self._outcome.filing
        if session and filing and self._page == "Outcome" and self._delivery() != "later":
            self._results.load(session, filing.id)

    @Slot()
    def _show_result(self) -> None:
        if self._page in ("Outcome", "Results"):
            self._become("Preview")

    @Slot()
    def _handed(self) -> None:
        if self.filing:
            self.toSlip()

    def _become(self, page: str) -> None:
        self._page = page
        self.changed.emit()


def _confirmed(session: Session) -> bool:
    return session.facts.get("confirmation", {}).get("state") == "confirmed"

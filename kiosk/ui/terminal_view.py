"""What the screen sees of the terminal: which page is up, how it reads, when it is covered, the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui import collection, reservation
from kiosk.ui.card_watch import CardWatch
from kiosk.ui.code_watch import PAPER
from kiosk.ui.page_names import ASIDE, FRONT
from kiosk.ui.presentation import Presentation
from kiosk.ui.qml_types import QVariantMap
from kiosk.ui.session_view import SessionView
from kiosk.ui.stage import Stage
from kiosk.ui.terminal_parts import TerminalParts

if TYPE_CHECKING:
    from kiosk.flows.session import Session

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class TerminalView(TerminalParts):
    changed = Signal()
    spoken = Signal()  # another language
    over = Signal()  # the session has ended, and nothing of it may stay

    def __init__(self, stage: Stage, session: SessionView, fit: float = 1.0) -> None:
        super().__init__(stage, session)
        self._aside = ""
        self._beginning = stage.errand()
        front = stage.front
        self.display = Presentation(stage.wording, stage.idle, front.mm_per_px / fit, front.bottom_edge_mm)
        self._cards = CardWatch(stage)
        self._cards.seen.connect(self._other_card)
        self._cards.gone.connect(self._other_card_gone)
        self._machine.calls.pressed.connect(self._called)
        self._machine.codes.scanned.connect(self._pick_up)
        self.papers.shown.connect(self._paper_shown)
        self._machine.codes.licence.connect(session.acting.scan)
        self.changed.connect(self._attend)
        session.left.connect(self.home)
        session.finished.connect(self._finish)
        session.changed.connect(self._session_changed)
        stage.idle.changed.connect(self._idle_changed)
        stage.idle.ended.connect(self._idle_over)
        self._departure.changed.connect(self.changed)
        self._departure.over.connect(self.over)
        stage.wording.changed.connect(self.changed)
        stage.wording.changed.connect(self.spoken)
        self.behind.changed.connect(self._session_changed)
        self.clerk.begun.connect(self._begin)
        self.clerk.carried.connect(session.begin)
        self.clerk.left.connect(self._reset)
        self.carer.left.connect(self._reset)

    def page_name(self) -> str:
        if self._departure.begun:
            return "Leaving"
        return self._aside or self.behind.page_name() or self._session.page_name() or "Home"

    def leaving(self) -> str:
        return self._departure.how_far()

    def covered(self) -> bool:
        return self._cover() != ""

    def busy(self) -> bool:
        return self._departure.begun or self._beginning.running or self._session.running()

    @Property(str, notify=changed)
    def page(self) -> str:
        return self.page_name()

    @Property(str, notify=changed)
    def file(self) -> str:
        """The QML file of the page: a step kind has its own folder."""
        return self._file()

    @Property(str, notify=changed)
    def place(self) -> str:
        """The page, the step on it, the material at hand: another question is another page, also where the
        kind is the same. It changes once, when all three are what they will be."""
        return (
            f"{self._file()}#{self._session.step_key() or self.behind.place}#{self._session.material_place()}"
        )

    def _file(self) -> str:
        page = self.page_name()
        if not self._session.page_name():
            return f"pages/{page}.qml"
        from kiosk.flows.definition import STEP_KINDS

        return f"{'steps' if page in STEP_KINDS else 'pages'}/{page}.qml"

    @Property(str, notify=changed)
    def language(self) -> str:
        return self._stage.wording.language

    @Property(int, constant=True)
    def settle(self) -> int:
        """Milliseconds in which a new page does not take the second half of a double tap."""
        return int(self._stage.patience.settle * 1000)

    @Property(QVariantMap, notify=spoken)
    def words(self) -> dict[str, str]:
        return self._stage.wording.all()

    @Property(Presentation, constant=True)
    def presentation(self) -> Presentation:
        return self.display

    @Property(str, notify=changed)
    def curtain(self) -> str:
        """ "", curtain or warning."""
        return self._cover()

    @Property(int, notify=changed)
    def secondsLeft(self) -> int:
        return self._stage.idle.seconds_left

    # --- home ---

    @Slot(str)
    def start(self, item: str) -> None:
        if self.page_name() in FRONT and self._machine.offers(item):
            self._beginning.run(lambda: self._stage.terminal.begin(item), self._begin, self._not_begun)

    @Slot(str)
    def collect(self, item: str) -> None:
        self._collect("", item)

    def _collect(self, number: str, item: str = collection.ITEM) -> None:
        """`number`: of the filing whose result is wanted, where a code said so."""
        if self.page_name() == "Home":
            self._session.aftermath.want(number)
            flow = reservation.made(item, self._stage.wording.texts)
            self._beginning.run(lambda: self._stage.terminal.begin_flow(flow), self._begin, self._not_begun)

    # --- the frame ---

    @Slot()
    def back(self) -> None:
        if self._aside:
            self.close()
        elif not self.behind.back():
            self._session.back()

    @Slot(str)
    def aside(self, page: str) -> None:
        """Help, Hotline or Problem; close() comes back to where the person was."""
        if page in ASIDE and not self._departure.begun:
            self._aside = page
            self._problem.begin()
            self.changed.emit()

    @Slot()
    def close(self) -> None:
        self._aside = ""
        self.changed.emit()

    @Slot()
    def home(self) -> None:
        """Before a card was read nothing of a person is known, and the same process goes on."""
        self._leave("home")

    @Slot()
    def exit(self) -> None:
        self._leave("left")

    # --- what happens by itself ---

    def show(self) -> None:
        """Somebody can see it: starts to look around. A screen in the wings does not."""
        self._stage.idle.start()
        self._machine.show()
        self._attend()

    def take_devices(self) -> None:
        """Once nobody else holds them."""
        self._machine.take_devices()

    def arrived(self) -> None:
        self._machine.arrived()

    def leave_stage(self) -> None:
        self._machine.leave_stage()
        self._stage.idle.stop()

    @Slot(object)
    def _begin(self, session: Session) -> None:
        self._stage.idle.start()
        self._aside = ""
        self._session.begin(session)

    def _not_begun(self, error: Exception) -> None:
        self.aside("Problem")

    @Slot()
    def _session_changed(self) -> None:
        others = self._session.others_wanted() or self.behind.wants_cards
        self._cards.watch(None if others else self._session.of_person)
        self.changed.emit()

    @Slot()
    def _attend(self) -> None:
        """What is looked for beside the screen is what the page at hand takes."""
        self._machine.codes.listen(self.page_name())
        if self._aside != PAPER:
            self.papers.forget()
        self._machine.calls.answer(self._aside == "Help")

    @Slot()
    def _called(self) -> None:
        """The emergency-call button: somebody is there, on whatever page."""
        self._stage.idle.touch()
        self.aside("Help")

    @Slot(str)
    def _pick_up(self, number: str) -> None:
        self._stage.idle.touch()
        self._collect(number)
        if self.page_name() == "Results":
            self._session.aftermath.pick(number)

    @Slot()
    def _paper_shown(self) -> None:
        self._stage.idle.touch()
        if self.page_name() == "Home":
            self.aside(PAPER)

    @Slot()
    def _other_card(self) -> None:
        self.aside("OtherCard")

    @Slot()
    def _other_card_gone(self) -> None:
        if self._aside == "OtherCard":
            self.close()

    def _cover(self) -> str:
        """A page without anything personal needs no curtain: a code for the phone must stay readable."""
        state = self._stage.idle.state
        shown = state == "warning" or (state == "curtain" and self._session.shows_person())
        return state if shown and self._in_session() else ""

    def _in_session(self) -> bool:
        return self._session.page_name() != "" and not self._departure.begun

    @Slot()
    def _finish(self) -> None:
        self._depart("done", farewell=True)

    @Slot()
    def _idle_changed(self) -> None:
        """At home nobody is waited for: what the last person set goes back."""
        if self._stage.idle.state and not self._in_session() and not self.behind.at_bench:
            self._reset()
            self._stage.idle.touch()
        self.changed.emit()

    @Slot()
    def _idle_over(self) -> None:
        if self._in_session():
            self._depart("idle", farewell=False)
        elif self.behind.at_bench:
            self.behind.time_out()
        else:  # a clock that leapt over the curtain, or a machine that slept
            self._reset()
            self._stage.idle.start()

    def _leave(self, why: str) -> None:
        if self.behind.leave():
            self._aside = ""
        elif self._session.of_person:
            self._depart(why, farewell=False)
        elif not self._departure.begun:
            self._aside = ""
            if self._session.page_name():
                self._departure.note(why)
            self._session.end()
            if why == "left":
                self._reset()
            self.changed.emit()

    def _depart(self, why: str, *, farewell: bool) -> None:
        self._aside = ""
        self._session.end()
        self._departure.start(why, farewell=farewell)

    @Slot()
    def _reset(self) -> None:
        self.behind.leave()
        self._aside = ""
        self.display.reset()

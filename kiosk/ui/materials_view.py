"""What the screen sees of the materials: what the offices say, and what the person decides on one of them.

A decision names the place where the material stood when it was shown: a double tap decides nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.capturing import Capturing
from kiosk.ui.qml_types import QVariantList, QVariantMap
from kiosk.ui.stage import Stage
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.flows.materials import Standing
    from kiosk.flows.session import Session

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class MaterialsView(QObject):
    changed = Signal()
    moved = Signal(object)  # the session with what an office said, or what the person decided
    failed = Signal(object)  # what went wrong instead

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)
        self._camera = Capturing(stage)
        self._camera.moved.connect(self._move)
        self._camera.changed.connect(self.changed)
        stage.wording.changed.connect(self.changed)

    def running(self) -> bool:
        return self._errand.running or self._camera.running()

    def place_name(self) -> str:
        here = self._session.material if self._session else None
        return here.place if here else ""

    def show(self, session: Session | None) -> None:
        """The step at hand; offices that are still to be asked are asked at once."""
        self._errand.drop()
        before, self._session = self._session, session if session and _is_here(session) else None
        if before or self._session:
            self.changed.emit()
        self._camera.show(self._session if self._takes_pages() else None, self.place_name())
        if session and self._asking():
            terminal = self._stage.terminal
            self._run(lambda: terminal.climb(session))

    @Property(str, notify=changed)
    def place(self) -> str:
        """Names the decision at hand: another place is another page."""
        return self.place_name()

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        """Offices are being asked just now."""
        return bool(self._asking())

    @Property(str, notify=changed)
    def waitingFor(self) -> str:
        """The department of the first that has not answered."""
        if self._session is None:
            return ""
        from kiosk.ui import ladder_lines

        waited = [s for s in self._asking() if ladder_lines.remembered(self._session, s) is None]
        first = next(iter(waited), None)
        return self._stage.wording.pick(first.rung.department) if first else ""

    @Property(QVariantList, notify=changed)
    def lines(self) -> list[dict[str, Any]]:
        if self._session is None:
            return []
        from kiosk.ui import ladder

        return ladder.lines(self._session, self._stage.wording)

    @Property(int, notify=changed)
    def spared(self) -> int:
        """How many documents need not be handed in."""
        if self._session is None:
            return 0
        from kiosk.flows import savings

        return savings.papers(self._session)

    @Property(int, notify=changed)
    def brought(self) -> int:
        """How many originals are to be shown at the counter."""
        if self._session is None:
            return 0
        from kiosk.ui import ladder

        return ladder.brought(self._session)

    @Property(int, notify=changed)
    def later(self) -> int:
        """How many documents offices are asked about later."""
        if self._session is None:
            return 0
        from kiosk.ui import ladder

        return ladder.later(self._session)

    @Property(bool, notify=changed)
    def confirmed(self) -> bool:
        """Whether an office may be asked about this person without a word more from them."""
        if self._session is None:
            return False
        from kiosk.ui import ladder

        return ladder.is_confirmed(self._session)

    @Property(int, notify=changed)
    def count(self) -> int:
        return len(self._session.standings) if self._session else 0

    @Property(QVariantMap, notify=changed)
    def here(self) -> dict[str, Any]:
        """The material at hand: state, title, department, asked, text, where, phone, and what may be done."""
        if self._session is None:
            return {}
        from kiosk.ui import ladder

        return ladder.at_hand(self._session, self._stage.wording)

    @Property(Capturing, constant=True)
    def camera(self) -> Capturing:
        return self._camera

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    @Slot(str)
    def goOn(self, step: str) -> None:
        """The person saw what stands for every material."""
        if self._session and not self._errand.running:
            self._move(self._session.see(step))

    @Slot(str, str)
    def decide(self, place: str, decision: str) -> None:
        self._decide(place, decision)

    @Slot(str, str)
    def dispute(self, place: str, note: str) -> None:
        """An office's no is wrong, and in which way."""
        from kiosk.flows.materials import NOTES

        if note in NOTES:
            self._decide(place, "dispute", note)

    @Slot(str)
    def again(self, place: str) -> None:
        """再查一次, and also: back to where the person can choose otherwise."""
        if session := self._at(place):
            self._move(session.ask_again(place))

    @Slot(str, str)
    def revise(self, place: str, step: str) -> None:
        """To the step that holds what the office was told, or where there is another way."""
        if session := self._at(place):
            self._move(session.revise(step))

    @Slot()
    def skip(self) -> None:
        """不等了: whoever has not answered is asked by the platform once it has the filing."""
        if self._session and self._errand.running:
            from kiosk.ui import ladder

            self._errand.drop()
            self._move(ladder.without_waiting(self._session))

    def _decide(self, place: str, decision: str, note: str = "") -> None:
        from kiosk.flows.materials import DECISIONS

        session, terminal = self._at(place), self._stage.terminal
        if session and decision in DECISIONS:
            self._run(lambda: terminal.decide(session, place, decision, note))

    def _takes_pages(self) -> bool:
        from kiosk.ui import ladder

        return self._session is not None and ladder.page(self._session) == "Capture"

    def _asking(self) -> list[Standing]:
        """Those for which an office is still to be asked."""
        return [standing for standing in self._session.standings if standing.to_ask] if self._session else []

    def _at(self, place: str) -> Session | None:
        """The session, if `place` is where it stands and nothing is on its way."""
        return self._session if place and place == self.place_name() and not self.running() else None

    @Slot(object)
    def _move(self, session: Session) -> None:
        if session is not self._session:
            self.moved.emit(session)

    def _run(self, work: Callable[[], Session]) -> None:
        if self._errand.run(work, self._move, self.failed.emit):
            self.changed.emit()


def _is_here(session: Session) -> bool:
    from kiosk.flows.definition import Materials

    return session.stop is None and isinstance(session.step, Materials)

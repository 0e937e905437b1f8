"""The views of what surrounds a session, under the one that the screen sees of the terminal."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject
from PySide6.QtQml import QmlElement

from kiosk.ui.behind import Behind
from kiosk.ui.departure import Departure
from kiosk.ui.key_ring import KeyRing
from kiosk.ui.machine_view import MachineView
from kiosk.ui.problem_view import ProblemView
from kiosk.ui.session_view import SessionView
from kiosk.ui.staff_view import StaffView
from kiosk.ui.stage import Stage
from kiosk.ui.suggest_view import SuggestView
from kiosk.ui.technician_view import TechnicianView

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class TerminalParts(QObject):
    def __init__(self, stage: Stage, session: SessionView) -> None:
        super().__init__()
        self._stage, self._session = stage, session
        self._problem = ProblemView(stage)
        self.suggestions = self._suggestion = SuggestView(stage)
        self._departure = Departure(stage)
        self._machine = MachineView(stage)
        self.papers = self._machine.papers
        self.ring = KeyRing()
        self.clerk = StaffView(stage, session, self._machine)
        self.carer = TechnicianView(stage, session, self._machine, self.clerk)
        self.behind = Behind(self.clerk, self.carer)

    @Property(MachineView, constant=True)
    def machine(self) -> MachineView:
        return self._machine

    @Property(KeyRing, constant=True)
    def keys(self) -> KeyRing:
        return self.ring

    @Property(StaffView, constant=True)
    def staff(self) -> StaffView:
        return self.clerk

    @Property(TechnicianView, constant=True)
    def technician(self) -> TechnicianView:
        return self.carer

    @Property(ProblemView, constant=True)
    def problem(self) -> ProblemView:
        return self._problem

    @Property(SuggestView, constant=True)
    def suggestion(self) -> SuggestView:
        return self._suggestion

    @Property(Departure, constant=True)
    def departure(self) -> Departure:
        return self._departure

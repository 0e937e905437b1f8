"""Who works at this screen and came for nobody's matter of their own: a clerk or a technician, never both."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kiosk.ui.staff_view import StaffView
from kiosk.ui.technician_view import TechnicianView


class Behind(QObject):
    changed = Signal()

    def __init__(self, clerk: StaffView, technician: TechnicianView) -> None:
        super().__init__()
        self._clerk, self._technician = clerk, technician
        clerk.changed.connect(self.changed)
        technician.changed.connect(self.changed)

    @property
    def wants_cards(self) -> bool:
        return self._technician.wants_cards or self._clerk.wants_cards

    @property
    def at_bench(self) -> bool:
        return self._technician.at_bench or self._clerk.at_bench

    @property
    def place(self) -> str:
        return self._technician.place or self._clerk.place

    def page_name(self) -> str:
        return self._technician.page_name() or self._clerk.page_name()

    def back(self) -> bool:
        return self._technician.back() or self._clerk.back()

    def leave(self) -> bool:
        return self._technician.leave() or self._clerk.leave()

    def time_out(self) -> None:
        """Nobody has touched anything for long."""
        if self._technician.at_bench:
            self._technician.sign_out("idle")
        else:
            self._clerk.signOut()

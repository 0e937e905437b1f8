"""How a clerk comes in: by knocking at home, by the ticket of the process before, or asked for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kiosk.ui.stage import Stage

KNOCKS, KNOCKS_WITHIN = 5, 4.0  # taps on the mark of the header, and the seconds in which they come


class StaffDoor(QObject):
    changed = Signal()
    entered = Signal()  # a clerk is on duty by a ticket

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._knocks: list[float] = []
        self._asking = stage.errand()
        self._redeeming = stage.errand()
        self.known = False  # whether clerks can sign in here

    def knocked(self) -> bool:
        """One tap more; whether they are enough."""
        now = self._stage.front.monotonic()
        self._knocks = [*(at for at in self._knocks if now - at < KNOCKS_WITHIN), now]
        return len(self._knocks) >= KNOCKS

    def open(self) -> None:
        self._knocks = []

    def ask(self) -> None:
        if not self.known:
            self._asking.run(self._stage.terminal.staff.offered, self._know, self._not_known)

    def redeem(self, ticket: str) -> None:
        terminal = self._stage.terminal
        self._redeeming.run(lambda: terminal.staff.redeem(ticket), self._redeemed, self._unredeemed)

    def _redeemed(self, on_duty: bool) -> None:
        if on_duty:
            self.entered.emit()

    def _unredeemed(self, error: Exception) -> None:
        """The clerk signs in anew."""

    def _know(self, offered: bool) -> None:
        if offered != self.known:
            self.known = offered
            self.changed.emit()

    def _not_known(self, error: Exception) -> None:
        """Then nobody is offered any help of a clerk."""

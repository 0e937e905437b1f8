"""Notices that another person's card lies on the reader while a session runs: the session changes nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.session import Session


class CardWatch(QObject):
    seen = Signal()  # another card has come
    gone = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._other = False
        self._errand = stage.errand()
        self._timer = QTimer(self)
        self._timer.setInterval(int(stage.patience.card_forgotten * 1000))
        self._timer.timeout.connect(self._look)

    def watch(self, session: Session | None) -> None:
        """The session whose person is known; None while there is none."""
        self._session = session
        if session is None:
            self._timer.stop()
            self._errand.drop()
            self._become(False)
        elif not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _look(self) -> None:
        session, terminal, before = self._session, self._stage.terminal, self._other
        if session is not None:
            self._errand.run(lambda: terminal.other_card(session, before), self._become, self._blind)

    def _blind(self, error: Exception) -> None:
        """A reader that does not answer shows no card; the machine's own look says so."""

    def _become(self, other: bool) -> None:
        if other != self._other:
            self._other = other
            (self.seen if other else self.gone).emit()

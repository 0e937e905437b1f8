"""Whose turn it is at a screen that a clerk and a person share: which pages are the person's alone, and the
card that gives the screen to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.card_turns import CardTurns
from kiosk.ui.confirming import PAGES
from kiosk.ui.session_view import SessionView
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.session import Session
    from kiosk.model import IdentityCard

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

PERSONS = ("Notice", *PAGES, "Reuse", "Commit", "Defer", "Sign", "Review", "Final", "Rating", "Withdraw")
EITHERS = ("", "Outcome", "Preview", "Results", "Slip", "Stop")  # whoever has the screen keeps it


@QmlElement
class StaffTurns(QObject):
    changed = Signal()
    taken = Signal()  # the person laid down their card

    def __init__(self, stage: Stage, session: SessionView) -> None:
        super().__init__()
        self._stage, self._session = stage, session
        self._waits = False
        self._other = False
        self._errand = stage.errand()
        self._giving = stage.errand()
        self._cards = CardTurns(stage)
        self._cards.read.connect(self._show)
        self._cards.changed.connect(self.changed)

    @property
    def waits(self) -> bool:
        """Until the person's card lies there the clerk can do nothing here but go back."""
        return self._waits

    @Property(str, notify=changed)
    def says(self) -> str:
        return self._stage.wording.say("turn_other") if self._other else self._cards.says

    def attend(self, wanted: bool) -> None:
        """`wanted`: the page at hand is the person's, and the clerk has the screen."""
        if wanted != self._waits:
            self._waits, self._other = wanted, False
            if wanted:
                self._cards.start()
            else:
                self._cards.stop()
            self.changed.emit()

    def give_back(self) -> None:
        terminal = self._stage.terminal
        self._giving.run(terminal.staff.return_turn, self._returned, self._unreturned)

    @Slot(object)
    def _show(self, card: IdentityCard) -> None:
        session, terminal = self._session.of_person, self._stage.terminal
        if session is not None and self._waits:
            person: Session = session
            self._errand.run(lambda: terminal.staff.take_turn(person, card), self._told, self._untold)

    def _told(self, theirs: bool) -> None:
        self._other = not theirs
        if theirs:
            self.taken.emit()
        else:
            self._cards.start()
        self.changed.emit()

    def _untold(self, error: Exception) -> None:
        """What cannot be written down did not happen."""
        self._other = False
        self._cards.start()

    def _returned(self, nothing: None) -> None:
        self.changed.emit()

    def _unreturned(self, error: Exception) -> None:
        """A journal that cannot be written gives nobody the screen: the clerk has it again all the same."""
        self._stage.terminal.staff.persons_turn = False
        self.changed.emit()

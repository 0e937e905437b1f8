"""The emergency-call button and the handset, watched on every page; a press is told once.

A board that is not there is asked again and again, and says nothing: no page and no session hangs on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.terminal.calls import CallLine

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

KINDS = ("handset",)


@QmlElement
class CallWatch(QObject):
    changed = Signal()
    pressed = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._line: CallLine | None = None  # none: nothing was heard yet
        self._there = False
        self._on = False
        self._ringing = False
        self._listening = stage.errand()
        self._lamp = stage.errand()
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._listen)

    @Property(str, notify=changed)
    def state(self) -> str:
        """none (no board), lost, hung, lifted, called (the lamp is lit)."""
        line = self._line
        if not self._there:
            return "none" if line is None else "lost"
        if line is not None and line.lifted:
            return "lifted"
        return "called" if line is not None and line.lit and self._ringing else "hung"

    def start(self) -> None:
        self._on = True
        self._listen()

    def stop(self) -> None:
        self._on = False
        self._next.stop()
        self._listening.drop()

    def answer(self, on: bool) -> None:
        """The call lamp: lit while somebody sees the page with the number, out when it is closed."""
        if on == self._ringing or (on and not self._there):
            return
        self._ringing = on
        self._lamp.drop()
        self._lamp.run(lambda: self._stage.terminal.help_line.ring(on), self._lit, self._unlit)
        self.changed.emit()

    @Slot()
    def _listen(self) -> None:
        terminal, turn = self._stage.terminal, self._stage.patience.card_slice
        if not self._on:
            return
        ready = KINDS[0] in terminal.devices()
        if ready:
            self._listening.run(lambda: terminal.help_line.wait(turn), self._hear, self._deaf)
        else:  # not fitted, or not asked yet
            self._next.start(1000)

    def _hear(self, line: CallLine) -> None:
        from kiosk.terminal.words import missing

        there = not missing(self._stage.terminal.devices(), KINDS)
        before, self._line = self._line, line
        if there != self._there or line != before:
            self._there = there
            self.changed.emit()
        if before is not None and line.pressed_since(before):
            self.pressed.emit()
        self._next.start(0)

    def _deaf(self, error: Exception) -> None:
        self._there = False
        self.changed.emit()
        self._next.start(1000)

    def _lit(self, line: CallLine) -> None:
        """What the board says of its lamp comes with the next look."""

    def _unlit(self, error: Exception) -> None:
        """A lamp that cannot be lit is not said to be."""

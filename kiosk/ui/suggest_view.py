"""提建议 on the screen: which kind, the words, one more look, and the code to ask with.

What was written stays in this object until it is sent or the page is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui import pictures
from kiosk.ui.qml_types import QVariantList
from kiosk.ui.stage import Stage
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.terminal.suggesting import Suggesting

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_KINDS = ("suggestion", "complaint")


@QmlElement
class SuggestView(QObject):
    changed = Signal()

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._state = self._kind = self._text = self._code = self._picture = self._slip = ""
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)
        self._printing = stage.errand()

    @Property(str, notify=changed)
    def state(self) -> str:
        """kind, typing, written, sending, failed or told."""
        return self._state

    @Property(QVariantList, constant=True)
    def kinds(self) -> list[str]:
        return list(_KINDS)

    @Property(str, notify=changed)
    def kind(self) -> str:
        return self._kind

    @Property(str, notify=changed)
    def text(self) -> str:
        return self._text

    @Property(str, notify=changed)
    def code(self) -> str:
        """What its author asks with; empty until the platform has it."""
        return self._code if self._state == "told" else ""

    @Property(str, notify=changed)
    def picture(self) -> str:
        """The code that leads a phone to where that is asked."""
        return self._picture

    @Property(str, notify=changed)
    def slip(self) -> str:
        """printing, printed or failed; empty before."""
        return self._slip

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    @Slot()
    def begin(self) -> None:
        self.end()
        self._become("kind")

    @Slot()
    def end(self) -> None:
        self._errand.drop()
        self._printing.drop()
        if self._picture:
            self._stage.pictures.drop(self._picture)
        self._kind = self._text = self._code = self._picture = self._slip = ""
        self._become("")

    @Slot(str)
    def choose(self, kind: str) -> None:
        if self._state == "kind" and kind in _KINDS:
            self._kind = kind
            self._become("typing")

    @Slot(str)
    def accept(self, text: str) -> None:
        """What was typed; nothing at all leads back."""
        if self._state == "typing":
            self._text = text.strip()
            self._become("written" if self._text else "kind")

    @Slot()
    def cancel(self) -> None:
        if self._state == "typing":
            self._become("written" if self._text else "kind")

    @Slot()
    def revise(self) -> None:
        if self._state in ("written", "failed"):
            self._code = ""  # other words are another suggestion
            self._become("typing")

    @Slot()
    def send(self) -> None:
        from kiosk.terminal.suggesting import new_code

        suggesting, kind, text = self._suggesting(), self._kind, self._text
        if self._state not in ("written", "failed"):
            return
        self._code = code = self._code or new_code()
        if self._errand.run(lambda: suggesting.send(kind, text, code), self._sent, self._unsent, holds=True):
            self._become("sending")

    def _suggesting(self) -> Suggesting:
        from kiosk.terminal.suggesting import Suggesting

        terminal = self._stage.terminal
        device = terminal.peripherals.device
        return Suggesting(terminal.platform, terminal.store, device, terminal.number, terminal.clock)

    def _sent(self, url: str) -> None:
        suggesting, code, language = self._suggesting(), self._code, self._stage.wording.on_paper
        self._text = ""
        self._picture = self._stage.pictures.keep(pictures.code(url))
        self._slip = "printing"
        self._printing.run(lambda: suggesting.print(code, url, language), self._printed, self._unprinted)
        self._become("told")

    def _unsent(self, error: Exception) -> None:
        self._become("failed")

    def _printed(self, nothing: None) -> None:
        self._slip = "printed"
        self.changed.emit()

    def _unprinted(self, error: Exception) -> None:
        self._slip = "failed"
        self.changed.emit()

    def _become(self, state: str) -> None:
        self._state = state
        self.changed.emit()

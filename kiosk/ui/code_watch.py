"""The scanner while a page takes a code: what was held under it, or one sentence why it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.model import DeviceError
    from kiosk.terminal.codes import Paper

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

KINDS = ("code_scanner",)
LICENCE = "ActFor"  # where the code of a business licence does
PAPER = "Paper"  # where a paper was proved, and the next can be
PAGES = ("Home", PAPER, "Results", LICENCE)  # where a code means something
_LATER = 1000  # ms until a scanner that has no time, or is not there, is asked again


@QmlElement
class CodeWatch(QObject):
    changed = Signal()
    scanned = Signal(str)  # the number of a filing
    paper = Signal(object)  # a terminal.codes.Paper
    licence = Signal(str)  # a unified social credit code

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._open = False
        self._page = ""
        self._refusal: DeviceError | None = None
        self._scanning = stage.errand()
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._scan)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(int(stage.patience.refusal * 1000))
        self._forget.timeout.connect(self._clear)

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """A code can be held under the scanner."""
        return self._open and self._is_ready()

    @Property(str, notify=changed)
    def says(self) -> str:
        """Why the last code does not count; for a while."""
        return self._stage.wording.fault(self._refusal) if self._refusal else ""

    def start(self) -> None:
        """The devices are ours."""
        self._open = True
        self._turn()

    def stop(self) -> None:
        self._open = False
        self._rest()

    def listen(self, page: str) -> None:
        """Which page is up: on any but PAGES the scanner rests."""
        if page != self._page:
            self._page = page
            self._clear()
            self._turn()

    def _turn(self) -> None:
        if self._open and self._page in PAGES:
            if not self._scanning.running:
                self._next.start(0)
        else:
            self._rest()

    def _rest(self) -> None:
        self._next.stop()
        self._scanning.drop()

    @Slot()
    def _scan(self) -> None:
        terminal, turn = self._stage.terminal, self._stage.patience.card_slice
        codes = terminal.pick_up_codes
        if self._may_try() and self._page == LICENCE:
            self._scanning.run(lambda: codes.licence(turn), self._take_licence, self._refuse)
        elif self._may_try():
            scan = codes.scan_at_home if self._page in ("Home", PAPER) else codes.scan
            self._scanning.run(lambda: scan(turn), self._take, self._refuse)
        else:
            self._next.start(_LATER)

    def _take(self, found: str | Paper) -> None:
        self._clear()
        self._next.start(_LATER)
        if isinstance(found, str):
            self.scanned.emit(found)
        else:
            self.paper.emit(found)

    def _take_licence(self, code: str) -> None:
        self._clear()
        self._next.start(_LATER)
        self.licence.emit(code)

    def _refuse(self, error: Exception) -> None:
        from kiosk.model import Completion, DeviceError

        if isinstance(error, DeviceError) and error.completion is Completion.USER_ERROR:
            self._refusal = error
            self._forget.start()
            self.changed.emit()
        quiet = isinstance(error, DeviceError) and error.completion is Completion.TIME_OUT
        self._next.start(0 if quiet else _LATER)

    @Slot()
    def _clear(self) -> None:
        self._forget.stop()
        if self._refusal is not None:
            self._refusal = None
            self.changed.emit()

    def _may_try(self) -> bool:
        from kiosk.terminal.words import worth_trying

        return worth_trying(self._stage.terminal.devices().get(KINDS[0]))

    def _is_ready(self) -> bool:
        from kiosk.terminal.words import missing

        return not missing(self._stage.terminal.devices(), KINDS)

"""Results of a person: fetched, shown before they are printed, printed or handed to the phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtQml import QmlElement

from kiosk.ui import matter_rows, pictures
from kiosk.ui.background import Taker, Work
from kiosk.ui.qml_types import QVariantList
from kiosk.ui.stage import Stage
from kiosk.ui.waiting import Waiting

if TYPE_CHECKING:
    from kiosk.flows.session import Session
    from kiosk.terminal.withdrawing import Matter
    from kiosk.terminal.words import ResultInfo, ResultList

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_RUNS = ("received", "accepted", "in_progress")  # there may be a result of these some day
SHEET_WIDTH = 1240  # pixels: A4 at 150 dots an inch, sharper than the place where it is shown


@QmlElement
class ResultsView(QObject):
    changed = Signal()
    opened = Signal()  # the document lies on the screen
    handed = Signal()  # printed, or taken by phone

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._session: Session | None = None
        self._found: tuple[ResultInfo, ...] = ()
        self._matters: Sequence[Matter] = ()
        self._info: ResultInfo | None = None
        self._pdf = b""
        self._sheets: list[str] = []
        self._sheet = 0
        self._state = ""
        self._says = ""
        self._link = ""
        self._wanted = self._number = ""
        self._waiting = stage.waiting()
        self._errand = stage.errand(self._waiting)
        stage.wording.changed.connect(self.changed)

    def running(self) -> bool:
        return self._errand.running

    def printing(self) -> bool:
        return self._errand.running and self._state == "printing"

    def let_go(self) -> None:
        """Nobody waits for the document any more."""
        self._errand.drop()

    @Property(str, notify=changed)
    def state(self) -> str:
        """loading, listed, opening, shown, printing, printed, linking, linked, failed."""
        return self._state

    @Property(bool, notify=changed)
    def printed(self) -> bool:
        """The printer said that the document at hand came out."""
        return self._state == "printed"

    @Property(str, notify=changed)
    def says(self) -> str:
        return self._says

    @Property(Waiting, constant=True)
    def waiting(self) -> Waiting:
        return self._waiting

    @Property(QVariantList, notify=changed)
    def found(self) -> list[dict[str, str]]:
        say = self._stage.wording.say
        return [
            {
                "id": info.id,
                "title": info.title,
                "hint": say("results_hint", f"{info.issued_at:%Y-%m-%d}", info.pages),
            }
            for info in self._found
        ]

    @Property(QVariantList, notify=changed)
    def matters(self) -> list[dict[str, str | bool]]:
        """What the person filed here and has no result yet: where it stands, and whether they may withdraw
        it."""
        if not self._matters:
            return []
        terminal, wording = self._stage.terminal, self._stage.wording
        return matter_rows.rows(
            self._matters, wording, terminal.site.phone, terminal.withdrawing.may_withdraw
        )

    @Property(str, notify=changed)
    def title(self) -> str:
        return self._info.title if self._info else ""

    @Property(str, notify=changed)
    def sheet(self) -> str:
        """The address of the page at hand."""
        return self._sheets[self._sheet] if self._sheets else ""

    @Property(int, notify=changed)
    def sheetNumber(self) -> int:
        return self._sheet + 1

    @Property(int, notify=changed)
    def sheetCount(self) -> int:
        return len(self._sheets)

    @Property(str, notify=changed)
    def link(self) -> str:
        """The address of the code from which the phone takes the document."""
        return self._link

    @Property(bool, notify=changed)
    def canPrint(self) -> bool:
        from kiosk.terminal.words import missing

        return not missing(self._stage.terminal.devices(), ("document_printer",))

    def load(self, session: Session, filing: str = "", number: str = "") -> None:
        """Asks for the person's results; of a `filing`, by its id or by its number, opens it at once."""
        self._session, self._wanted, self._number = session, filing, number
        self._find()

    def matter(self, id: str) -> Matter | None:
        return next((matter for matter in self._matters if matter.filing.id == id), None)

    def stop(self) -> None:
        self._errand.drop()
        self._session = self._info = None
        self._pdf, self._sheets, self._found, self._matters = b"", [], (), ()
        self._link = ""
        self._become("")

    @Slot()
    def again(self) -> None:
        """Once more what failed: the list, or the document."""
        if not self._errand.running and self._session:
            if self._info and not self._sheets:
                self._open(self._info)
            elif self._info is None:
                self._find()

    @Slot(str)
    def open(self, id: str) -> None:
        info = next((info for info in self._found if info.id == id), None)
        if info and not self._errand.running:
            self._open(info)

    @Slot(int)
    def turn(self, by: int) -> None:
        self._sheet = max(0, min(self._sheet + by, len(self._sheets) - 1))
        self.changed.emit()

    @Slot()
    def print(self) -> None:
        info, pdf, terminal = self._info, self._pdf, self._stage.terminal
        if info is None or not pdf or self._errand.running or self._state == "printed":
            return
        self._run("printing", lambda: terminal.print_result(info, pdf), self._printed, holds=True)

    @Slot()
    def toPhone(self) -> None:
        session, info, terminal = self._session, self._info, self._stage.terminal
        if session is None or info is None or self._errand.running:
            return
        self._run("linking", lambda: terminal.phone_link(session, info), self._linked)

    @Slot()
    def taken(self) -> None:
        """The person says that the phone has it."""
        if self._state == "linked":
            self.handed.emit()

    @Slot()
    def close(self) -> None:
        """Back to the list."""
        if not self._errand.running:
            self._info, self._pdf, self._sheets, self._link = None, b"", [], ""
            self._become("listed")

    def _find(self) -> None:
        session, terminal, number = self._session, self._stage.terminal, self._number
        if session is None or self._errand.running:
            return

        def find() -> tuple[Sequence[Matter], ResultList | Exception]:
            """What was filed here is known without a line."""
            try:
                results: ResultList | Exception = terminal.results(session, number)
            except Exception as error:
                results = error
            return terminal.withdrawing.matters(session), results

        self._run("loading", find, self._list)

    def _list(self, answer: tuple[Sequence[Matter], ResultList | Exception]) -> None:
        self._matters, results = answer
        if isinstance(results, Exception):
            self._fail(results)
            return
        self._found = results.found
        wanted = results.meant or next((info for info in self._found if info.filing == self._wanted), None)
        self._become("listed")
        if wanted:
            self._open(wanted)
        elif self._wanted:
            self._become("failed", self._stage.wording.say("result_not_yet"))
        elif self._number:
            self._become("listed", self._why_none(results))
        self._number = ""

    def _why_none(self, results: ResultList) -> str:
        """Why the code that was scanned opens nothing: of which filing it is, and where that stands."""
        from kiosk.receipt import state_words

        wording = self._stage.wording
        if any(matter.filing.number == self._number for matter in self._matters):
            return wording.say("code_not_yet")
        if results.status is None:
            return wording.say("code_not_here")
        if results.status in _RUNS:
            return wording.say("code_elsewhere_runs")
        meaning = state_words(results.status, wording.language)[1]
        said = wording.reason(results.reason, self._stage.terminal.site.phone) or meaning
        return wording.say("code_elsewhere", said)

    def _open(self, info: ResultInfo) -> None:
        session, terminal = self._session, self._stage.terminal
        if session is None:
            return
        self._info, self._sheet = info, 0

        def fetch() -> tuple[bytes, list[QImage]]:
            pdf = terminal.result(session, info)
            return pdf, pictures.pages(pdf, SHEET_WIDTH)

        self._run("opening", fetch, self._show)

    def _show(self, fetched: tuple[bytes, list[QImage]]) -> None:
        self._pdf, images = fetched
        self._sheets = [self._stage.pictures.keep(image) for image in images]
        self._become("shown")
        self.opened.emit()

    def _printed(self, nothing: None) -> None:
        self._become("printed")
        self.handed.emit()

    def _linked(self, url: str) -> None:
        self._link = self._stage.pictures.keep(pictures.code(url))
        self._become("linked")

    def _run(self, state: str, work: Work, done: Taker, *, holds: bool = False) -> None:
        if self._errand.run(work, done, self._fail, holds=holds):
            self._become(state)

    def _fail(self, error: Exception) -> None:
        from kiosk.model import DeviceError
        from kiosk.terminal.words import OfflineError, SealBrokenError

        wording = self._stage.wording
        if isinstance(error, DeviceError):
            self._become("failed", wording.fault(error))
        elif isinstance(error, OfflineError):
            self._become("failed", wording.say("offline_result"))
        elif isinstance(error, SealBrokenError | pictures.UnreadableError):
            self._become("failed", wording.say("result_broken"))
        else:
            self._become("failed", wording.say("trouble"))

    def _become(self, state: str, says: str = "") -> None:
        self._state, self._says = state, says
        self.changed.emit()

"""Cards, printers and the line, as the panel shows and handles them: through their state files."""

from __future__ import annotations

import json

from PySide6.QtCore import Property, QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.devices.virtual import state
from kiosk.devices.virtual.state import (
    CardReaderState,
    DocumentPrinterState,
    ReceiptPrinterState,
    StateError,
)
from kiosk.dock import line
from kiosk.dock.people import Holder
from kiosk.dock.rig import Place
from kiosk.ui.pictures import Pictures, UnreadableError, pages
from kiosk.ui.qml_types import QVariantList

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_EVERY = 150  # ms
_SLOW = 3  # seconds
_PAGE_WIDTH = 640


@QmlElement
class DeskView(QObject):
    changed = Signal()

    def __init__(self, place: Place, holders: tuple[Holder, ...], pictures: Pictures) -> None:
        super().__init__()
        self._place, self._holders, self._pictures = place, holders, pictures
        self._reader, self._slips = CardReaderState(), ReceiptPrinterState()
        self._documents, self._line = DocumentPrinterState(), line.LineState()
        self._last = ""
        self._slip = ""
        self._sheets: list[str] = []
        self._page = ""
        self._look()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_EVERY)

    def holder(self) -> Holder | None:
        """Whose card lies on the reader, or lay there last: the same person holds the phone."""
        return next((holder for holder in self._holders if holder.id == self._last), None)

    # --- what it looks like ---

    @Property(QVariantList, constant=True)
    def people(self) -> list[dict[str, str]]:
        return [
            {"id": holder.id, "name": holder.masked_name, "card": holder.card, "born": holder.born}
            for holder in self._holders
        ]

    @Property(str, notify=changed)
    def card(self) -> str:
        return self._reader.card or ""

    @Property(str, notify=changed)
    def paper(self) -> str:
        return self._slips.paper

    @Property(str, notify=changed)
    def cover(self) -> str:
        return self._slips.cover

    @Property(QUrl, notify=changed)
    def slip(self) -> QUrl:
        """The slip that hangs out of the printer; empty when none does."""
        return QUrl.fromLocalFile(str(self._place.out / self._slip)) if self._slip else QUrl()

    @Property(str, notify=changed)
    def media(self) -> str:
        return self._documents.media

    @Property(str, notify=changed)
    def page(self) -> str:
        """The first page of the newest document; empty when there is none."""
        return self._page

    @Property(int, notify=changed)
    def sheets(self) -> int:
        return len(self._sheets)

    @Property(str, notify=changed)
    def network(self) -> str:
        return "cut" if self._line.cut else "slow" if self._line.delay_s else "ok"

    # --- what a finger does ---

    @Slot(str)
    def lay(self, person: str) -> None:
        state.update(self._place.state, CardReaderState, card=person)
        self._look()

    @Slot()
    def lift(self) -> None:
        state.update(self._place.state, CardReaderState, card=None)
        self._look()

    @Slot()
    def tear(self) -> None:
        number = int(self._slip.removeprefix("slip-").removesuffix(".png") or 0)
        state.update(self._place.state, ReceiptPrinterState, torn=max(number, self._slips.torn))
        self._look()

    @Slot(str)
    def fill(self, paper: str) -> None:
        state.update(self._place.state, ReceiptPrinterState, paper=paper)
        self._look()

    @Slot(str)
    def turnCover(self, cover: str) -> None:
        state.update(self._place.state, ReceiptPrinterState, cover=cover)
        self._look()

    @Slot(str)
    def fillTray(self, media: str) -> None:
        state.update(self._place.state, DocumentPrinterState, media=media)
        self._look()

    @Slot(str)
    def setNetwork(self, network: str) -> None:
        line.update(self._place.state, cut=network == "cut", delay_s=_SLOW if network == "slow" else 0)
        self._look()

    # --- what happens by itself ---

    @Slot()
    def _look(self) -> None:
        before = self._seen()
        folder = self._place.state
        try:
            self._reader = state.read(folder, CardReaderState)
            self._slips = state.read(folder, ReceiptPrinterState)
            self._documents = state.read(folder, DocumentPrinterState)
            self._line = line.read(folder)
        except StateError:
            return  # somebody writes nonsense by hand; the last good state stays
        self._last = self._reader.card or self._last
        self._slip = self._hanging()
        self._take_sheets()
        if self._seen() != before:
            self.changed.emit()

    def _seen(self) -> tuple[object, ...]:
        return self._reader, self._slips, self._documents, self._line, self._slip, len(self._sheets)

    def _hanging(self) -> str:
        try:
            return json.loads((self._place.out / "mouth.json").read_text("utf-8"))["slip"] or ""
        except (OSError, ValueError, KeyError):
            return ""

    def _take_sheets(self) -> None:
        sheets = sorted(path.name for path in self._place.out.glob("doc-*.pdf"))
        if sheets == self._sheets:
            return
        self._sheets = sheets
        self._pictures.clear()
        try:
            pdf = (self._place.out / sheets[-1]).read_bytes()
            self._page = self._pictures.keep(pages(pdf, _PAGE_WIDTH)[0])
        except (OSError, IndexError, UnreadableError):
            self._page = ""

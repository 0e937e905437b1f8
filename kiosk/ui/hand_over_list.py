"""交接单 on the screen: how many originals of which filing, how many keys; printed, then signed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.duty_words import told, trouble
from kiosk.ui.qml_types import QVariantList
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.terminal.duties import Entry, HandOver

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

MOST = 99  # of one kind
KEYS = "keys"


@QmlElement
class HandOverList(QObject):
    changed = Signal()
    told = Signal(str, str, str)  # tone, key and value of what is said

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._entries: tuple[Entry, ...] = ()
        self._counts: dict[str, int] = {}
        self._list: HandOver | None = None  # that was printed
        self._attempt = 0
        self._errand = stage.errand()
        stage.wording.changed.connect(self.changed)

    def start(self) -> None:
        self._errand.run(self._stage.terminal.duties.to_hand_over, self._take, self._fail)

    def stop(self) -> None:
        """What was not signed was not handed over."""
        self._errand.drop()
        self._entries, self._counts, self._list, self._attempt = (), {}, None, 0
        self.changed.emit()

    @Property(QVariantList, notify=changed)
    def rows(self) -> list[dict[str, Any]]:
        """filing, title, number, count: what may go, and how much of it does; the keys last."""
        papers = [{**told(e, self._stage), "count": self._counts.get(e.filing, 0)} for e in self._entries]
        title = self._stage.wording.say("duty_keys")
        return [*papers, {"filing": KEYS, "title": title, "number": "", "count": self._counts.get(KEYS, 0)}]

    @Property(bool, notify=changed)
    def goes(self) -> bool:
        return any(self._counts.values())

    @Property(bool, notify=changed)
    def printed(self) -> bool:
        """It lies there in two copies, to be signed."""
        return self._list is not None and not self._errand.running

    @Property(bool, notify=changed)
    def works(self) -> bool:
        return self._errand.running

    @Property(str, notify=changed)
    def number(self) -> str:
        return self._list.number if self._list else ""

    @Slot(str, int)
    def count(self, filing: str, step: int) -> None:
        """One more or one fewer; none once it is printed."""
        if self._list is None and (filing == KEYS or any(e.filing == filing for e in self._entries)):
            self._counts[filing] = min(MOST, max(0, self._counts.get(filing, 0) + step))
            self.changed.emit()

    @Slot()
    def print(self) -> None:
        duties, counts, printed = self._stage.terminal.duties, dict(self._counts), self._list
        keys, self._attempt = counts.pop(KEYS, 0), self._attempt + 1
        attempt = self._attempt

        def work() -> HandOver:
            made = printed or duties.hand_over(counts, keys)
            duties.print(made, attempt)
            return made

        if self.property("goes") and self._errand.run(work, self._printed, self._fail, holds=True):
            self._note("", "", "")

    @Slot()
    def sign(self) -> None:
        """Both have signed both copies."""
        duties, list = self._stage.terminal.duties, self._list
        if list is not None:
            self._errand.run(lambda: duties.signed(list), self._signed, self._fail, holds=True)
            self.changed.emit()

    @Slot()
    def reconsider(self) -> None:
        """It is counted anew; the printed copies are nothing."""
        self._list = None
        self._note("", "", "")

    def _take(self, found: tuple[Entry, ...]) -> None:
        self._entries = found
        self.changed.emit()

    def _printed(self, list: HandOver) -> None:
        self._list = list
        self._note("warm", "duty_to_sign", list.number)

    def _signed(self, nothing: None) -> None:
        number = self._list.number if self._list else ""
        self.stop()
        self.start()
        self._note("good", "duty_signed", number)

    def _fail(self, error: Exception) -> None:
        self._note("bad", "", trouble(error, self._stage))

    def _note(self, tone: str, key: str, value: str) -> None:
        self.told.emit(tone, key, value)
        self.changed.emit()

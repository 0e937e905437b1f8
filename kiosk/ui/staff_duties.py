"""What a clerk does between two people, as sheets: a menu, the hand-over list, call-backs, the month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.duty_words import told, trouble
from kiosk.ui.hand_over_list import HandOverList
from kiosk.ui.qml_types import QVariantList
from kiosk.ui.staff_pin import StaffPin
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.terminal.duties import Entry, Month

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

MENU = ("hand_over", "calls", "month", "pin")
_BEFORE = {"hand_over": "menu", "calls": "menu", "month": "menu", "pin": "menu", "call": "calls"}
_MONTHS = 2  # this one and the one before


@QmlElement
class StaffDuties(QObject):
    changed = Signal()
    moved = Signal()  # to another sheet

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._shown = False
        self._sheet, self._tone, self._says = "menu", "", ("", "")
        self._calls: tuple[tuple[Entry, bool], ...] = ()
        self._filing = ""  # that is called about
        self._back = 0  # months
        self._month: tuple[datetime, Month] | None = None
        self._errand = stage.errand()
        self.hand_over = self._list = HandOverList(stage)
        self._list.told.connect(self._tell)
        self.own_pin = self._pin = StaffPin(stage)
        self._pin.changed.connect(self.moved)
        stage.wording.changed.connect(self.changed)

    @property
    def sheet(self) -> str:
        return f"{self._sheet}{self._back}" if self._sheet == "month" else self._sheet

    def page_name(self) -> str:
        return "OwnPin" if self._sheet == "pin" else "Duties"

    @property
    def wants_cards(self) -> bool:
        return self._pin.wants_cards

    def show(self, shown: bool) -> None:
        if shown != self._shown:
            self._shown = shown
            self._go("menu")

    def back(self) -> bool:
        """Whether there was a sheet to go back to."""
        before = _BEFORE.get(self._sheet, "")
        if before:
            self._go(before)
        return bool(before)

    @Property(HandOverList, constant=True)
    def papers(self) -> HandOverList:
        return self._list

    @Property(StaffPin, constant=True)
    def pin(self) -> StaffPin:
        return self._pin

    @Property(str, notify=changed)
    def page(self) -> str:
        """menu, hand_over, calls, call, month or pin."""
        return self._sheet

    @Property(str, notify=changed)
    def says(self) -> str:
        key, value = self._says
        return self._stage.wording.say(key, value) if key else value

    @Property(str, notify=changed)
    def tone(self) -> str:
        return self._tone

    @Property(bool, notify=changed)
    def works(self) -> bool:
        return self._errand.running

    @Property(QVariantList, constant=True)
    def menu(self) -> list[str]:
        return list(MENU)

    @Property(QVariantList, constant=True)
    def results(self) -> list[str]:
        """What a call can come to."""
        from kiosk.terminal.duties import RESULTS

        return list(RESULTS)

    @Property(QVariantList, notify=changed)
    def calls(self) -> list[dict[str, Any]]:
        """title and number of each filing that somebody is to be called about, and whether it was tried."""
        return [{**told(entry, self._stage), "tried": tried} for entry, tried in self._calls]

    @Property(QVariantList, notify=changed)
    def month(self) -> list[dict[str, str]]:
        """title and value, as on paper."""
        from kiosk.terminal.duty_papers import rows

        lines = rows(self._month[1]) if self._month else []
        return [{"title": line[0], "value": line[1]} for line in lines if line]

    @Property(str, notify=changed)
    def monthName(self) -> str:
        form = "%Y-%m" if self._stage.wording.language == "en" else "%Y年%-m月"
        return f"{self._month[0]:{form}}" if self._month else ""

    @Property(bool, notify=changed)
    def isLast(self) -> bool:
        """The month that has ended is shown, not this one."""
        return self._back > 0

    @Slot(str)
    def go(self, sheet: str) -> None:
        if sheet in MENU:
            self._go(sheet)

    @Slot(str)
    def callAbout(self, filing: str) -> None:
        self._filing = filing
        self._go("call")

    @Slot(str)
    def note(self, result: str) -> None:
        """What the call came to."""
        duties, filing = self._stage.terminal.duties, self._filing
        if self._sheet == "call":
            self._run(lambda: duties.call(filing, result), self._called)

    @Slot()
    def otherMonth(self) -> None:
        self._back = (self._back + 1) % _MONTHS
        self._month = None
        self._go("month")

    @Slot()
    def printMonth(self) -> None:
        duties, back = self._stage.terminal.duties, self._back
        if self._sheet == "month":
            self._run(lambda: duties.print_month(back), self._printed)

    def _go(self, sheet: str) -> None:
        self._errand.drop()
        self._list.stop()
        self._pin.stop()
        self._sheet, self._tone, self._says = sheet, "", ("", "")
        if sheet not in ("month", "call"):
            self._back, self._filing = 0, ""
        if self._shown:
            self._load()
        self.changed.emit()
        self.moved.emit()

    def _load(self) -> None:
        duties, back = self._stage.terminal.duties, self._back
        if self._sheet == "hand_over":
            self._list.start()
        elif self._sheet == "pin":
            self._pin.start()
        elif self._sheet == "calls":
            self._errand.run(duties.to_call, self._take_calls, self._fail)
        elif self._sheet == "month":
            self._errand.run(lambda: duties.month(back), self._take_month, self._fail)

    def _run(self, work: Any, done: Any) -> None:
        if self._errand.run(work, done, self._fail, holds=True):
            self._tell("", "", "")

    def _take_calls(self, found: tuple[tuple[Entry, bool], ...]) -> None:
        self._calls = found
        self.changed.emit()

    def _take_month(self, found: tuple[datetime, Month]) -> None:
        self._month = found
        self.changed.emit()

    def _called(self, nothing: None) -> None:
        self._go("calls")

    def _printed(self, nothing: None) -> None:
        self._tell("good", "duty_printed", "")

    def _fail(self, error: Exception) -> None:
        self._tell("bad", "", trouble(error, self._stage))

    @Slot(str, str, str)
    def _tell(self, tone: str, key: str, value: str) -> None:
        """What is said in the language of the moment; without a key, `value` as it is."""
        self._tone, self._says = tone, (key, value)
        self.changed.emit()

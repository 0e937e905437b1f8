"""What the screen sees of a technician: the sign-in, the pages that tell of the machine, and the way out.

A technician comes from home only, where nobody's session runs, and nobody's begins until they are gone.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.idle import IdleTimes
from kiosk.ui.machine_view import MachineView
from kiosk.ui.qml_types import QVariantList, QVariantMap
from kiosk.ui.session_view import SessionView
from kiosk.ui.staff_view import StaffView
from kiosk.ui.stage import Stage
from kiosk.ui.technician_sign_in import TechnicianSignIn

if TYPE_CHECKING:
    from kiosk.care import Sheet

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

AT_WORK = IdleTimes(curtain=math.inf, warning=math.inf, end=900)  # then nobody is on duty any more
APART = {"collecting": "collect", "booking": "booking"}  # what home has beside matters: its word
FIRST = "overview"
MENU = ("devices", "test", "outbox", "paper", "rounds", "log", "versions", "drill")


@QmlElement
class TechnicianView(QObject):
    changed = Signal()
    left = Signal()  # nobody is on duty any more
    _told = Signal(str)  # from the thread of a test to ours

    def __init__(self, stage: Stage, session: SessionView, machine: MachineView, clerk: StaffView) -> None:
        super().__init__()
        self._stage, self._session, self._machine, self._clerk = stage, session, machine, clerk
        self._page = self._asked = self._prompt = ""
        self._sheet: Sheet | None = None
        self._errand = stage.errand()
        self._sign_in = TechnicianSignIn(stage, clerk.entrance.cards)
        self._sign_in.done.connect(self._signed_in)
        clerk.passed.connect(self.enter)
        self._told.connect(self._hear)
        machine.changed.connect(self.changed)
        session.changed.connect(self.changed)

    def page_name(self) -> str:
        return self._page

    @property
    def place(self) -> str:
        """Another one is another page."""
        return self._asked

    @property
    def at_bench(self) -> bool:
        """A technician is on duty."""
        return self._page == "Technician"

    @property
    def wants_cards(self) -> bool:
        return self._page == "TechnicianSignIn"

    @Property(TechnicianSignIn, constant=True)
    def signIn(self) -> TechnicianSignIn:
        return self._sign_in

    @Property(QVariantMap, notify=changed)
    def sheet(self) -> dict[str, Any]:
        """heading, lead, says, tone, rows {title, value, act, label}, acts {act, label}."""
        sheet = self._sheet
        if sheet is None or sheet.page != self._asked:
            return {"heading": "", "lead": "", "says": "", "tone": "", "rows": [], "acts": []}
        rows = [
            {"title": r.title, "value": r.value, "act": r.act.name if r.act else "",
             "label": r.act.label if r.act else ""} for r in sheet.rows
        ]  # fmt: skip
        acts = [{"act": act.name, "label": act.label} for act in sheet.acts]
        seen = self._seen() if sheet.page == "drill" and sheet.says else []
        told = {"heading": sheet.heading, "lead": sheet.lead, "says": sheet.says, "tone": sheet.tone}
        return {**told, "rows": rows + seen, "acts": acts}

    @Property(str, notify=changed)
    def who(self) -> str:
        """Account and work order: nobody's name."""
        entry = self._stage.care.entry if self._page == "Technician" else None
        if entry is None or entry.technician is None:
            return ""
        return self._stage.wording.say("technician_who", entry.technician.id, entry.order)

    @Property(QVariantList, constant=True)
    def menu(self) -> list[str]:
        """Where the overview leads to; constant, as buttons that are made anew lose the tap on them."""
        return list(MENU)

    @Property(bool, notify=changed)
    def atFirst(self) -> bool:
        return self._asked == FIRST

    @Property(bool, notify=changed)
    def works(self) -> bool:
        return self._errand.running

    @Property(str, notify=changed)
    def prompt(self) -> str:
        """What a test that runs wants somebody to do."""
        return self._prompt

    @Property(bool, notify=changed)
    def canGoBack(self) -> bool:
        return self._page == "TechnicianSignIn" or (self._page != "" and self._asked != FIRST)

    @Property(bool, notify=changed)
    def canEnter(self) -> bool:
        """Nobody's session runs, and there is somebody whom the machine would know."""
        return self._stage.coming.here and self._stage.coming.maintained and not self._session.page_name()

    @Slot()
    def enter(self) -> None:
        """From the sign-in of staff, where nobody comes by chance."""
        if self.property("canEnter") and not self._page:
            self._clerk.make_way()
            self._page = "TechnicianSignIn"
            self._sign_in.start()
            self.changed.emit()

    @Slot(str)
    def go(self, page: str) -> None:
        """What a page shows is asked anew whenever it is come to."""
        if self._page != "Technician" or (self._errand.running and page == self._asked):
            return
        care = self._stage.care
        self._errand.drop()
        self._asked, self._sheet, self._prompt = page, None, ""
        self._errand.run(lambda: care.page(page), self._show, self._fail)
        self.changed.emit()

    @Slot(str)
    def act(self, name: str) -> None:
        care, say = self._stage.care, self._told.emit
        if self._page == "Technician" and not self._errand.running:
            self._prompt = ""
            self._errand.run(lambda: care.act(name, say), self._show, self._fail, holds=True)
            self.changed.emit()

    def back(self) -> bool:
        """Whether there was a page of a technician to go back from."""
        if self._page == "TechnicianSignIn":
            self._close()
        elif self._page and self._asked != FIRST:
            self.go(FIRST)
        return self._page != ""

    def leave(self) -> bool:
        """首页 and 退出. Whether it was a technician's page."""
        if self._page == "Technician":
            self.sign_out()
        elif self._page:
            self._close()
        else:
            return False
        return True

    @Slot()
    def signOut(self) -> None:
        self.sign_out()

    def sign_out(self, why: str = "left") -> None:
        care = self._stage.care
        self._close()
        self._stage.background.start(lambda: care.leave(why), self._out, self._not_out)
        self.left.emit()

    @Slot()
    def _signed_in(self) -> None:
        self._page = "Technician"
        self._stage.idle.start(AT_WORK)
        self.go(FIRST)

    def _show(self, sheet: Sheet) -> None:
        self._sheet, self._prompt = sheet, ""
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        """What could not be asked is said where it would stand; the overview tells why."""
        from kiosk.care import Sheet

        says = f"{self._stage.wording.say('technician_failed')}（{type(error).__name__}）"
        self._show(Sheet(self._asked, "", says=says, tone="bad"))

    @Slot(str)
    def _hear(self, sentence: str) -> None:
        self._prompt = sentence.strip()
        self.changed.emit()

    def _seen(self) -> list[dict[str, str]]:
        """What citizens are told now: above, of what is done without a matter, and of each matter."""
        say, home = self._stage.wording.say, self._machine
        line = say(f"network_{home.property('network')}")
        rows = [(say("technician_above"), f"{home.property('date')}  {home.property('time')}  {line}")]
        apart = [home.property(name) | {"title": say(word), "closed": ""} for name, word in APART.items()]
        for each in [*apart, *home.everything()]:
            said = each["lacking"] or each["preparing"] or each["closed"]
            rows.append((each["title"], said or say("technician_fine")))
        return [{"title": title, "value": value, "act": "", "label": ""} for title, value in rows]

    def _close(self) -> None:
        self._sign_in.stop()
        self._errand.drop()
        self._page = self._asked = self._prompt = ""
        self._sheet = None
        self._stage.idle.start()
        self.changed.emit()

    def _out(self, nothing: None) -> None:
        """It is in the journal."""

    def _not_out(self, error: Exception) -> None:
        """Nobody is on duty all the same."""

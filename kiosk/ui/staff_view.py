"""What the screen sees of a clerk: the sign-in, the workbench between two people, and for whom they act.

A clerk begins a matter by the principal's card, and from then on the session's own pages are shown; the
process ends with that session, and the next one goes on for the clerk by a ticket.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.idle import IdleTimes
from kiosk.ui.machine_view import MachineView
from kiosk.ui.session_view import SessionView
from kiosk.ui.staff_bench import StaffBench
from kiosk.ui.staff_book import StaffBook
from kiosk.ui.staff_door import StaffDoor
from kiosk.ui.staff_duties import StaffDuties
from kiosk.ui.staff_sign_in import StaffSignIn
from kiosk.ui.staff_turns import EITHERS, PERSONS, StaffTurns
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from kiosk.flows.session import Session
    from kiosk.terminal.staff import Staff

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

BENCH = IdleTimes(curtain=math.inf, warning=math.inf, end=600)  # then nobody is on duty any more
BEFORE = {  # where the way back leads
    "StaffSignIn": "",
    "TakeOver": "",
    "StaffMatters": "Workbench",
    "Principal": "StaffMatters",
    "DayBook": "Workbench",
    "Duties": "Workbench",
}


@QmlElement
class StaffView(QObject):
    changed = Signal()
    begun = Signal(object)  # the session of a principal
    carried = Signal(object)  # the session at hand, which has changed hands
    left = Signal()  # nobody is on duty any more
    passed = Signal()  # whoever knocks by night is no clerk

    def __init__(self, stage: Stage, session: SessionView, machine: MachineView) -> None:
        super().__init__()
        self._stage, self._session, self._machine = stage, session, machine
        self._page, self._handing_back = "", False
        self._errand = stage.errand()
        self._door = StaffDoor(stage)
        self.entrance = self._sign_in = StaffSignIn(stage)
        self._turns = StaffTurns(stage, session)
        self._book = StaffBook(stage)
        self._bench = StaffBench(stage, machine, self._book)
        self.between = self._duties = StaffDuties(stage)
        self._duties.moved.connect(self.changed)
        self._door.entered.connect(self._to_bench)
        for part in (machine, self._turns, self._door, stage.wording):
            part.changed.connect(self.changed)
        self._sign_in.done.connect(self._signed_in)
        self._turns.taken.connect(self._turn_taken)
        self._bench.went.connect(self._go)
        self._bench.begun.connect(self.begun)
        session.changed.connect(self._attend)

    def page_name(self) -> str:
        """Empty where the session's own page is shown, or home."""
        page = self._duties.page_name() if self._page == "Duties" else self._page
        return page or ("Turn" if self._turns.waits else "")

    @property
    def at_bench(self) -> bool:
        """A clerk is on duty, and nobody's session runs."""
        return self._page != "" and self._on_duty and self._session.page_name() == ""

    @property
    def wants_cards(self) -> bool:
        """Whatever card is laid now is asked for here."""
        cards = self._turns.waits or self._duties.wants_cards
        return cards or self._page in ("StaffSignIn", "TakeOver", "Principal")

    @property
    def _on_duty(self) -> bool:
        return self._staff is not None and self._staff.operator is not None

    @property
    def _staff(self) -> Staff | None:
        return self._stage.terminal.staff if self._stage.coming.here else None

    @Property(StaffSignIn, constant=True)
    def signIn(self) -> StaffSignIn:
        return self._sign_in

    @Property(StaffTurns, constant=True)
    def turns(self) -> StaffTurns:
        return self._turns

    @Property(StaffBench, constant=True)
    def bench(self) -> StaffBench:
        return self._bench

    @Property(StaffBook, constant=True)
    def book(self) -> StaffBook:
        return self._book

    @Property(StaffDuties, constant=True)
    def duties(self) -> StaffDuties:
        return self._duties

    @property
    def place(self) -> str:
        """Another one is another page."""
        return self._duties.sheet if self._page == "Duties" else ""

    @Property(str, notify=changed)
    def operator(self) -> str:
        """Who is on duty: masked name, and the account within the site; empty where nobody is."""
        who = self._staff.operator if self._staff else None
        return f"{who.name} {who.account.rpartition('-')[2]}" if who else ""

    @Property(str, notify=changed)
    def role(self) -> str:
        """assist or agent, while somebody's session runs; empty else."""
        role = self._staff.role if self._staff and self._session.page_name() else None
        return role.value if role else ""

    @Property(str, notify=changed)
    def principal(self) -> str:
        """For whom: the masked name."""
        return self._session.badge_text()

    @Property(bool, notify=changed)
    def personsTurn(self) -> bool:
        return self._staff is not None and self._staff.is_persons

    @Property(bool, notify=changed)
    def handingBack(self) -> bool:
        return self._handing_back

    @Property(bool, notify=changed)
    def canGoBack(self) -> bool:
        return self._page in BEFORE or self._handing_back

    @Property(bool, notify=changed)
    def canTakeOver(self) -> bool:
        """A person stands in their own session, and a clerk could go on with it."""
        staff, view = self._staff, self._session
        alone = staff is not None and not self._on_duty and view.of_person is not None
        there = self._door.known and not self._machine.night  # as the machine told it, and tells when it ends
        return alone and there and not view.others_wanted() and not view.aftermath.page_name()

    # --- in and out ---

    @Slot()
    def knock(self) -> None:
        """A tap on the mark of the header at home: five in a row ask for the sign-in."""
        if self._door.knocked() and not self._page and not self._session.page_name():
            self._door.open()
            if self._stage.front.at_night:
                self.passed.emit()
            else:
                self._sign_in.start()
                self._go("StaffSignIn")

    def make_way(self) -> None:
        """A technician signs in instead."""
        self._sign_in.make_way()
        self._page = ""
        self.changed.emit()

    @Slot()
    def askHelp(self) -> None:
        """A person in their own session wants a clerk to go on with it."""
        if self.property("canTakeOver"):
            self._go("TakeOver")

    @Slot()
    def consent(self) -> None:
        """They agree that the clerk sees what they entered."""
        if self._page == "TakeOver" and not self._stage.front.at_night:
            self._sign_in.start()
            self._go("StaffSignIn")

    @Slot()
    def handBack(self) -> None:
        """The person goes on alone, once they have laid down their card."""
        if self._staff is not None and self._staff.role is not None and self._staff.is_here:
            self._handing_back = True
            self._attend()
            self.changed.emit()

    @Slot()
    def signOut(self) -> None:
        self._stage.background.start(self._stage.terminal.staff.sign_out, self._out, self._out)

    def redeem(self, ticket: str) -> None:
        """The process before this one was a clerk's, and handed on who is on duty."""
        self._door.redeem(ticket)

    def back(self) -> bool:
        """Whether there was a page of a clerk to go back from."""
        if self._handing_back:
            self._handing_back = False
            self._attend()
        elif self._page == "Duties" and self._duties.back():
            return True
        elif self._page in BEFORE:
            self._cancel()
            self._go(BEFORE[self._page])
        else:
            return False
        self.changed.emit()
        return True

    def leave(self) -> bool:
        """首页 and 退出: to the workbench, and from there off duty. Whether it was a clerk's page."""
        if not self._page:
            return False
        self._cancel()
        if self._page == "Workbench":
            self.signOut()
        else:
            self._go("Workbench" if self._on_duty and not self._session.page_name() else "")
        return True

    # --- inside ---

    @Slot()
    def _attend(self) -> None:
        """Which of the two has the screen, by the page that the session has come to."""
        staff, page = self._staff, self._session.page_name()
        if staff is not None and self._session.of_person:
            self._door.ask()
        if staff is None or staff.role is None or not page:
            self._turns.attend(False)
            return
        if self._page == "Principal":
            self._go("")
        persons = staff.role.value == "assist" and (page in PERSONS or self._handing_back)
        self._turns.attend(persons and not (staff.persons_turn and not self._handing_back))
        if staff.persons_turn and not persons and page not in EITHERS:
            self._turns.give_back()
        self._book.share(self._session)

    @Slot()
    def _turn_taken(self) -> None:
        if self._handing_back and (session := self._session.of_person):
            terminal, self._handing_back = self._stage.terminal, False
            self._errand.run(lambda: terminal.staff.hand_back(session), self._carry, self._not_carried)
        else:
            self._attend()

    @Slot()
    def _signed_in(self) -> None:
        session, terminal = self._session.of_person, self._stage.terminal
        if session is None:
            self._go("Workbench")
        else:
            self._errand.run(lambda: terminal.staff.take_over(session), self._carry, self._not_carried)

    def _carry(self, session: Session) -> None:
        self._go("")
        self.carried.emit(session)
        self._attend()
        self.changed.emit()

    def _not_carried(self, error: Exception) -> None:
        """The session stays whose it was."""
        self._go("")

    @Slot()
    def _to_bench(self) -> None:
        self._go("Workbench")

    def _out(self, nothing: object) -> None:
        self._go("")
        self.left.emit()

    def _cancel(self) -> None:
        self._sign_in.stop()
        self._bench.stop()
        self._errand.drop()

    @Slot(str)
    def _go(self, page: str) -> None:
        self._page = page
        if page != "Principal":
            self._bench.stop()
        self._book.show(page in ("Workbench", "DayBook"))
        self._duties.show(page == "Duties")
        if not self._session.page_name():
            self._stage.idle.start(BENCH if self._on_duty else None)
        self.changed.emit()

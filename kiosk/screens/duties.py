"""The sheets of a clerk between two people: with papers to hand over, somebody to call, and a month."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.bench import machine
from kiosk.model import Role, SealedPart, Status
from kiosk.screens.apart import standing
from kiosk.store.filings import Prepared
from kiosk.store.shifts import Operator

if TYPE_CHECKING:
    from kiosk.screens import Room, See, Takes
    from kiosk.store import Store
    from kiosk.ui.gallery import Gallery

_PREFIX = "staff/"
_ACCOUNT = "330521-0001-W01"
_FILED = ("school-enrolment", "小学入学报名"), ("birth", "新生儿出生"), ("si-certificate", "社保参保证明")


def _between(see: See, takes: Takes) -> int:
    with standing() as hung:
        terminal, clerk = hung.shell.stage.terminal, hung.shell.view.clerk
        _file(terminal.store)
        terminal.staff.operator = Operator(_ACCOUNT, "沈*", frozenset(Role))
        clerk._go("Workbench")
        hung.until(lambda: hung.can_tap("bench.duties"), "the workbench")
        see(hung, f"{_PREFIX}workbench")
        hung.tap("bench.duties")
        hung.until(lambda: hung.can_tap("duty.calls"), "the menu")
        see(hung, f"{_PREFIX}duties")
        _hands_over(hung, see)
        hung.tap("duty.calls")
        hung.until(lambda: hung.can_tap("call.0197-0"), "who is to be called")
        see(hung, f"{_PREFIX}calls")
        hung.tap("call.0197-0")
        hung.until(lambda: hung.can_tap("result.well"), "the results")
        see(hung, f"{_PREFIX}call")
        hung.tap("back")
        hung.until(lambda: hung.can_tap("call.0197-0"), "who is to be called")
        hung.tap("back")
        hung.tap("duty.month")
        hung.until(lambda: hung.can_tap("page.down") or hung.can_tap("duty.other"), "the month")
        see(hung, f"{_PREFIX}month")
        hung.tap("back")
        _changes_pin(hung, see)
        clerk._go("")
        return hung.shell.warnings


def _hands_over(hung: Gallery, see: See) -> None:
    papers = hung.shell.view.clerk.between.hand_over
    hung.tap("duty.hand_over")
    hung.until(lambda: hung.can_tap("more.0197-0"), "the papers")
    for name in ("more.0197-0", "more.0197-0", "more.keys"):
        hung.tap(name)
    see(hung, f"{_PREFIX}hand-over")
    papers._printed(hung.shell.stage.terminal.duties.hand_over({"0197-0": 2}, 1))  # no printer hangs here
    hung.until(lambda: hung.can_tap("duty.signed"), "the word of both")
    see(hung, f"{_PREFIX}hand-over printed")
    hung.tap("back")
    hung.until(lambda: hung.can_tap("duty.calls"), "the menu")


def _changes_pin(hung: Gallery, see: See) -> None:
    pin = hung.shell.view.clerk.between.own_pin
    hung.tap("duty.pin")
    hung.until(lambda: hung.page()["page"] == "OwnPin", "the card wanted")
    see(hung, f"{_PREFIX}pin card")
    pin._cards.stop()  # no reader hangs here
    for state, says in (("old", ""), ("new", "pin_differs"), ("failed", "pin_off_line"), ("done", "")):
        pin._become(state, hung.shell.stage.wording.say(says) if says else "")
        see(hung, f"{_PREFIX}pin {state}")


def _file(store: Store) -> None:
    """Each matter once, ended, by these hands."""
    for number, (item, title) in enumerate(_FILED):
        part = SealedPart("body", "application/json", "d" * 64, b"")
        who, slip = f"{number}" * 64, {"title": title}
        made = Prepared(f"0197-{number}", item, who, machine.now(), (part,), slip)
        made = replace(made, operator=(_ACCOUNT, "assist"))
        store.filings.queue(made, "3305210001001", lambda place: place.number)
        with store._database.write() as db:
            db.execute("update filing set status = ?", (Status.CONCLUDED.value,))


ROOMS: dict[str, Room] = {_PREFIX: _between}

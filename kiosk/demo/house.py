"""What the scripted seller and buyer of a home do; and the seller again, when the offices are done with it.

Their way to the receipt is that of whoever has no story; what comes after it stands here.
"""

from __future__ import annotations

from kiosk.demo.citizen import Citizen
from kiosk.demo.story import Chapter, leave_results
from kiosk.demo.visits import visit
from kiosk.model import Status

ITEM = "house-transfer"
_DONE = (Status.RESULT_READY, Status.CONCLUDED)


def clock(citizen: Citizen) -> None:
    """The branches ran side by side: how long the whole took, beside what was promised."""
    seller = visit(ITEM).person
    citizen.wait_until_all_are(*_DONE)
    citizen.wait_for_network("ok")
    citizen.wait_for("Home")
    citizen.tap("collect")
    citizen.wait_for("ReadCard")
    citizen.lay_card(seller)
    citizen.wait_for("ConfirmByPhone", busy=False)
    citizen.lift_card()
    citizen.confirm_on_phone(seller)
    citizen.wait_for("Results", busy=False)
    citizen.look("results")
    citizen.tap("progress.0")
    citizen.wait_for("Progress", busy=False)
    citizen.look("clock")
    citizen.tap("progress.back")
    leave_results(citizen)


AFTERWARDS = (Chapter("clock", "部门办完：用了多久，承诺多久", clock, files=False),)

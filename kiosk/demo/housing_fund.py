"""What the scripted buyers do: all confirmed; a marital status that is put right; one that nobody knows."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.demo.citizen import Citizen
from kiosk.demo.enrolment import prove, sign_and_submit
from kiosk.demo.story import Chapter

ITEM = "housing-fund"
UNMARRIED, MARRIED, DIVORCED = "10", "20", "40"


@dataclass(frozen=True)
class Bought:
    """What stands in the contract, as the keys write it, and the card that the money goes to."""

    contract: str
    day: str
    price: str
    card: str


CONFIRMED, PUT_RIGHT, UNKNOWN = "hu-ping", "lin-jie", "two-rare-planes"  # ids in resources/persons.yaml
_BOUGHT = {
    CONFIRMED: Bought("330521202500000207", "20251018", "940000", "6228480330100030007"),
    PUT_RIGHT: Bought("330521202500000415", "20250911", "1090000", "6222021205000500052"),
    UNKNOWN: Bought("330521202500000311", "20251109", "1250000", "6217003310000400048"),
}


def confirmed(citizen: Citizen) -> None:
    """Five offices say yes: nothing is brought, and the most that may be drawn stands there already."""
    prove(citizen, CONFIRMED, ITEM)
    citizen.wait_for("marital", busy=False)
    citizen.look("marital")
    citizen.tap(f"choice.{MARRIED}")
    citizen.wait_for("spouse")
    citizen.look("spouse")
    citizen.tap("back")
    citizen.wait_for("marital")
    citizen.tap(f"choice.{DIVORCED}")
    declare(citizen, _BOUGHT[CONFIRMED], look=True)
    citizen.wait_for("Materials", busy=False)
    citizen.look("materials")
    citizen.tap("continue")
    sign_and_submit(citizen)


def put_right(citizen: Citizen) -> None:
    """Civil affairs says no, the answer is corrected, and the matter goes on."""
    prove(citizen, PUT_RIGHT, ITEM)
    citizen.wait_for("marital", busy=False)
    citizen.tap(f"choice.{DIVORCED}")
    declare(citizen, _BOUGHT[PUT_RIGHT])
    citizen.wait_for("Mismatch", busy=False)
    citizen.look("marriage-no")
    citizen.tap("mismatch.revise")
    citizen.wait_for("marital")
    citizen.tap(f"choice.{UNMARRIED}")
    citizen.wait_for("Materials", busy=False)
    citizen.look("materials")
    citizen.tap("continue")
    sign_and_submit(citizen)


def unknown(citizen: Citizen) -> None:
    """Two registers know nothing: not a no, and the originals are shown at the fund centre."""
    prove(citizen, UNKNOWN, ITEM)
    citizen.wait_for("marital", busy=False)
    citizen.tap(f"choice.{UNMARRIED}")
    declare(citizen, _BOUGHT[UNKNOWN])
    for name in ("marriage", "household"):
        citizen.wait_for("Unknown", busy=False)
        citizen.look(f"{name}-unknown")
        citizen.tap("unknown.pass")
        citizen.wait_for("Original")
        citizen.look(f"{name}-original")
        citizen.tap("original.bring")
    citizen.wait_for("Materials", busy=False)
    citizen.look("materials")
    citizen.tap("continue")
    sign_and_submit(citizen)


CHAPTERS = (
    Chapter("confirmed", "公积金：部门都核对通过，一份材料也不用带", confirmed, files=True, facts=10),
    Chapter("put-right", "婚姻没对上：改一处，再核对", put_right, files=True),
    Chapter("unknown", "部门查不到：带原件到管理中心", unknown, files=True),
)


def declare(citizen: Citizen, bought: Bought, *, look: bool = False) -> None:
    """From the cities to the delivery. `look`: takes a picture of each page."""

    def on(step: str) -> None:
        citizen.wait_for(step, busy=False)
        if look:
            citizen.look(step)

    for step, choice in (("deposit_city", "330500"), ("house_city", "330500"), ("house_kind", "new")):
        on(step)
        citizen.tap(f"choice.{choice}")
    on("proof")
    citizen.tap("choice.contract")
    on("contract_paper")
    enter(citizen, "contract_number", bought.contract)
    citizen.tap("continue")
    citizen.wait_for("house", busy=False)
    enter(citizen, "bought_on", bought.day)
    enter(citizen, "price", bought.price)
    on("house")
    citizen.tap("continue")
    on("bank")
    enter(citizen, "bank_card", bought.card)
    citizen.tap("continue")
    on("drawing")
    citizen.tap("continue")
    on("delivery")
    citizen.tap("choice.terminal")


def enter(citizen: Citizen, field: str, digits: str) -> None:
    citizen.tap(f"field.{field}")
    citizen.type(digits)
    citizen.tap("key.ok")

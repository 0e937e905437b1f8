"""What the scripted parents do: twins whom the offices know, papers that they do not, a child too young."""

from __future__ import annotations

from kiosk.demo.citizen import Citizen
from kiosk.demo.story import Chapter, begin, leave

ITEM = "school-enrolment"
TWINS, REPAIR, YOUNG = "liu-yang", "hu-ping", "lin-jie"  # ids in resources/persons.yaml
_EXPIRED_LEASE = "ZL330521202300077"
_NAME = (((4, 10), (22, 8), (40, 11)), ((22, 3), (20, 24), (8, 40)), ((22, 24), (44, 41)))  # mm: 大


def twins(citizen: Citizen) -> None:
    """Two children, nothing typed, no paper."""
    prove(citizen, TWINS)
    for child in ("children.0", "children.1"):
        citizen.wait_for(child, busy=False)
        citizen.look(child.replace(".", "-"))
        citizen.tap("continue")
    citizen.wait_for("home")
    citizen.look("home-kind")
    citizen.tap("choice.owned")
    citizen.wait_for("owned")
    citizen.look("home-number")
    citizen.tap("continue")
    school(citizen, "sample-1")
    citizen.wait_for("Materials", busy=False)
    citizen.look("materials")
    citizen.tap("continue")
    sign_and_submit(citizen)


def repair(citizen: Citizen) -> None:
    """One office says no, another knows nothing: the answer is put right, and a promise is signed."""
    prove(citizen, REPAIR)
    citizen.wait_for("children.0", busy=False)
    citizen.tap("continue")
    citizen.wait_for("home")
    citizen.tap("choice.rented")
    citizen.wait_for("lease_details")
    citizen.tap("field.lease_number")
    citizen.tap("key.language")
    citizen.type(_EXPIRED_LEASE)
    citizen.look("typed")
    citizen.tap("key.ok")
    citizen.wait_for("lease_details")
    citizen.tap("continue")
    school(citizen, "sample-3")
    citizen.wait_for("Unknown", busy=False)
    citizen.look("vaccination-unknown")
    citizen.tap("unknown.pass")
    citizen.wait_for("Commit")
    citizen.look("promise")
    citizen.tap("commit.read")
    citizen.tap("commit.agree")
    citizen.wait_for("Mismatch", busy=False)
    citizen.look("lease-no")
    citizen.tap("mismatch.alternative")
    citizen.wait_for("home")
    citizen.tap("choice.owned")
    citizen.wait_for("owned")
    citizen.tap("continue")
    citizen.wait_for("Materials", busy=False)
    citizen.look("materials")
    citizen.tap("continue")
    sign_and_submit(citizen)


def young(citizen: Citizen) -> None:
    """A child that is five: when it may come, and where to ask; nothing is filed."""
    prove(citizen, YOUNG)
    citizen.wait_for("children_count")
    citizen.tap("choice.1")
    citizen.wait_for("children.0", busy=False)
    citizen.tap("continue")
    citizen.wait_for("Stop")
    citizen.look("too-young")
    citizen.tap("stop.home")
    citizen.wait_for("Home")


CHAPTERS = (
    Chapter("twins", "双胞胎：材料都由部门核对", twins, files=True, facts=4),
    Chapter("repair", "部门说不符合、查不到：改一处，签一份承诺", repair, files=True),
    Chapter("young", "孩子还小：什么时候能来", young, files=False),
)


def prove(citizen: Citizen, person: str, item: str = ITEM) -> None:
    citizen.wait_for_network("ok")
    begin(citizen, person, item)
    citizen.wait_for("ConfirmByPhone", busy=False)
    citizen.lift_card()
    citizen.code_in_sight()
    citizen.confirm_on_phone(person)


def school(citizen: Citizen, code: str) -> None:
    citizen.wait_for("school")
    citizen.look("school")
    citizen.tap(f"choice.{code}")
    citizen.wait_for("adjust")
    citizen.tap("choice.yes")
    citizen.wait_for("delivery")
    citizen.look("delivery")
    citizen.tap("choice.school")


def sign_and_submit(citizen: Citizen) -> None:
    citizen.wait_for("Sign", busy=False)
    citizen.look("form")
    citizen.tap("sign.start")
    citizen.write("sign.pad", _NAME)
    citizen.look("signature")
    citizen.tap("sign.done")
    citizen.wait_for("review", busy=False)
    citizen.look("review")
    citizen.tap("submit")
    citizen.wait_for("Final")
    citizen.look("final")
    citizen.tap("final.submit")
    leave(citizen)

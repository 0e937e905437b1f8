"""What people do at this terminal, and which of their canaries its screen gets to see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.residue.canaries import CITY, LEASE_AT
from tests.residue.place import Place

ON_THE_WAY_OUT = {"Preview": "finish", "Outcome": "slip", "Slip": "slip.done", "Rating": "skip"}


@dataclass(frozen=True)
class Matter:
    fill_in: Callable[[Place], None]  # up to the last look
    finish: Callable[[Place], None]  # files, takes what there is on paper, and leaves
    meets: frozenset[str]


def identify(at: Place, item: str) -> None:
    """From the home screen on, with card and phone."""
    citizen = at.citizen
    citizen.wait_for("Home", seconds=60)
    citizen.tap(f"item.{item}")
    citizen.wait_for("Notice")
    citizen.tap("agree")
    citizen.wait_for("ReadCard")
    at.lay_card()
    citizen.wait_for("ConfirmByPhone", busy=False)
    citizen.lift_card()
    at.confirm_on_phone()


def ask_for_a_certificate(at: Place) -> None:
    """What is typed into the search is found nowhere, and stays nowhere."""
    citizen = at.citizen
    identify(at, "si-certificate")
    citizen.wait_for("region", busy=False)
    citizen.tap("choice.other")
    citizen.type(at.canaries.texts["search"])
    citizen.tap("key.cancel")
    citizen.tap(f"choice.{CITY}")
    citizen.wait_for("certificate")
    citizen.tap("choice.insured")
    citizen.wait_for("review")


def print_the_certificate(at: Place) -> None:
    at.citizen.tap("submit")
    at.citizen.wait_for("Preview", busy=False)
    at.citizen.tap("print")
    go(at)


def enrol_a_child(at: Place) -> None:
    """A child whom the offices know, a lease whose number is typed, and a signature."""
    citizen = at.citizen
    identify(at, "school-enrolment")
    citizen.wait_for("children.0", busy=False)
    citizen.tap("continue")
    citizen.wait_for("home")
    citizen.tap("choice.rented")
    citizen.wait_for("lease_details")
    citizen.tap("field.lease_number")
    citizen.type(at.canaries.texts["lease"])
    citizen.tap("key.ok")
    citizen.wait_for("lease_details")
    citizen.tap("continue")
    citizen.wait_for("school")
    citizen.tap(f"choice.{LEASE_AT}")
    citizen.wait_for("adjust")
    citizen.tap("choice.yes")
    citizen.wait_for("delivery")
    citizen.tap("choice.school")
    citizen.wait_for("Materials", busy=False)
    citizen.tap("continue")
    citizen.wait_for("Sign", busy=False)
    citizen.tap("sign.start")
    at.sign("sign.pad")
    citizen.tap("sign.done")
    citizen.wait_for("review", busy=False)


def take_the_slip(at: Place) -> None:
    at.citizen.tap("submit")
    at.citizen.tap("final.submit")
    go(at)


def go(at: Place) -> None:
    page = ""
    while page != "Rating":
        page = at.citizen.wait_for(*ON_THE_WAY_OUT, busy=False)["page"]
        at.citizen.tap(ON_THE_WAY_OUT[page])
    at.citizen.tap("done")


PERSON = frozenset(("name", "number", "address"))
CERTIFICATE = Matter(ask_for_a_certificate, print_the_certificate, PERSON | {"search"})
ENROLMENT = Matter(enrol_a_child, take_the_slip, PERSON | {"child", "child-number", "lease", "strokes"})

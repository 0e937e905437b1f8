"""What the scripted citizens do: one with the line up, one with it cut, who comes back for the paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.demo.citizen import Citizen
from kiosk.dock import line

ITEM = "si-certificate"
ONLINE, OFFLINE, EXPIRED = "liu-yang", "ouyang-wenjing", "expired-zhao"  # ids in resources/persons.yaml


@dataclass(frozen=True)
class Chapter:
    """One citizen's walk. `files`: whether a filing comes of it. Taps after the paper are not counted.

    `facts`: how many answers nobody but this person can give.
    """

    name: str
    title: str
    walk: Callable[[Citizen], None]
    files: bool
    facts: int = 0


def certificate_online(citizen: Citizen) -> None:
    """From the home screen to the printed certificate."""
    citizen.wait_for_network("ok")
    begin(citizen, ONLINE)
    citizen.wait_for("ConfirmByPhone", busy=False)
    citizen.code_in_sight()
    citizen.look("confirm-by-phone")
    citizen.confirm_on_phone(ONLINE)
    choose(citizen, "310000")
    citizen.tap("submit")
    citizen.wait_for("Preview", busy=False)
    citizen.look("preview")
    citizen.tap("print")
    leave(citizen)


def certificate_offline(citizen: Citizen) -> None:
    """The line is cut before the person comes; they leave with an honest slip."""
    line.update(citizen.stand.states, cut=True)
    citizen.wait_for_network("down")
    begin(citizen, OFFLINE)
    citizen.wait_for("ConfirmByPhone", busy=False)
    citizen.look("no-network-no-phone")
    citizen.tap("phone.later")
    choose(citizen, "330500")
    citizen.tap("submit")
    leave(citizen)


def collect(citizen: Citizen) -> None:
    """The line is back: the same person prints what was filed without it."""
    line.update(citizen.stand.states, cut=False)
    citizen.wait_until_settled()
    citizen.wait_for_network("ok")
    citizen.wait_for("Home")
    citizen.tap("collect")
    citizen.wait_for("ReadCard")
    citizen.lay_card(OFFLINE)
    citizen.wait_for("ConfirmByPhone", busy=False)
    citizen.lift_card()
    citizen.look("confirm-by-phone")
    citizen.confirm_on_phone(OFFLINE)
    citizen.wait_for("Results", busy=False)
    citizen.look("results")
    citizen.tap("result.0")
    citizen.wait_for("Preview", busy=False)
    citizen.look("preview")
    citizen.tap("print")
    leave(citizen)


def look_around(citizen: Citizen) -> None:
    """The pages that a quick walk does not meet; nothing is filed."""
    citizen.wait_for("Home")
    for page in ("help", "hotline", "problem"):
        citizen.tap(page)
        citizen.wait_for(page.capitalize())
        citizen.look(page)
        citizen.tap("close")
        citizen.wait_for("Home")
    citizen.tap("variant.large")
    citizen.look("home-large")
    citizen.tap(f"item.{ITEM}")
    citizen.wait_for("Notice")
    citizen.look("notice-large")
    citizen.tap("agree")
    citizen.wait_for("ReadCard")
    citizen.lay_card(EXPIRED)
    citizen.wait_for("Stop")
    citizen.look("expired-card-large")
    citizen.lift_card()
    citizen.tap("stop.home")
    choose_otherwise(citizen)


def choose_otherwise(citizen: Citizen) -> None:
    """Another city by the keys, and a kind that asks for a period; then the person leaves."""
    citizen.wait_for("Home")
    citizen.tap(f"item.{ITEM}")
    citizen.wait_for("Notice")
    citizen.tap("agree")
    citizen.wait_for("ReadCard")
    citizen.lay_card(ONLINE)
    citizen.wait_for("ConfirmByPhone", busy=False)
    citizen.lift_card()
    citizen.confirm_on_phone(ONLINE)
    citizen.wait_for("region", busy=False)
    citizen.tap("choice.other")
    for key in ("key.s", "key.z"):
        citizen.tap(key)
    citizen.look("search")
    citizen.tap("result.320500")
    citizen.wait_for("certificate")
    citizen.tap("choice.payments")
    citizen.wait_for("period")
    citizen.look("period")
    citizen.tap("field.period_from")
    citizen.wait_to_see("key.1")
    citizen.look("period-keys")
    citizen.tap("key.cancel")
    citizen.tap("continue")
    citizen.wait_for("review")
    citizen.look("review-period")
    citizen.tap("exit")
    citizen.wait_for("Home")


CHAPTERS = (
    Chapter("online", "有网络：当场打印社保参保证明", certificate_online, files=True, facts=2),
    Chapter("offline", "断网：先收件", certificate_offline, files=True),
    Chapter("collect", "网络恢复：凭身份证和手机取证明", collect, files=False),
    Chapter("around", "四处看看：帮助、大字、过期的身份证、键盘", look_around, files=False),
)


def begin(citizen: Citizen, person: str, item: str = ITEM) -> None:
    citizen.wait_for("Home")
    citizen.wait_to_see("collect")  # the devices have answered
    citizen.look("home")
    citizen.tap(f"item.{item}")
    citizen.wait_for("Notice")
    citizen.look("notice")
    citizen.tap("agree")
    citizen.wait_for("ReadCard")
    citizen.look("read-card")
    citizen.lay_card(person)


def choose(citizen: Citizen, region: str) -> None:
    citizen.wait_for("region", busy=False)
    citizen.lift_card()
    citizen.look("region")
    citizen.tap(f"choice.{region}")
    citizen.wait_for("certificate")
    citizen.look("certificate")
    citizen.tap("choice.insured")
    citizen.wait_for("review")
    citizen.look("review")


def leave_results(citizen: Citizen) -> None:
    """From the list of one's matters, without taking anything."""
    citizen.wait_for("Results", busy=False)
    citizen.tap("finish", counted=False)
    leave(citizen)


def leave(citizen: Citizen) -> None:
    """Whatever pages follow, each is looked at once it is at rest, until the next person could come."""
    on = {
        "Preview": "finish",
        "Outcome": "slip",
        "Slip": "slip.done",
        "Rating": "rate.5",
        "Leaving": "done",
    }
    seen: set[str] = set()
    while True:
        page = citizen.wait_for("Home", *on, busy=False)["page"]
        if page == "Home":
            return
        if page not in seen:
            seen.add(page)
            citizen.look(page.lower())
        citizen.tap(on[page], counted=False)
        if page == "Rating":
            citizen.look("rating-chosen")
            citizen.tap("rate.send", counted=False)

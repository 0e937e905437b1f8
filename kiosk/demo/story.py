"""What the scripted citizens do: one with the line up, one with the line cut, who comes back for the paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.demo.citizen import Citizen
from kiosk.dock import line

ONLINE, OFFLINE = "liu-yang", "chen-wei"  # ids in resources/persons.yaml


@dataclass(frozen=True)
class Told:
    """One citizen's walk, as the record keeps it."""

    title: str
    taps: int


def certificate_online(citizen: Citizen) -> Told:
    """From the home screen to the printed certificate; the rating is not counted."""
    begin(citizen, ONLINE)
    citizen.wait_for("ConfirmByPhone", busy=False)
    citizen.look("confirm-by-phone")
    citizen.confirm_on_phone(ONLINE)
    choose(citizen, "310000")
    citizen.tap("submit")
    citizen.wait_for("Result", busy=False)
    citizen.look("result")
    citizen.tap("print")
    finish(citizen)
    return Told("在线：打印社保参保证明", citizen.taps)


def certificate_offline(citizen: Citizen) -> Told:
    """The line is cut before the person comes; they leave with an honest slip."""
    line.write(citizen.stand.states, cut=True)
    begin(citizen, OFFLINE)
    citizen.wait_for("ConfirmByPhone", busy=False)
    citizen.look("offline-no-phone")
    citizen.tap("defer")
    choose(citizen, "330500", "offline-")
    citizen.tap("submit")
    citizen.wait_for("Held", busy=False)
    citizen.look("offline-held")
    finish(citizen, "offline-")
    return Told("断网：先收件", citizen.taps)


def collect(citizen: Citizen) -> Told:
    """The line is back: the same person prints what was filed without it."""
    citizen.wait_for("Home")
    citizen.tap("collect")
    citizen.wait_for("ReadCard")
    citizen.lay_card(OFFLINE)
    citizen.wait_for("ConfirmByPhone", busy=False)
    citizen.confirm_on_phone(OFFLINE)
    citizen.lift_card()
    citizen.wait_for("Results", busy=False)
    citizen.look("collect-results")
    citizen.tap("result.0")
    citizen.wait_for("Result", busy=False)
    citizen.look("collect-preview")
    citizen.tap("print")
    finish(citizen, "collect-")
    return Told("网络恢复：凭身份证和手机取证明", citizen.taps)


def begin(citizen: Citizen, person: str) -> None:
    prefix = "" if person == ONLINE else "offline-"
    citizen.wait_for("Home")
    citizen.look(f"{prefix}home")
    citizen.tap("item.si-certificate")
    citizen.wait_for("Notice")
    citizen.look(f"{prefix}notice")
    citizen.tap("agree")
    citizen.wait_for("ReadCard")
    citizen.look(f"{prefix}read-card")
    citizen.lay_card(person)


def choose(citizen: Citizen, region: str, prefix: str = "") -> None:
    citizen.wait_for("region")
    citizen.lift_card()
    citizen.look(f"{prefix}region")
    citizen.tap(f"choice.{region}")
    citizen.wait_for("certificate")
    citizen.look(f"{prefix}certificate")
    citizen.tap("choice.insured")
    citizen.wait_for("Review")
    citizen.look(f"{prefix}review")


def finish(citizen: Citizen, prefix: str = "") -> None:
    """Slip, rating, and back to a clean home screen."""
    citizen.wait_for("Done", busy=False)
    citizen.look(f"{prefix}done")


Chapter = Callable[[Citizen], Told]

"""kill -9 of any process at any station: nothing that a person was told is safe is lost or doubled, and the
terminal is back on its home screen."""

from __future__ import annotations

import itertools
import os
import signal
import socket
import sqlite3
import struct
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.demo import running
from kiosk.demo.citizen import Citizen, DemoError
from kiosk.demo.stand import Stand, standing
from kiosk.demo.xvfb import screen
from kiosk.dock import line
from kiosk.store import Store
from kiosk.wire import messages
from kiosk.wire.identity import Identity

# One after the other, each with a city where they are insured: nobody's phone is asked too often.
PEOPLE = itertools.cycle(
    [("liu-yang", "310000"), ("ouyang-wenjing", "330500"), ("chen-wei", "320500"), ("wang-fang", "320500")]
)


@dataclass
class Place:
    stand: Stand
    display: str
    citizen: Citizen
    host: subprocess.Popen

    def on_stage(self) -> int:
        """The process whose screen is on stage: who answers the probe."""
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(self.stand.probe))
            told = probe.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
            return struct.unpack("3i", told)[0]

    def sync_process(self) -> int:
        """The host's child that syncs."""
        children = Path(f"/proc/{self.host.pid}/task/{self.host.pid}/children").read_text().split()
        return next(int(pid) for pid in children if b"sync" in Path(f"/proc/{pid}/cmdline").read_bytes())

    def platform_has(self) -> list[str]:
        (database,) = self.stand.folder.glob("platform/*.sqlite")
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
            found = [row[0] for row in db.execute("select id from filings")]
        db.close()
        return found


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("kill")
    (folder / "pictures").mkdir()
    with standing(folder / "stand") as stand, screen(1080, 1920) as display:
        host = running.start(stand, display)
        citizen = Citizen(stand, display, folder / "pictures")
        made = Place(stand, display, citizen, host)
        citizen.wait_for("Home")
        try:
            yield made
        finally:
            running.stop(made.host)


@pytest.fixture(autouse=True)
def everything_holds(place):
    """After each kill: settled exactly once, no receipt without a filing, journal unbroken."""
    line.update(place.stand.states, cut=False)
    yield
    line.update(place.stand.states, cut=False)
    place.citizen.lift_card()
    place.citizen.wait_until_settled()
    store = Store(place.stand.config.store)
    receipts = Identity.load(place.stand.config.identity).receipts
    kept = store.filings.receipts()
    for filing in kept:
        receipt = messages.Receipt.read(receipts.verify(messages.RECEIPT, filing.receipt))
        assert (receipt.object, receipt.digest) == (filing.id, filing.digest)
    assert sorted(place.platform_has()) == sorted(filing.id for filing in kept)
    assert store.journal.verify() is None
    assert store.integrity() == "ok"
    store.close()


def walk(citizen: Citizen, until: str) -> None:
    """The road up to a station; the tap that leaves it is not made."""
    person, region = next(PEOPLE)
    stations = [
        ("Home", lambda: begin(citizen)),
        ("Notice", lambda: citizen.tap("agree")),
        ("ReadCard", lambda: citizen.lay_card(person)),
        ("ConfirmByPhone", lambda: citizen.confirm_on_phone(person)),
        ("region", lambda: (citizen.lift_card(), citizen.tap(f"choice.{region}"))),
        ("certificate", lambda: citizen.tap("choice.insured")),
        ("review", lambda: citizen.tap("submit")),
        ("Preview", lambda: citizen.tap("later")),
        ("Slip", lambda: citizen.tap("slip.done")),
        ("Rating", lambda: citizen.tap("skip")),
    ]
    for station, go_on in stations:
        if station == "ConfirmByPhone" and citizen.wait_for("ConfirmByPhone", "Resume")["page"] == "Resume":
            citizen.tap("fresh")
        citizen.wait_for(station)
        if station == until:
            return
        go_on()


def begin(citizen: Citizen) -> None:
    """A screen that has just come takes no tap for a moment, as it may have been meant for the one before it:
    whoever sees that nothing came of it taps again."""
    citizen.tap("item.si-certificate")
    with suppress(DemoError):
        citizen.wait_for("Notice", seconds=5)
    if citizen.page().get("page") == "Home":
        citizen.tap("item.si-certificate")


def filings(place: Place) -> int:
    store = Store(place.stand.config.store)
    count = len(store.filings.receipts())
    store.close()
    return count


STATIONS = [
    *("Home", "Notice", "ReadCard", "ConfirmByPhone", "region", "certificate", "review"),
    *("Preview", "Slip", "Rating"),
]
MATRIX = [(process, station) for process in ("sync", "platform", "host") for station in STATIONS]
SCREENS = {"ReadCard", "Preview"}
SAMPLE = {("host", "Preview")}


def kill(place: Place, process: str) -> None:
    """And see to it that what is not the host's to restart comes back."""
    if process == "sync":
        os.kill(place.sync_process(), signal.SIGKILL)
    elif process == "platform":
        place.stand.platform.kill()
        place.stand.restart_platform()
    elif process == "host":
        place.host.kill()
        place.host.wait()
        assert place.citizen.gone()
        place.host = running.start(place.stand, place.display)
    else:
        killed = place.on_stage()
        os.kill(killed, signal.SIGKILL)
        place.citizen.wait_for_other_than(killed, place.on_stage)


def go_home(place: Place) -> None:
    """Whatever page the test left: out of it, and the next person could come."""
    place.citizen.lift_card()
    if place.citizen.page().get("page", "Home") != "Home":  # nothing yet: the host has just been started
        kill(place, "screen")
    place.citizen.wait_for("Home")


@pytest.mark.parametrize(
    "station",
    [
        station if station in SCREENS else pytest.param(station, marks=pytest.mark.soak)
        for station in STATIONS
    ],
)
def test_the_screen_is_killed(place, station):
    before = filings(place)
    walk(place.citizen, station)
    kill(place, "screen")
    place.citizen.wait_for("Home", seconds=12)
    assert filings(place) == before + (station in ("Preview", "Slip", "Rating"))


@pytest.mark.parametrize(
    ("process", "station"),
    [pytest.param(*pair, marks=[] if pair in SAMPLE else [pytest.mark.soak]) for pair in MATRIX],
)
def test_another_process_is_killed(place, process, station):
    before = filings(place)
    walk(place.citizen, station)
    kill(place, process)
    assert filings(place) == before + (station in ("Preview", "Slip", "Rating"))
    go_home(place)


@pytest.mark.parametrize(
    "process", ["screen", "platform", *(pytest.param(p, marks=pytest.mark.soak) for p in ("sync", "host"))]
)
def test_killed_in_the_moment_of_submitting(place, process):
    """Whether it was filed or not is open; that what was filed arrives exactly once is not."""
    before = filings(place)
    walk(place.citizen, "review")
    place.citizen.tap("submit")
    kill(place, process)
    assert filings(place) in (before, before + 1)
    go_home(place)


def test_off_line_a_killed_terminal_keeps_what_it_said_it_keeps(place):
    before = filings(place)
    line.update(place.stand.states, cut=True)
    while next(PEOPLE)[0] != "liu-yang":  # so that the next one lives where they are insured
        continue
    walk(place.citizen, "ConfirmByPhone")
    place.citizen.tap("phone.later")
    place.citizen.wait_for("region", busy=False)
    place.citizen.lift_card()
    place.citizen.tap("choice.330500")
    place.citizen.wait_for("certificate")
    place.citizen.tap("choice.insured")
    place.citizen.wait_for("review")
    place.citizen.tap("submit")
    told = place.citizen.wait_for("Outcome", busy=False)
    assert told["state"] == "held"
    kill(place, "host")
    place.citizen.wait_for("Home")
    assert filings(place) == before + 1


def test_the_next_person_meets_another_process_and_a_clean_home_screen(place):
    walk(place.citizen, "region")
    first = place.on_stage()
    place.citizen.lift_card()
    place.citizen.tap("exit")
    place.citizen.wait_for_other_than(first, place.on_stage)
    told = place.citizen.wait_for("Home", seconds=12)
    assert (told["step"], told["filing"], told["state"]) == ("", None, None)
    assert not Path(f"/proc/{first}").exists()

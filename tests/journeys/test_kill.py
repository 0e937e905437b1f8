"""kill -9 of any process at any station: nothing that a person was told is safe is lost or doubled, and the
terminal is back on its home screen."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from kiosk.demo import running
from kiosk.demo.citizen import Citizen
from kiosk.demo.stand import Stand, standing
from kiosk.demo.xvfb import screen
from kiosk.dock import line
from kiosk.store import Store
from kiosk.wire import messages
from kiosk.wire.identity import Identity

PERSON = "liu-yang"


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
        store = Store(self.stand.config.store)
        rows = store._database.rows(
            "select detail from journal where event = 'started' and subject = 'sync' order by seq"
        )
        store.close()
        return int(rows[-1]["detail"].split(":")[1].rstrip("}"))

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
    stations = [
        ("Home", lambda: citizen.tap("item.si-certificate")),
        ("Notice", lambda: citizen.tap("agree")),
        ("ReadCard", lambda: citizen.lay_card(PERSON)),
        ("ConfirmByPhone", lambda: citizen.confirm_on_phone(PERSON)),
        ("region", lambda: (citizen.lift_card(), citizen.tap("choice.310000"))),
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


def filings(place: Place) -> int:
    store = Store(place.stand.config.store)
    count = len(store.filings.receipts())
    store.close()
    return count


STATIONS = ["Home", "ReadCard", "ConfirmByPhone", "region", "review", "Preview", "Slip"]


@pytest.mark.parametrize("station", STATIONS)
def test_the_screen_is_killed(place, station):
    before = filings(place)
    walk(place.citizen, station)
    killed = place.on_stage()
    os.kill(killed, signal.SIGKILL)
    place.citizen.wait_for_other_than(killed, place.on_stage)
    place.citizen.wait_for("Home", seconds=12)
    filed = STATIONS.index(station) > STATIONS.index("review")
    assert filings(place) == before + filed


def test_the_screen_is_killed_in_the_moment_of_submitting(place):
    walk(place.citizen, "review")
    killed = place.on_stage()
    place.citizen.tap("submit")
    os.kill(killed, signal.SIGKILL)
    place.citizen.wait_for_other_than(killed, place.on_stage)
    place.citizen.wait_for("Home", seconds=12)


def test_sync_is_killed_while_it_sends(place):
    before = filings(place)
    walk(place.citizen, "review")
    place.citizen.tap("submit")
    os.kill(place.sync_process(), signal.SIGKILL)
    place.citizen.wait_until_settled()
    assert filings(place) == before + 1
    os.kill(place.on_stage(), signal.SIGKILL)
    place.citizen.wait_for("Home", seconds=12)


def test_the_platform_is_killed_and_comes_back(place):
    before = filings(place)
    walk(place.citizen, "review")
    place.stand.platform.kill()
    place.citizen.tap("submit")
    place.citizen.wait_for("Outcome", busy=False)
    assert filings(place) == before + 1
    place.stand.restart_platform()
    place.citizen.wait_until_settled()
    os.kill(place.on_stage(), signal.SIGKILL)
    place.citizen.wait_for("Home", seconds=12)


def test_the_host_is_killed_and_started_again(place):
    line.update(place.stand.states, cut=True)
    walk(place.citizen, "ReadCard")
    place.host.kill()
    place.host.wait()
    assert place.citizen.gone()
    place.host = running.start(place.stand, place.display)
    place.citizen.wait_for("Home")

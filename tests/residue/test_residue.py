"""Once a person has gone, nothing of them is left at the terminal but sealed bytes.

Looked at are the processes that live on (host, sync, both screens, the X server) and every file that they
keep or could have written. Not promised, and left out by name: the processes and folders of the virtual
devices (whose paper is the person's own) and of the platform (which has the filing).
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest

from kiosk.dock import line
from tests.residue.place import Place, place

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root reads another process's memory")
ON_THE_WAY_OUT = {"Preview": "finish", "Outcome": "slip", "Slip": "slip.done", "Rating": "skip"}


def come(at: Place) -> None:
    """With the card, up to the first question."""
    citizen = at.citizen
    citizen.wait_for("Home", seconds=60)
    citizen.tap("item.si-certificate")
    citizen.wait_for("Notice")
    citizen.tap("agree")
    citizen.wait_for("ReadCard")
    at.lay_card()
    citizen.wait_for("ConfirmByPhone", busy=False)
    citizen.lift_card()


def answer(at: Place) -> None:
    """Up to the last look; what is typed on the way is found nowhere, and stays nowhere."""
    citizen = at.citizen
    citizen.wait_for("region", busy=False)
    citizen.tap("choice.other")
    for letter in at.canaries.texts["search"]:
        citizen.tap(f"key.{letter}")
    citizen.tap("key.cancel")
    citizen.tap("choice.330500")
    citizen.wait_for("certificate")
    citizen.tap("choice.insured")
    citizen.wait_for("review")


def fill_in(at: Place) -> None:
    come(at)
    at.confirm_on_phone()
    answer(at)


def print_and_go(at: Place) -> None:
    """Files, takes the certificate and the slip, and leaves."""
    at.citizen.tap("submit")
    at.citizen.wait_for("Preview", busy=False)
    at.citizen.tap("print")
    go(at)


def go(at: Place) -> None:
    page = ""
    while page != "Rating":
        page = at.citizen.wait_for(*ON_THE_WAY_OUT, busy=False)["page"]
        at.citizen.tap(ON_THE_WAY_OUT[page])
    at.citizen.tap("done")


def leave_in_the_middle(at: Place) -> None:
    """A draft stays, sealed."""
    at.citizen.tap("exit")


def be_killed(at: Place) -> None:
    os.kill(at.on_stage(), signal.SIGKILL)


def crash(at: Place) -> None:
    os.kill(at.on_stage(), signal.SIGSEGV)


def file_without_network(at: Place) -> None:
    """The filing stays in the outbox, sealed."""
    line.update(at.stand.states, cut=True)
    at.citizen.tap("submit")
    go(at)


def depart(at: Place, leaving: Callable[[Place], None]) -> None:
    """Fills in, is found in the memory of the screen, leaves, and is found nowhere at all."""
    fill_in(at)
    stage = at.on_stage()
    seen = at.in_memory(stage)
    assert {trace.split()[0] for trace in seen} == set(at.canaries.texts), "the scanner is blind"
    leaving(at)
    at.wait_until_gone(stage)
    assert len(at.living()) == 5, "host, sync, two screens, X server"
    assert at.in_memory() == set()
    assert at.in_files() == set()


def test_nothing_of_a_person_outlives_their_visit(tmp_path):
    with place(tmp_path / "stand") as at:
        depart(at, print_and_go)


@pytest.mark.soak
@pytest.mark.parametrize("leaving", [leave_in_the_middle, be_killed, crash, file_without_network])
def test_nor_when_it_ends_in_another_way(tmp_path, monkeypatch, leaving):
    monkeypatch.chdir(tmp_path)
    with place(tmp_path / "stand", core=True) as at:
        depart(at, leaving)
    assert not list(tmp_path.glob("core*"))


@pytest.mark.soak
def test_meanwhile_it_is_in_that_one_process_and_nowhere_else(tmp_path):
    with place(tmp_path / "stand") as at:
        fill_in(at)
        others = [pid for pid in at.living() if pid != at.on_stage()]
        assert len(others) == 4 and at.in_memory(*others) == set()
        assert at.in_files() == set()

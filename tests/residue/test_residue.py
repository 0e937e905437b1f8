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
from tests.residue.matters import CERTIFICATE, ENROLMENT, Matter
from tests.residue.place import Place, place

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="only root reads another process's memory"),
    pytest.mark.timeout(300),  # many processes on a busy machine; the verdict is not how fast it is
]


def finish(at: Place, matter: Matter) -> None:
    matter.finish(at)


def finish_without_network(at: Place, matter: Matter) -> None:
    """The filing stays in the outbox, sealed."""
    line.update(at.stand.states, cut=True)
    matter.finish(at)


def leave_in_the_middle(at: Place, matter: Matter) -> None:
    """A draft stays, sealed."""
    at.citizen.tap("exit")


def be_killed(at: Place, matter: Matter) -> None:
    os.kill(at.on_stage(), signal.SIGKILL)


def crash(at: Place, matter: Matter) -> None:
    os.kill(at.on_stage(), signal.SIGSEGV)


def visit(at: Place, matter: Matter, ends: Callable[[Place, Matter], None]) -> None:
    """Fills in, is found in the memory of the screen, leaves, and is found nowhere at all."""
    matter.fill_in(at)
    stage = at.on_stage()
    seen = {trace.split()[0] for trace in at.in_memory(stage)}
    assert seen == matter.meets, "the scanner is blind"
    ends(at, matter)
    at.wait_until_gone(stage)
    assert len(at.living()) == 5, "host, sync, two screens, X server"
    assert at.in_memory() == set()
    assert at.in_files() == set()


def test_nothing_of_a_person_outlives_their_visit(tmp_path):
    with place(tmp_path / "stand") as at:
        visit(at, CERTIFICATE, finish)


@pytest.mark.soak
@pytest.mark.parametrize(
    "ends", [finish, finish_without_network, leave_in_the_middle, be_killed, crash], ids=lambda f: f.__name__
)
def test_nor_of_a_family_that_signed_whatever_ends_the_visit(tmp_path, monkeypatch, ends):
    monkeypatch.chdir(tmp_path)
    with place(tmp_path / "stand", core=True) as at:
        visit(at, ENROLMENT, ends)
    assert not list(tmp_path.glob("core*"))


@pytest.mark.soak
def test_meanwhile_it_is_in_that_one_process_and_nowhere_else(tmp_path):
    with place(tmp_path / "stand") as at:
        ENROLMENT.fill_in(at)
        others = [pid for pid in at.living() if pid != at.on_stage()]
        assert len(others) == 4 and at.in_memory(*others) == set()
        assert at.in_files() == set()

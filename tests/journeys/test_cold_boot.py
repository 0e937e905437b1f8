"""The machine dies after it has said 已收件, and starts again in the dark: nothing is lost or doubled."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.demo import running
from kiosk.demo.citizen import Citizen
from kiosk.demo.stand import Stand, standing
from kiosk.demo.xvfb import screen
from kiosk.devices.receipt_printer import _mouth
from kiosk.dock import line
from kiosk.model import Status
from kiosk.store import Store
from kiosk.wire import messages
from kiosk.wire.identity import Identity

PERSON, REGION = "liu-yang", "330500"
_LOOK = 0.0005
_AT_THE_LATEST = 10.0  # seconds after 已收件; the sync has long tried by then


@dataclass(frozen=True)
class Moment:
    """When the machine dies: so many seconds after the line is back; or when the platform has the filing and
    its answer is still on its way; or so many writes to the store later."""

    seed: int
    seconds: float
    answered: bool
    writes: int
    delay: float  # seconds that the line takes for each piece

    @classmethod
    def of(cls, seed: int) -> Moment:
        dice = random.Random(seed)
        kind = dice.choice(["some time", "on its way", "within the writes"])
        return cls(
            seed,
            dice.choice([0.0, dice.uniform(0, 2.5)]) if kind == "some time" else dice.uniform(0, 0.1),
            kind != "some time",
            dice.randint(1, 5) if kind == "within the writes" else 0,
            0.25 if kind == "on its way" else dice.choice([0, 0.05]),
        )


@dataclass(frozen=True)
class Taken:
    """What the machine had said that it keeps."""

    id: str
    number: str
    digest: str


@dataclass
class Machine:
    stand: Stand
    display: str
    citizen: Citizen
    host: object = None

    def boot(self) -> None:
        self.host = running.start(self.stand, self.display)
        self.citizen.wait_for("Home", seconds=60)

    def die(self) -> None:
        """All its processes in one moment, and what a power cut leaves of what they shared: nothing."""
        children = Path(f"/proc/{self.host.pid}/task/{self.host.pid}/children").read_text().split()
        for process in (self.host.pid, *map(int, children)):
            os.kill(process, signal.SIGKILL)
        self.host.wait()
        assert self.citizen.gone()
        store = self.stand.config.store
        store.with_name(store.name + "-shm").unlink(missing_ok=True)
        printer = next(d for d in self.stand.config.devices if d.kind == "receipt_printer").options
        _mouth.Mouth(f"{printer['host']}:{printer['port']}").begin()

    def cut(self, cut: bool, delay: float = 0) -> None:
        line.update(self.stand.states, cut=cut, delay_s=delay)

    def writes(self) -> tuple[int, int]:
        """Changes with every page that anybody writes to the store."""
        found = self.stand.config.store.with_name(self.stand.config.store.name + "-wal").stat()
        return found.st_mtime_ns, found.st_size

    def kept(self) -> list[tuple[Taken, Status, str | None]]:
        store = Store(self.stand.config.store)
        assert store.integrity() == "ok"
        assert store.journal.verify() is None
        found = [(Taken(k.id, k.number, k.digest), k.status, k.receipt) for k in store.filings.receipts()]
        store.close()
        return found

    def platform_has(self) -> Counter[Taken]:
        (database,) = self.stand.folder.glob("platform/*.sqlite")
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
            found = Counter(Taken(*row) for row in db.execute("select id, number, digest from filings"))
        db.close()
        return found


@pytest.fixture(scope="module")
def machine(tmp_path_factory) -> Iterator[Machine]:
    folder = tmp_path_factory.mktemp("cold")
    (folder / "pictures").mkdir()
    with standing(folder / "stand") as stand, screen(1080, 1920) as display:
        made = Machine(stand, display, Citizen(stand, display, folder / "pictures"))
        made.boot()
        try:
            yield made
        finally:
            running.stop(made.host)


def told_that_it_is_kept(machine: Machine) -> Taken:
    """A person files off the line, and reads 已收件."""
    citizen = machine.citizen
    machine.cut(True)
    citizen.tap("item.si-certificate")
    citizen.wait_for("Notice")
    citizen.tap("agree")
    citizen.wait_for("ReadCard")
    citizen.lay_card(PERSON)
    citizen.wait_for("ConfirmByPhone")
    citizen.tap("phone.later")
    citizen.wait_for("region", busy=False)
    citizen.lift_card()
    citizen.tap(f"choice.{REGION}")
    citizen.wait_for("certificate")
    citizen.tap("choice.insured")
    citizen.wait_for("review")
    citizen.tap("submit")
    assert citizen.wait_for("Outcome", busy=False)["state"] == "held"
    taken, status, _ = machine.kept()[-1]
    assert status is Status.HELD
    return taken


def die_at(machine: Machine, taken: Taken, moment: Moment) -> None:
    machine.cut(False, moment.delay)
    pause, end = threading.Event(), time.monotonic() + _AT_THE_LATEST
    while moment.answered and not machine.platform_has()[taken] and time.monotonic() < end:
        pause.wait(_LOOK)
    before, left = machine.writes(), moment.writes
    while left and time.monotonic() < end:
        now = machine.writes()
        left, before = left - (now != before), now
        pause.wait(_LOOK)
    if not moment.writes:
        pause.wait(moment.seconds)
    machine.die()


def dies_and_comes_back(machine: Machine, seed: int) -> str:
    """Says how far the filing had come when the machine died."""
    moment = Moment.of(seed)
    taken = told_that_it_is_kept(machine)
    die_at(machine, taken, moment)
    had = machine.platform_has()[taken]
    machine.cut(True)
    machine.boot()
    ((found, status, _),) = [entry for entry in machine.kept() if entry[0].id == taken.id]
    assert found == taken, "in the dark it is what it was"
    machine.cut(False)
    machine.citizen.wait_until_settled()
    arrived(machine)
    return f"{status.value} here, {'there already' if had else 'not there yet'}"


def arrived(machine: Machine) -> None:
    """Everything that this machine ever kept is at the platform once, byte for byte, and it says so."""
    receipts = Identity.load(machine.stand.config.identity).receipts
    kept = machine.kept()
    assert machine.platform_has() == Counter(taken for taken, _, _ in kept)
    for taken, _, receipt in kept:
        word = messages.Receipt.read(receipts.verify(messages.RECEIPT, receipt))
        assert (word.object, word.digest) == (taken.id, taken.digest)


@pytest.mark.parametrize("seed", [0, pytest.param(5, marks=pytest.mark.soak)])
def test_what_was_taken_survives_the_machine_and_a_start_in_the_dark(machine, seed):
    print(dies_and_comes_back(machine, seed))


@pytest.mark.soak
@pytest.mark.parametrize("first", range(100, 120, 5))
def test_twenty_machines_that_die_lose_nothing(machine, first):
    print(Counter(dies_and_comes_back(machine, seed) for seed in range(first, first + 5)))

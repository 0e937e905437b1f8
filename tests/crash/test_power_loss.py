"""The power goes out at every write: what was said to be kept is there, whole, once; the store goes on.

Every state by `make soak`, a fixed choice of them in `make test`. With a lower `synchronous` the same search
has to find lost filings and broken files: that it does shows that it would.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest

from kiosk.store import Store, database
from tests.crash.examine import ViolationError, facts, hold
from tests.crash.plan import (
    FRAME,
    LONG_AGO,
    PLANS,
    Plan,
    drafted,
    filed,
    followed,
    printed,
    purged,
    rated,
    settled,
)
from tests.crash.power import Disk, Files, Operation, found_in, lay
from tests.crash.recorded import recording

DATABASE = "kiosk.db"
DAY = Plan(  # what a terminal does with three people, in the order in which it may come
    "day",
    (drafted(9, 1, LONG_AGO),),
    (
        *(drafted(1, 1), drafted(1, 2), filed(1), printed(1), rated(1), drafted(2, 1), settled(1)),
        *(filed(2), followed(1, 1), printed(2), filed(3), settled(2), purged(1, 2, expired=9)),
    ),
)
JOURNEYS = PLANS | {"day": DAY}
OFTEN = 12 * FRAME  # written back when it is so small, the log begins anew in the middle of the day


@dataclass(frozen=True)
class Moment:
    """What the disk may hold when the power goes out, and what had been said by then."""

    files: Files
    kept: int  # index of the state that was said to be kept
    open_end: int  # of the last state that may be

    def possible(self, states: list[frozenset[str]]) -> list[frozenset[str]]:
        return states[self.kept : self.open_end + 1]


def recorded(plan: Plan, files: Files, folder: Path, **options) -> list[Operation]:
    """Everything that SQLite did to the disk while the product went through the plan."""
    lay(files, folder)
    with recording(files, **options) as system:
        store = Store(folder / DATABASE)
        system.log.append(Operation("told"))
        for step in plan.steps:
            step.do(store)
            system.log.append(Operation("told"))
        store.close()
    return system.log


def moments(plan: Plan, files: Files, log: list[Operation], tries: int, stride: int) -> Iterator[Moment]:
    """Each different state once. Only every `stride`-th operation, and each at which something was told."""
    disk, seen, told = Disk.holding(files), set(), 0
    opened, last = len(plan.opening()) - 1, len(plan.states()) - 1
    for n, operation in enumerate([*log, Operation("told")]):
        if n % stride == 0 or operation.kind == "told":
            kept = opened + told - 1 if told else 0
            end = min(opened + told, last)
            dice = random.Random(f"{plan.name} {n}")
            for found in disk.without_power(dice, tries):
                key = (hash(tuple(sorted(found.items()))), kept)
                if key not in seen:
                    seen.add(key)
                    yield Moment(found, kept, end)
        if operation.kind == "told":
            told += 1
        else:
            disk.take(operation)


def read(folder: Path) -> frozenset[str]:
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as db:
        return facts(db)


def examine(plan: Plan, moment: Moment, folder: Path) -> None:
    lay(moment.files, folder)
    found = read(folder)
    hold(found in moment.possible(plan.states()), f"{set(found)} where {moment.kept} was kept")


def examine_going_on(plan: Plan, moment: Moment, folder: Path) -> None:
    """The product opens what is there, and repeats everything."""
    lay(moment.files, folder)
    with closing(Store(folder / DATABASE)) as store:
        hold(store.integrity() == "ok" and store.journal.verify() is None, "integrity or journal")
        for step in plan.steps:
            step.do(store)
        hold(store.journal.verify() is None, "journal after going on")
    hold(read(folder) == plan.states()[-1], "does not end as if nothing had happened")


def again(plan: Plan, moment: Moment, folder: Path) -> Iterator[Moment]:
    """The power goes out a second time, while the product opens, recovers, and writes the log back."""
    lay(moment.files, folder)
    with recording(moment.files, log_limit=OFTEN) as system:
        Store(folder / DATABASE).close()
    opened = len(plan.opening()) - 1
    disk, seen = Disk.holding(moment.files), set()
    for n, operation in enumerate([*system.log, Operation("told")]):
        for found in disk.without_power(random.Random(f"again {n}"), 1):
            key = hash(tuple(sorted(found.items())))
            if key not in seen:
                seen.add(key)
                yield Moment(found, moment.kept, max(moment.open_end, opened))
        disk.take(operation)


Choice = Callable[[Plan, Files, list[Operation]], Iterator[Moment]]


@pytest.fixture
def journey(request, tmp_path, monkeypatch):
    plan = JOURNEYS[request.param]
    plan.begin(tmp_path / "pristine")
    files = found_in(tmp_path / "pristine")
    for name in ("MIGRATIONS", "LOG_LIMIT"):
        monkeypatch.setattr(database, name, getattr(database, name))
    plan.configure(tmp_path)
    return plan, files


every_journey = pytest.mark.parametrize("journey", JOURNEYS, indirect=True)


def search(journey, place: Path, moments_of: Choice) -> Counter:
    """The power goes out, and the product goes on."""
    plan, files = journey
    log = recorded(plan, files, place / "work", log_limit=OFTEN)
    states = 0
    for moment in moments_of(plan, files, log):
        examine(plan, moment, place / "state")
        examine_going_on(plan, moment, place / "state")
        states += 1
    return Counter({"operations": len(log), "states": states})


def search_again(journey, place: Path, moments_of: Choice) -> Counter:
    """The power goes out, and again while the product recovers."""
    plan, files = journey
    log = recorded(plan, files, place / "work", log_limit=OFTEN)
    states = 0
    for moment in moments_of(plan, files, log):
        for later in again(plan, moment, place / "work"):
            examine(plan, later, place / "state")
            states += 1
    return Counter({"states of a second cut": states})


def choice(tries: int, stride: int = 1, first: int = 0, every: int = 1) -> Choice:
    def choose(plan: Plan, files: Files, log: list[Operation]) -> Iterator[Moment]:
        return islice(moments(plan, files, log, tries, stride), first, None, every)

    return choose


@every_journey
def test_some_states_after_a_power_cut(journey, tmp_path):
    assert search(journey, tmp_path, choice(tries=1, stride=23))["states"] >= 10


@pytest.mark.parametrize("journey", ["submit", "create"], indirect=True)
def test_some_states_after_a_second_power_cut(journey, tmp_path):
    assert search_again(journey, tmp_path, choice(tries=1, stride=23, every=8))["states of a second cut"] > 10


PARTS = 6  # of a search that would take one test too long


def tell(name: str, counts: Counter, capsys) -> None:
    told = ", ".join(f"{value} {what}" for what, value in sorted(counts.items()))
    with capsys.disabled():
        print(f"\npower cut, {name}: {told}", file=sys.stderr)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
@every_journey
def test_every_state_after_a_power_cut(journey, part, tmp_path, capsys):
    counts = search(journey, tmp_path, choice(tries=6, first=part, every=PARTS))
    tell(journey[0].name, counts, capsys)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
@every_journey
def test_states_after_a_second_power_cut(journey, part, tmp_path, capsys):
    """After every fifth state of the first."""
    counts = search_again(journey, tmp_path, choice(tries=6, first=5 * part, every=5 * PARTS))
    tell(journey[0].name, counts, capsys)


@pytest.mark.parametrize("journey", ["day"], indirect=True)
@pytest.mark.parametrize("synchronous", ["normal", "off"])
def test_the_search_finds_what_a_lower_synchronous_loses(journey, synchronous, tmp_path):
    plan, files = journey
    log = recorded(plan, files, tmp_path / "work", log_limit=OFTEN, synchronous=synchronous)
    lost = broken = states = 0
    for moment in moments(plan, files, log, tries=1, stride=5):
        states += 1
        shutil.rmtree(tmp_path / "state", ignore_errors=True)
        lay(moment.files, tmp_path / "state")
        try:
            found = read(tmp_path / "state")
        except (ViolationError, sqlite3.DatabaseError):
            broken += 1
            continue
        lost += found in plan.states()[: moment.kept]
    assert lost > states // 20
    assert bool(broken) == (synchronous == "off")

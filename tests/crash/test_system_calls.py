"""Killed in every system call, and every system call refused: the store is as before or as after, what it
said is true, and it goes on. Every point by `make soak`, evenly spread ones in `make test`."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.store import Store, database
from tests.crash.examine import ViolationError, facts, hold
from tests.crash.injection import BROKEN, FULL, KILL, Point, Run, Then, Workshop
from tests.crash.plan import PLANS, Plan

DATABASE = "kiosk.db"


@dataclass(frozen=True)
class Trial:
    """A plan in a folder that is made anew for each point."""

    plan: Plan
    workshop: Workshop
    pristine: Path
    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    def begin(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.pristine, self.folder)

    def run(self, effect: str, injections: Sequence[str] = (), then: Then = "go") -> Run:
        ends = ("", "-wal", "-shm", "-journal")
        paths = [self.folder, *(self.folder / f"{DATABASE}{end}" for end in ends)]
        return self.workshop.run(f"{self.plan.name} {self.folder}", paths, effect, injections, then)

    def may_be(self, run: Run) -> list[frozenset[str]]:
        """The state that the program has said is kept, and the one that it may have been at."""
        states, opening = self.plan.states(), self.plan.opening()
        kept = run.said.count("kept")
        return states[len(opening) - 2 + kept :][:2] if kept else opening

    def read_by_others(self) -> frozenset[str]:
        """With plain SQLite, from a copy: looking is not to mend anything."""
        copy = self.folder.with_name("copy")
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for end in ("", "-wal", "-journal"):
            if (file := self.folder / f"{DATABASE}{end}").exists():
                shutil.copy(file, copy)
        with closing(sqlite3.connect(copy / DATABASE, isolation_level=None)) as db:
            return facts(db)

    def go_on(self, store: Store) -> None:
        """The product, as if nothing had happened: everything again."""
        hold(store.integrity() == "ok", "integrity")
        hold(store.journal.verify() is None, "journal")
        for step in self.plan.steps:
            step.do(store)
        hold(store.journal.verify() is None, "journal after going on")
        store.close()
        hold(self.read_by_others() == self.plan.states()[-1], "does not end as if nothing had happened")

    @contextmanager
    def configured(self) -> Iterator[None]:
        """This process is the plan's program too."""
        shipped = database.MIGRATIONS, database.LOG_LIMIT
        self.plan.configure(self.folder)
        try:
            yield
        finally:
            database.MIGRATIONS, database.LOG_LIMIT = shipped

    def open(self) -> Store:
        with self.configured():
            return Store(self.database)


Look = Callable[[Trial, Run, Store | None], Counter]


def killed(trial: Trial, run: Run, survivor: Store | None) -> Counter:
    """Alone, the next to open recovers it. Beside sync and host, nobody does, and they write next."""
    hold(run.code == -signal.SIGKILL, f"ended with {run.code}")
    if survivor is None:
        found, possible = trial.read_by_others(), trial.may_be(run)
    else:
        with closing(sqlite3.connect(trial.database, isolation_level=None)) as db:
            found, possible = facts(db), [trial.plan.opening()[-1], *trial.may_be(run)]
    hold(found in possible, f"{set(found)}")
    trial.go_on(survivor or trial.open())
    return Counter()


def refused(trial: Trial, run: Run, _: Store | None) -> Counter:
    """The store says so by its own error, and the same process goes on when there is room."""
    hold(run.code == 0 and run.said[-1] == "whole", f"ended with {run.code}")
    hold(run.said.count("refused") <= 1, "refused again")
    hold(trial.read_by_others() == trial.plan.states()[-1], "not whole in the end")
    trial.go_on(trial.open())
    return Counter(refusals=run.said.count("refused"))


def refused_and_dark(trial: Trial, run: Run, _: Store | None) -> Counter:
    """It says that nothing was kept, and is killed at once."""
    told = "refused" in run.said
    hold(run.code == (-signal.SIGKILL if told else 0), f"ended with {run.code}")
    found, possible = trial.read_by_others(), trial.may_be(run)
    hold(found in possible, f"{set(found)}")
    trial.go_on(trial.open())
    false = told and "kept" in run.said and found != possible[0]
    return Counter({"refusals": int(told), "kept though refused": int(false)})


def refused_and_true(trial: Trial, run: Run, survivor: Store | None) -> Counter:
    """Where the disk took the next write, what was refused is not there."""
    counts = refused_and_dark(trial, run, survivor)
    hold(counts["kept though refused"] == 0, "kept though refused")
    return counts


@dataclass(frozen=True)
class Check:
    effect: str
    look: Look
    lasting: bool = False
    then: Then = "go"
    beside: bool = False  # another process that lives on


CHECKS = {
    "killed": Check(KILL, killed),
    "killed beside another": Check(KILL, killed, beside=True),
    "full once": Check(FULL, refused),
    "full until there is room": Check(FULL, refused, lasting=True, then="mend"),
    "full once, then dark": Check(FULL, refused_and_true, then="dark"),
    "full, then dark": Check(FULL, refused_and_dark, lasting=True, then="dark"),
    "broken once": Check(BROKEN, refused),
    "broken until it is mended": Check(BROKEN, refused, lasting=True, then="mend"),
    "broken once, then dark": Check(BROKEN, refused_and_true, then="dark"),
    "broken, then dark": Check(BROKEN, refused_and_dark, lasting=True, then="dark"),
}


@pytest.fixture(scope="module")
def workshop(tmp_path_factory) -> Iterator[Workshop]:
    opened = Workshop(tmp_path_factory.mktemp("workshop"))
    yield opened
    opened.close()


@contextmanager
def begun(trial: Trial, check: Check) -> Iterator[Store | None]:
    trial.begin()
    if not check.beside:
        yield None
        return
    with closing(trial.open()) as survivor:
        yield survivor


def road_of(trial: Trial, check: Check) -> list[str]:
    """The calls when nothing fails."""
    with begun(trial, check):
        run = trial.run(check.effect)
        assert (run.code, run.said[-1]) == (0, "whole"), run.errors
    assert trial.read_by_others() == trial.plan.states()[-1]
    return run.names


def examine(plan: Plan, name: str, workshop: Workshop, place: Path, *, sample: bool) -> Counter:
    check = CHECKS[name]
    plan.begin(place / "pristine")
    trial = Trial(plan, workshop, place / "pristine", place / "store")
    road = road_of(trial, check)
    counts: Counter = Counter()
    for n in telling(road) if sample else range(1, len(road) + 1):
        with begun(trial, check) as survivor:
            run = trial.run(check.effect, Point(check.effect, n, check.lasting).injections(road), check.then)
            assert run.met, run
            try:
                counts += check.look(trial, run, survivor)
            except (ViolationError, sqlite3.Error) as error:
                where = f"{plan.name}, {name}, call {n} of {len(road)}: {run.calls[-1][:100]}"
                pytest.fail(f"{error!r}\n{where}\n{run.said}\n{run.errors}")
        counts["points"] += 1
    with begun(trial, check):
        beyond = Point(check.effect, len(road)).beyond(road)
        assert not trial.run(check.effect, beyond).met  # there was no point after the last
    return counts


def telling(road: Sequence[str]) -> list[int]:
    """The first call and the last, a few between them, and every sync: on it hangs what was said."""
    syncs = [n for n, name in enumerate(road, 1) if "sync" in name]
    return sorted({1, len(road) // 3, 2 * len(road) // 3, len(road), *syncs})


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("plan", ["submit", "create"])
def test_at_telling_system_calls(plan, check, workshop, tmp_path):
    assert examine(PLANS[plan], check, workshop, tmp_path, sample=True)["points"] >= 3


@pytest.mark.parametrize("check", ["killed", "full once, then dark", "broken until it is mended"])
@pytest.mark.parametrize("plan", ["settle", "purge", "draft", "migrate"])
def test_other_transactions_at_telling_system_calls(plan, check, workshop, tmp_path):
    assert examine(PLANS[plan], check, workshop, tmp_path, sample=True)["points"] >= 3


@pytest.mark.soak
@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_at_every_system_call(plan, check, workshop, tmp_path, capsys):
    counts = examine(plan, check, workshop, tmp_path, sample=False)
    told = ", ".join(f"{value} {what}" for what, value in sorted(counts.items()))
    with capsys.disabled():
        print(f"\n{plan.name}, {check}: {told}", file=sys.stderr)

"""No trouble at any moment makes the adapter say "printed" of a slip that is not out."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import serial

from kiosk.devices.receipt_printer import _mouth
from tests.slip_truth.judge import judge, paper
from tests.slip_truth.plan import plan
from tests.slip_truth.wire import Port

_AT_ONCE = 5  # prints wait most of the time


@pytest.fixture(autouse=True)
def memory(tmp_path, monkeypatch):
    folder = tmp_path / "memory"
    folder.mkdir()
    monkeypatch.setattr(_mouth, "FOLDER", folder)
    monkeypatch.setattr(serial, "Serial", Port)


def tried(folder, seeds):
    """Verdicts, and the failing seeds among them."""

    def run(seed):
        place = folder / str(seed)
        place.mkdir()
        return judge(plan(seed), place)

    for profile, slip in {(plan(seed).profile, plan(seed).slip) for seed in seeds}:
        paper(profile, slip), paper(profile, -1)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(run, seeds))


def report(verdicts):
    said = Counter("printed" if verdict.said == "printed" else "not printed" for verdict in verdicts)
    silent = sum(verdict.said != "printed" and verdict.out for verdict in verdicts)
    twice = sum(verdict.again_out > 1 for verdict in verdicts)
    return f"{dict(said)}; out, but not called printed: {silent}; two slips after a second try: {twice}"


def no_lie(verdicts):
    print(report(verdicts))
    wrong = {verdict.plan.seed: f"{verdict.wrong}: {verdict}" for verdict in verdicts if verdict.wrong}
    assert not wrong, "\n".join(f"seed {seed}: {what}" for seed, what in wrong.items())
    assert {verdict.said == "printed" for verdict in verdicts} == {True, False}


@pytest.mark.parametrize("first", [0, pytest.param(50, marks=pytest.mark.soak)])
def test_printed_is_only_said_of_a_slip_that_is_out(tmp_path, first):
    no_lie(tried(tmp_path, [seed for seed in range(first, first + 50) if not plan(seed).long][:30]))


@pytest.mark.soak
@pytest.mark.parametrize("first", range(1000, 2000, 50))
def test_a_thousand_troubles(tmp_path, first):
    no_lie(tried(tmp_path, range(first, first + 50)))

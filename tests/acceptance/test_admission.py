"""Whoever does not fit is given a slot, and is let in when it comes in it."""

from __future__ import annotations

import json

import pytest

from acceptance.admission import GRACE, Admission
from acceptance.cli import main
from acceptance.problems import ProblemError
from acceptance.simulation import MOST_REJECTIONS, Fleet, simulate


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def ask(admission: Admission, terminal: str, count: int = 10) -> int:
    """0: let in; else the slot, in seconds."""
    try:
        admission.admit(terminal, count)
    except ProblemError as problem:
        return problem.retry_after
    return 0


def test_without_a_rate_everybody_is_let_in(clock):
    assert [ask(Admission(None, clock), "t", 10_000) for _ in range(3)] == [0, 0, 0]


def test_slots_lie_one_behind_the_other(clock):
    admission = Admission(10, clock)  # 10 filings a second, of which two seconds' worth may come at once
    assert [ask(admission, f"t{n}") for n in range(6)] == [0, 0, 1, 2, 3, 4]


def test_who_comes_in_its_slot_is_let_in_and_who_comes_early_keeps_it(clock):
    admission = Admission(10, clock)
    slots = {f"t{n}": ask(admission, f"t{n}") for n in range(6)}
    clock.now += 1
    assert ask(admission, "t5") == slots["t5"] - 1
    for terminal, slot in slots.items():
        clock.now = 1000.0 + slot
        assert slot == 0 or ask(admission, terminal) == 0


def test_newcomers_do_not_push_out_whoever_has_a_slot(clock):
    admission = Admission(10, clock)
    for n in range(5):
        ask(admission, f"t{n}")
    clock.now += 3
    assert ask(admission, "newcomer") > 0
    assert ask(admission, "t4") == 0


def test_a_slot_that_nobody_came_in_is_forgotten(clock):
    admission = Admission(10, clock)
    slots = [ask(admission, f"t{n}") for n in range(4)]
    clock.now += slots[-1] + GRACE + 1
    assert ask(admission, "other", 1) == 0
    assert admission._slots == {}


def test_who_brings_more_than_was_promised_pays_for_the_rest(clock):
    admission = Admission(10, clock)
    for n in range(3):
        slot = ask(admission, f"t{n}")
    clock.now += slot
    assert ask(admission, "t2", 60) > 0
    clock.now += ask(admission, "t2", 60)
    assert ask(admission, "t2", 60) == 0


@pytest.mark.parametrize("seed", [1, 2])
def test_p10_a_fleet_that_comes_back_is_turned_away_once_each(seed):
    told = simulate(Fleet(terminals=120, filings=20, rate=60, seed=seed))
    assert told["ok"] and told["rejections_per_terminal"] <= MOST_REJECTIONS
    assert (told["lost"], told["doubled"]) == (0, 0)
    assert told["drained_s"] <= told["ideal_s"] * 1.5
    assert told["peak_requests_per_s"] < 120 / 4  # they do not come at once


def test_a_rehearsal_can_fail_and_says_so(capsys):
    """Filings in several batches each want a slot for every one of them."""
    options = ["--terminals", "5", "--filings", "250", "--rate", "50"]
    assert main(["fleet", "simulate", *options, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["rejections_per_terminal"] > MOST_REJECTIONS and (told["lost"], told["doubled"]) == (0, 0)
    assert main(["fleet", "simulate", "--terminals", "4", "--filings", "3"]) == 0
    assert "0 lost, 0 doubled" in capsys.readouterr().out
    assert main(["fleet", "simulate", "--terminals", "0"]) == 1

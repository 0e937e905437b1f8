"""Every shipped item, walked at random to its end."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from kiosk.flows import sources
from kiosk.flows.definition import Pay, Review
from kiosk.flows.gate import gate
from kiosk.flows.loader import load_items
from kiosk.flows.rules import Rule
from kiosk.flows.survey import every_branch, random_walks
from kiosk.flows.walk import PERIPHERALS, WalkError, begun, opening_day, stranger, walk
from kiosk.flows.ways import ways
from tests import shipped

FLOWS = shipped.items()
MODELS = ("school-enrolment", "si-certificate")  # walked at length; of the others `make test` takes a sample
QUICK = ("si-certificate", "social-card", "joint-request")
SEVERAL = load_items(Path(__file__).parent / "items")
HELD = sources.examples(sources.load())
SUMMER = date(2026, 7, 10)


def comes_to_an_end(item, times, *, all_steps):
    survey = random_walks(FLOWS[item], times, 7, HELD)
    told = survey.told()
    assert told.keys() == {
        *("ok", "walks", "filed", "informed", "stopped", "steps_covered", "branches_covered", "failures")
    }  # fmt: skip
    ends, other = ("informed", "filed") if FLOWS[item].type == "information" else ("filed", "informed")
    assert told[ends] > 0 == told[other] and told[ends] + told["stopped"] == told["walks"] == times
    assert 0.5 < told["branches_covered"] <= 1.0
    if all_steps:
        assert told["ok"] and told["failures"] == []
        assert told["steps_covered"] == 1.0 and not survey.missing.steps


@pytest.mark.parametrize("item", FLOWS)
def test_every_walk_comes_to_an_end_and_every_question_is_reached(item):
    comes_to_an_end(item, 150 if item in MODELS else 30, all_steps=item in MODELS)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("item", FLOWS)
def test_every_walk_of_many_comes_to_an_end_and_every_question_is_reached(item):
    comes_to_an_end(item, 5000, all_steps=True)


def test_whose_account_is_empty_is_told_so_and_not_asked_for_an_amount_that_nobody_could_enter():
    flow = FLOWS["housing-fund"]
    end = walk(flow, Random("7:381"), stranger(opening_day(flow), HELD))  # who holds nothing in that city
    assert end.stop.title.zh == "这个账户里没有余额"


@pytest.mark.parametrize(
    "item", [i if i in QUICK else pytest.param(i, marks=pytest.mark.soak) for i in (*FLOWS, *SEVERAL)]
)
def test_every_branch_is_walked_by_construction(item):
    told = every_branch((FLOWS | SEVERAL)[item], HELD).told()
    assert told["failures"] == []
    assert (told["steps_covered"], told["branches_covered"]) == (1.0, 1.0)


def test_a_branch_that_nobody_can_come_to_is_named():
    flow = FLOWS["si-certificate"]
    never = Rule.compile("age < -1", frozenset(("age",)))
    steps = [replace(step, when=never) if step.key == "period" else step for step in flow.steps]
    told = every_branch(replace(flow, steps=tuple(steps))).told()
    assert {failure["says"] for failure in told["failures"]} == {
        "nobody comes to step period", "nobody comes to when period"
    }  # fmt: skip
    assert not told["ok"] and told["steps_covered"] < 1 and told["branches_covered"] < 1


@pytest.mark.parametrize("item", [item for item in FLOWS if FLOWS[item].type != "information"])
def test_whoever_reaches_the_check_page_may_file(item):
    for seed in range(60 if item in MODELS else 12):
        session = walk(FLOWS[item], Random(seed), stranger(SUMMER))
        if session.stop is None:
            assert gate(session, can_queue=True) == ()


def test_the_same_seed_is_the_same_walk():
    flow = FLOWS["school-enrolment"]
    first, second = (walk(flow, Random(3), stranger(SUMMER)) for _ in range(2))
    assert first == second


def test_a_walk_that_comes_to_no_end_says_where(monkeypatch):
    monkeypatch.setattr("kiosk.flows.walk._LONGEST", 3)
    with pytest.raises(WalkError, match=r"school-enrolment: no end at \w+"):
        walk(FLOWS["school-enrolment"], Random(3), stranger(SUMMER))


def test_a_fee_is_paid_on_one_way_and_put_off_on_another():
    flow = SEVERAL["shop-opening"]
    world = stranger(opening_day(flow))
    session = begun(flow, world, PERIPHERALS, "way")
    while not isinstance(session.step, Pay):
        session = next(ways(session, session.step, world))
    settled = list(ways(session, session.step, world))
    assert [after.facts["payment"]["state"] for after in settled] == ["confirmed", "undertaken"]
    assert {type(after.step) for after in settled} == {Review}

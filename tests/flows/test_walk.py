"""Every shipped item, walked at random to its end."""

from datetime import date
from random import Random

import pytest

from kiosk.flows.gate import gate
from kiosk.flows.loader import load_items
from kiosk.flows.walk import WalkError, stranger, survey, walk

FLOWS = load_items()
SUMMER = date(2026, 7, 10)


@pytest.mark.parametrize("item", FLOWS)
def test_every_walk_comes_to_an_end_and_every_question_is_reached(item):
    told = survey(FLOWS[item], times=150, seed=7)
    assert told["ended"] + sum(told["stops"].values()) == 150
    assert told["ended"] > 0
    assert told["unseen"] == []


@pytest.mark.parametrize("item", FLOWS)
def test_whoever_reaches_the_check_page_may_file(item):
    for seed in range(60):
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

"""The clock of a whole matter: what the person waited for, once, beside what was promised (domain S-03)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from acceptance.platform import CHINA
from kiosk.flows import calendar
from kiosk.flows.calendar import Limit, Unit
from kiosk.model import Filing, Outcome, Status
from kiosk.store.matters import Matter
from kiosk.terminal.progress import parts
from kiosk.terminal.whole import Whole, promise, whole
from kiosk.wire.branch_news import BranchNews, BranchState
from tests import shipped

NINE = datetime(2026, 7, 9, 9, 0, tzinfo=CHINA)
HOUSE = shipped.items()["house-transfer"]
PROMISED = Limit(50, Unit.MINUTES)
CALENDAR = calendar.load()


def done(key, minutes, start=0):
    began = NINE + timedelta(minutes=start)
    return BranchNews(key, BranchState.DONE, "green", began, began + timedelta(minutes=minutes))


HOME = (done("contract", 12), done("tax", 15), done("registration", 18))


def clock(*news, now=NINE, flows=None):
    flows = flows or shipped.items()
    told = json.dumps([each.payload() for each in news])
    filing = Filing("0198", "", HOUSE.item, NINE, "")
    made = Matter(filing, "", Outcome(Status.IN_PROGRESS, NINE), branches=told)
    return whole(made, parts(made, flows), flows, CALENDAR, now)


def test_a_home_is_done_in_the_time_of_its_slowest_part_and_not_of_their_sum():
    assert clock(*HOME) == Whole(18, PROMISED, done=True)


def test_power_and_water_that_follow_belong_to_no_promise():
    water = BranchNews("water", BranchState.STARTED, "green", NINE + timedelta(minutes=18))
    assert clock(*HOME, water, now=NINE + timedelta(hours=3)) == Whole(18, PROMISED, done=True)


def test_it_runs_until_the_last_part_is_done():
    started = BranchNews("registration", BranchState.STARTED, "green", NINE)
    running = (*HOME[:2], started)
    assert clock(*running, now=NINE + timedelta(minutes=16, seconds=30)) == Whole(17, PROMISED, done=False)
    assert clock(*running, now=NINE + timedelta(minutes=70)) == Whole(70, PROMISED, done=False)


def test_where_parts_follow_one_another_it_is_their_sum():
    serial = (done("contract", 12), done("tax", 15, 12), done("registration", 18, 27))
    assert clock(*serial) == Whole(45, PROMISED, done=True)


@pytest.mark.parametrize("state", [BranchState.PAUSED, BranchState.RETURNED])
def test_while_something_is_wanted_of_the_person_or_nothing_comes_of_it_no_clock_is_shown(state):
    assert clock(*HOME[:2], BranchNews("registration", state, "paused", NINE)) is None


def test_before_the_start_and_of_an_item_without_these_parts_nothing_is_said():
    assert clock(*(BranchNews(news.key, BranchState.WAITING) for news in HOME)) is None
    assert clock(*HOME, done("archive", 3)) is None
    assert clock(*HOME, flows={"birth": shipped.items()["birth"]}) is None


def test_a_promise_that_hangs_on_answers_is_none_to_everybody():
    flows = shipped.items()
    assert promise(flows["birth"], NINE.date()) == Limit(5, Unit.WORKING_DAYS)
    assert promise(flows["company"], NINE.date()).unit is Unit.HOURS
    assert promise(flows["social-card"], NINE.date()) is None
    assert promise(flows["school-enrolment"], NINE.date()) is None
    assert promise(HOUSE, NINE.replace(year=2020).date()) is None

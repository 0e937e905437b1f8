"""Several examinations in one visit: one plan of one day that keeps every rule, or why there is none."""

from __future__ import annotations

import pytest

from acceptance import free_times, planning
from acceptance.appointments import Start, Wanted, hold
from acceptance.database import Database
from acceptance.planning import Lacking, Plan, Why
from acceptance.schedule import Schedule
from tests.acceptance.hall import HERE, Clock, at, open_hall, smaller
from tests.acceptance.station import new_id

SCHEDULE = Schedule.load()


def planned(free, *codes):
    found = planning.plan(SCHEDULE, [SCHEDULE.services[code] for code in codes], free)
    assert isinstance(found, Plan), found
    return [(time.service, f"{time.start:%H:%M}") for time in found.times]


def lacking(free, *codes):
    found = planning.plan(SCHEDULE, [SCHEDULE.services[code] for code in codes], free)
    assert not isinstance(found, Plan)
    return found


def test_three_examinations_of_one_afternoon_fit_one_after_the_other_with_the_way_between():
    free = {
        "mri": [at("13:50"), at("15:10")],
        "thyroid": [at("14:30"), at("14:54"), at("15:30")],
        "chest-ct": [at("14:40"), at("15:20"), at("15:35")],
    }
    assert planned(free, "chest-ct", "mri", "thyroid") == [
        ("mri", "13:50"),
        ("thyroid", "14:54"),  # 14:30 ends the scan, the way takes ten minutes
        ("chest-ct", "15:20"),
    ]


def test_who_has_to_fast_comes_first_also_where_another_order_would_end_earlier():
    free = {"chest-ct": [at("08:00")], "abdomen": [at("08:15"), at("09:00")], "blood": [at("08:30")]}
    assert lacking(free, "chest-ct", "abdomen", "blood")[0].why is Why.ORDER
    free["chest-ct"] = [at("08:00"), at("10:30")]
    fasting_first = planned(free, "chest-ct", "abdomen", "blood")
    assert [service for service, _ in fasting_first][-1] == "chest-ct"


def test_what_has_to_follow_others_does():
    free = {"heart": [at("08:00"), at("11:00")], "thyroid": [at("08:30")]}
    assert planned(free, "heart", "thyroid") == [("thyroid", "08:30"), ("heart", "11:00")]


def test_of_two_plans_that_end_alike_the_one_that_waits_less_is_taken():
    free = {"thyroid": [at("08:00"), at("09:30")], "chest-ct": [at("08:30"), at("10:00")]}
    assert planned(free, "thyroid", "chest-ct") == [("thyroid", "08:00"), ("chest-ct", "08:30")]


@pytest.mark.parametrize(
    ("free", "why"),
    [
        ({"blood": [], "mri": [at("13:30")]}, Lacking("blood", Why.FULL)),
        ({"blood": [at("10:20")], "mri": [at("13:30")]}, Lacking("blood", Why.FASTING)),
        ({"blood": [at("09:00")], "mri": [at("08:00")]}, Lacking("mri", Why.ORDER)),
    ],
)
def test_where_there_is_no_plan_it_says_of_which_examination_and_why(free, why):
    assert lacking(free, "blood", "mri") == (why,)


def test_six_examinations_of_a_whole_day_are_planned_by_trying_every_order():
    codes = ("blood", "abdomen", "thyroid", "mri", "chest-ct", "heart")
    services = [SCHEDULE.services[code] for code in codes]
    free = {service.code: list(service.starts(at("00:00").date())) for service in services}
    order = [service for service, _ in planned(free, *codes)]
    assert set(order[:2]) == {"blood", "abdomen"} and order[-1] == "heart"


@pytest.fixture
def hall(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'platform.sqlite'}")
    yield open_hall(tmp_path / "keys", database, Clock())
    database.close()


def test_a_full_day_gives_way_to_the_next_and_a_plan_can_be_held_as_it_is(hall):
    small = smaller(hall, hospital__mri=1)
    codes = ["abdomen", "mri"]
    first = free_times.together(small, codes).plans
    assert len(first) == free_times.PLANS and first[0].times[0].start.date() == at("08:00").date()
    mri = small.schedule.services["mri"]
    for number, start in enumerate(start for start in mri.starts(at("08:00").date()) if start > at("08:00")):
        asked = Wanted(new_id(), f"33052119900307{number:04d}", (Start("mri", start),), new_id())
        hold(small, HERE, asked)
    then = free_times.together(small, codes).plans
    assert then[0].times[0].start.date() == at("08:00", day=1).date()
    starts = tuple(Start(time.service, time.start) for time in then[0].times)
    told = hold(small, HERE, Wanted(new_id(), "330521199003070018", starts, new_id()))
    assert told.times == then[0].times

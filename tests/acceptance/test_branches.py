"""Departments side by side on one matter: who starts when, whose clock runs, and when the whole is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from acceptance import branches, office_work, tables
from acceptance.branch_tables import branches as rows
from acceptance.branches import Kinds
from acceptance.database import Database
from acceptance.desks import Desks
from acceptance.platform import CHINA
from acceptance.problems import ProblemError
from kiosk.flows.calendar import Limit, Unit
from kiosk.flows.rules import Rule
from kiosk.wire import messages
from kiosk.wire.branch_news import BranchNews
from tests import shipped
from tests.acceptance.departments import Departments, branch, minutes
from tests.acceptance.test_feed import cluster  # noqa: F401 - a PostgreSQL of our own

TAX = branch("tax", output="tax_receipt", limit=minutes(15))
CONTRACT = branch("contract", limit=minutes(12))
REGISTER = branch("register", "contract", takes=("tax_receipt",), limit=minutes(25))
HOME = (CONTRACT, TAX, REGISTER)


@pytest.fixture
def work_on(tmp_path):
    opened = []

    def begin(*parts, **more):
        database = Database(f"sqlite:///{tmp_path / 'platform.sqlite'}")
        opened.append(database)
        made = Departments.work_on(database, tmp_path, *parts, **more)
        assert made.accept()
        return made

    yield begin
    for database in opened:
        database.close()


def refused(kind):
    return pytest.raises(ProblemError, match=kind)


def test_nothing_starts_before_the_acceptance(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'platform.sqlite'}")
    work = Departments.work_on(database, tmp_path, *HOME)
    assert set(work.states.values()) == {"waiting"}
    with refused("branch-closed"):
        work.say("contract")
    assert work.accept() and not work.accept()
    assert work.states == {"contract": "started", "tax": "started", "register": "waiting"}
    assert [event.status.value for event in work.events] == ["accepted", "in_progress"]
    database.close()


def test_a_branch_waits_for_what_it_needs_and_ends_with_what_it_takes(work_on):
    work = work_on(*HOME)
    assert work.states["register"] == "waiting"
    work.say("contract")
    assert work.states["register"] == "started"
    with refused("branch-too-early"):
        work.say("register")
    with refused("branch-result"):
        work.say("tax")
    work.say("tax", tax_receipt="T1")
    work.say("register")
    assert work.status == ("concluded", None)
    assert set(work.states.values()) == {"done"}


def test_one_departments_result_is_another_ones_input(work_on):
    work = work_on(*HOME)
    work.say("contract")
    work.say("tax", tax_receipt="T1")
    with work.platform.database.reading() as connection:
        assert branches.inputs(connection, "f", "register") == {"tax_receipt": "T1"}


def test_side_by_side_is_as_long_as_the_longest(work_on):
    """12, 15 and 18 minutes abreast are 18; one after the other they would be 45."""
    spans = {"one": 12, "two": 15, "three": 18}
    desks = Desks(named={("school-enrolment", key): timedelta(minutes=m) for key, m in spans.items()})
    work = work_on(*(branch(key, limit=minutes(50)) for key in spans), desks=desks)
    began = work.clock()
    for _ in range(50):
        if work.status[0] == "concluded":
            break
        work.clock.goes_on(minutes=1)
        work.round()
    assert (work.clock() - began, work.status[0]) == (timedelta(minutes=18), "concluded")


def test_a_home_is_transferred_in_eighteen_minutes_and_its_power_and_water_follow(work_on):
    """The branches of the shipped item: contract, tax and register abreast, each as late as its desk is."""
    house, never = shipped.items()["house-transfer"], Rule.compile("false", frozenset())
    parts = [replace(b, when=never if b.key in ("mortgage", "gas") else None) for b in house.branches]
    spans = {"contract": 12, "tax": 15, "registration": 18, "water": 30, "power": 60}
    desks = Desks(named={("school-enrolment", key): timedelta(minutes=m) for key, m in spans.items()})
    work = work_on(*parts, desks=desks)
    began, done = work.clock(), {}
    for _ in range(90):
        work.clock.goes_on(minutes=1)
        work.round()
        for key, state in work.states.items():
            if state == "done":
                done.setdefault(key, (work.clock() - began).total_seconds() / 60)
        if work.status[0] == "concluded":
            done.setdefault("matter", (work.clock() - began).total_seconds() / 60)
    assert done == {**spans, "water": 48, "power": 78, "matter": 18}


def test_what_comes_to_nothing_takes_along_what_needs_it_and_ends_the_matter(work_on):
    work = work_on(*HOME)
    work.say("tax", Kinds.CANNOT, reason="NO_RECORD")
    work.say("contract")
    assert work.states == {"contract": "done", "tax": "returned", "register": "returned"}
    assert work.row("register").reason == "EARLIER_RETURNED"
    assert work.status == ("refused", "BRANCH_RETURNED")


def test_an_optional_branch_blocks_nothing(work_on):
    work = work_on(CONTRACT, branch("gift", optional=True), branch("card", "gift", optional=True))
    work.say("contract")
    assert work.status == ("concluded", None)
    work.say("gift", Kinds.CANNOT, reason="NO_RECORD")
    assert (work.states["card"], work.status) == ("returned", ("concluded", None))
    last = work.events[-1]
    assert last.status.value == "concluded" and [b.state.value for b in last.branches][1:] == ["returned"] * 2


def test_a_word_and_what_it_starts_are_kept_together_or_not_at_all(work_on):
    """What cannot be told is not done: here the feed's table is away for a moment."""
    work = work_on(*HOME)
    told = len(work.events)
    rename(work, "events", "away")
    with pytest.raises(OperationalError):
        work.say("contract")
    rename(work, "away", "events")
    assert work.states == {"contract": "started", "tax": "started", "register": "waiting"}
    assert len(work.events) == told
    work.say("contract")
    assert work.states["register"] == "started" and len(work.events) == told + 1


def rename(work, old, new):
    with work.platform.database.writing() as connection:
        connection.exec_driver_sql(f"alter table {old} rename to {new}")


# --- clocks ---


def test_four_fifths_are_yellow_the_whole_is_red_and_the_terminal_hears_of_both(work_on):
    work = work_on(branch("tax", limit=minutes(10)), CONTRACT)
    heard = len(work.events)
    seen = []
    for minute in range(1, 12):
        work.clock.goes_on(minutes=1)
        work.round()
        seen.append(work.lights["tax"])
        if minute == 7:
            assert len(work.events) == heard, "a light that stays is no news"
    assert seen == ["green"] * 7 + ["yellow"] * 2 + ["red"] * 2
    shown = [{b.key: b.light for b in event.branches}["tax"] for event in work.events[heard:]]
    assert shown[:1] == ["yellow"] and "red" in shown


def test_while_the_person_is_waited_for_the_clock_stands_still(work_on):
    work = work_on(branch("tax", limit=minutes(10)), CONTRACT)
    work.clock.goes_on(minutes=5)
    work.say("tax", Kinds.WAITS, reason="MATERIAL_MISSING")
    assert (work.states["tax"], work.lights["tax"]) == ("paused", "paused")
    work.clock.goes_on(hours=3)
    work.round()
    assert work.lights["tax"] == "paused"
    work.say("tax", Kinds.RESUMES)
    work.clock.goes_on(minutes=2)
    work.round()
    assert work.lights["tax"] == "green"
    work.clock.goes_on(minutes=1)
    work.round()
    assert work.lights["tax"] == "yellow"
    with refused("branch-closed"):
        work.say("tax", Kinds.RESUMES)


def test_working_days_leave_out_the_pause_and_the_weekend(work_on):
    """Monday 1 June, two working days: over at the end of Wednesday; asked on Tuesday, answered on Thursday:
    Friday and Monday remain."""
    work = work_on(branch("tax", limit=Limit(2, Unit.WORKING_DAYS)), CONTRACT)
    assert news(work, "tax").due == datetime(2026, 6, 4, 0, 0, tzinfo=CHINA)
    work.clock.goes_on(days=1)
    work.say("tax", Kinds.WAITS, reason="MATERIAL_MISSING")
    assert news(work, "tax").due is None
    work.clock.goes_on(days=2)
    work.say("tax", Kinds.RESUMES)
    assert news(work, "tax").due == datetime(2026, 6, 9, 0, 0, tzinfo=CHINA)


def news(work, key) -> BranchNews:
    return next(b for b in work.events[-1].branches if b.key == key)


def test_an_event_is_read_as_it_was_written(work_on):
    event = work_on(*HOME).events[-1]
    assert messages.Event.read(event.payload()) == event
    assert [b.key for b in event.branches] == ["contract", "tax", "register"]
    for spoilt in ({"state": "begun"}, {"started_at": "yesterday"}, {"reason": 7}, {"key": None}):
        parts = [{**event.payload()["branches"][0], **spoilt}]
        with pytest.raises(messages.MessageError):
            messages.Event.read({**event.payload(), "branches": parts})


# --- departments at work ---


def test_a_department_takes_up_its_own_work_once(work_on):
    work = work_on(CONTRACT, branch("tax", office="税务部门"), branch("stamp", office="税务部门"))
    key = office_work.new_key(work.platform.database, work.clock, "税务部门")
    assert office_work.department(work.platform, key) == "税务部门"
    (first,) = office_work.claim(work.platform, "税务部门", "desk 1", 1)
    (second,) = office_work.claim(work.platform, "税务部门", "desk 2", 5)
    assert {first.branch, second.branch} == {"tax", "stamp"} and first.answers == {"topic": "lift"}
    assert office_work.claim(work.platform, "税务部门", "desk 3", 5) == []
    work.clock.goes_on(minutes=16)
    again = office_work.claim(work.platform, "税务部门", "desk 3", 5)
    assert {one.branch for one in again} == {"tax", "stamp"}, "whose machine died holds nothing up"


def test_an_older_key_of_a_department_ends(work_on):
    work = work_on(*HOME)
    old = office_work.new_key(work.platform.database, work.clock, "公安部门")
    office_work.new_key(work.platform.database, work.clock, "公安部门")
    with refused("not-an-office"):
        office_work.department(work.platform, old)


def empty(url):
    database = Database(url)
    with database.writing() as connection:
        tables.metadata.drop_all(connection)
    database.close()
    return Database(url)


@pytest.mark.soak
def test_two_workers_at_the_same_moment_never_have_the_same_branch(cluster, tmp_path):  # noqa: F811
    """On PostgreSQL: what is in one worker's transaction the other passes by, and waits for nobody."""
    database = empty(cluster)
    work = Departments.work_on(database, tmp_path, *(branch(f"b{n}") for n in range(8)))
    assert work.accept()
    with database.writing() as connection:
        mine = select(rows).where(rows.c.key.in_(["b1", "b4", "b6"])).with_for_update(skip_locked=True)
        assert len(connection.execute(mine).all()) == 3
        theirs = office_work.claim(work.platform, "公安部门", "two", 8)
    assert {one.branch for one in theirs} == {"b0", "b2", "b3", "b5", "b7"}
    rest = office_work.claim(work.platform, "公安部门", "one", 8)
    assert {one.branch for one in rest} == {"b1", "b4", "b6"}
    database.close()


@pytest.mark.soak
def test_two_platforms_accept_a_filing_once(cluster, tmp_path):  # noqa: F811
    database = empty(cluster)
    work = Departments.work_on(database, tmp_path, *HOME)
    with database.writing() as connection:
        held = select(tables.filings.c.id).where(tables.filings.c.id == "f").with_for_update()
        connection.execute(held).one()
        assert not work.accept(), "somebody else has it at this moment"
    assert work.accept() and work.round() == 0
    database.close()

"""School enrolment at the platform: who hands in nothing, who a paper, and whom the rules stop."""

from dataclasses import replace
from datetime import datetime

import pytest

from acceptance.platform import CHINA
from tests.acceptance.enrolling import AT, HOME, OTHER_HOME, Visit, forged
from tests.acceptance.station import new_id, person

LIU, CHEN, SHEN = person("liu-yang"), person("chen-wei"), person("shen-lei")
HU, LIN, RARE = person("hu-ping"), person("lin-jie"), person("two-rare-planes")
RECEIVED = ("received", None, ())


@pytest.mark.parametrize("who", ["liu-yang", "ouyang-wenjing"])
def test_the_parents_of_twins_hand_in_nothing(station, who):
    visit = Visit.confirmed(station, person(who))
    session = visit.walk()
    assert session.normal_answers["children.1.idno"] == "330521202003150022"
    assert session.told == {
        "identity": "FACT",
        "household_register": "share:OK",
        "parentage": "verify:YES",
        "vaccination": "verify:YES",
        "home_owned": "verify:YES",
    }
    assert visit.file(session) == RECEIVED


def test_a_promised_item_gets_no_number_and_no_result_yet(station):
    made = station.make(Visit.confirmed(station, LIU).walk(), filed_at=AT)
    receipt = station.receipt(station.send(made))
    assert (receipt.status.value, receipt.acceptance_number) == ("received", None)
    assert [event.status.value for event in station.events() if event.filing == made.id] == ["received"]
    assert station.send(made).json()["receipt"] == station.send(made).json()["receipt"]


def test_a_family_from_elsewhere_hands_in_nothing(station):
    answers = {"home": "rented", "lease_number": "ZL330521202600123", "school": "sample-2"}
    session = Visit.confirmed(station, CHEN, answers=answers).walk()
    assert session.normal_answers["household"] == "elsewhere"
    told = session.told
    assert {told[key] for key in ("residence_permit", "social_insurance", "lease")} == {"verify:YES"}
    assert Visit(station, CHEN).file(session) == RECEIVED


@pytest.mark.parametrize(
    ("who", "more", "key", "told"),
    [
        (LIU, {"home": "grandparents", "grandparents_number": "浙(2008)德清县0002046",
               "grandparents_idno": "330521195811120021"}, "home_grandparents", "verify:YES"),
        (LIU, {"home": "dormitory", "employer_code": "91330521MA2JB0T0TJ"}, "dormitory", "verify:YES"),
        (SHEN, {"owned_number": "浙(2020)德清县0007788"}, "home_owned", "verify:YES"),
    ],
    ids=["grandparents", "dormitory", "the wife's"],
)  # fmt: skip
def test_every_kind_of_home_is_looked_up(station, who, more, key, told):
    visit = Visit.confirmed(station, who, answers=more)
    session = visit.walk()
    assert session.told[key] == told
    assert visit.file(session) == RECEIVED


def test_a_no_is_disputed_with_the_original(station):
    visit = Visit.confirmed(
        station, SHEN, answers={"owned_number": OTHER_HOME}, decisions={"NO": "dispute", "original": "bring"}
    )
    session = visit.walk()
    assert session.told["home_owned"] == "original:WINDOW"
    assert visit.file(session) == RECEIVED


@pytest.mark.parametrize(
    ("decisions", "told"),
    [
        ({"commit": "commit"}, "commit:SIGNED"),
        ({"commit": "decline", "original": "bring"}, "original:WINDOW"),
    ],
    ids=["promised", "declined"],
)
def test_what_nobody_knows_is_promised_or_brought(station, decisions, told):
    visit = Visit.confirmed(station, HU, decisions={"UNKNOWN": "pass", **decisions})
    session = visit.walk()
    assert session.told["vaccination"] == told
    assert visit.file(session) == RECEIVED


def test_who_stands_in_no_register_brings_papers(station):
    child = {"children.0.name": "𠮷小明", "children.0.idno": "330521202001010018", "owned_number": HOME}
    decisions = {
        "NO_DATA": "pass",
        "UNKNOWN": "pass",
        "NO": "dispute",
        "commit": "commit",
        "original": "bring",
    }
    visit = Visit.confirmed(station, RARE, answers=child, decisions=decisions)
    session = visit.walk()
    assert session.facts["share:household-register"]["state"] == "NO_DATA"
    assert session.told["household_register"] == session.told["home_owned"] == "original:WINDOW"
    assert visit.file(session) == RECEIVED


def test_a_child_that_is_too_young_is_refused(station):
    answers = {"children.0.name": "林小满", "children.0.idno": "330521202105200086"}
    visit = Visit.confirmed(station, LIN, answers=answers)
    session = visit.walk()
    assert session.stop is not None and "2027年5月20日" in session.stop.text.zh
    assert visit.file(session) == ("refused", "NOT_ELIGIBLE", ())


@pytest.mark.parametrize(
    ("filed_at", "begun"),
    [
        (datetime(2026, 7, 28, 10, 0, tzinfo=CHINA), "10:00"),
        (datetime(2026, 6, 30, 10, 0, tzinfo=CHINA), "10:00"),
        (AT, "08:59"),
        (AT, "17:01"),
        (AT, None),
    ],
    ids=["after", "before", "early", "late", "not said when"],
)
def test_out_of_season_nothing_is_taken(station, filed_at, begun):
    visit = Visit.confirmed(station, LIU)
    session = visit.walk()
    facts = {name: fact for name, fact in session.facts.items() if name != "begun"}
    facts |= {"begun": {"time": begun}} if begun else {}
    assert visit.file(replace(session, facts=facts), filed_at=filed_at) == ("refused", "SEASON_CLOSED", ())


def test_what_was_begun_in_time_may_end_after_hours(station):
    visit = Visit.confirmed(station, LIU)
    session = forged(visit.walk(), "begun", time="16:59")
    assert visit.file(session, filed_at=AT.replace(hour=17, minute=20)) == RECEIVED


def test_it_cannot_be_changed_at_a_terminal(station):
    visit = Visit.confirmed(station, LIU)
    changes = {"relation": "supplement", "parent": new_id()}
    assert visit.file(visit.walk(), **changes) == ("refused", "RELATION_UNSUPPORTED", ())

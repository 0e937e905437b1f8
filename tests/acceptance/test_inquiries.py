"""What the terminal had no line to ask, the platform asks of its own offices once it has the filing."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from acceptance import tables
from kiosk.flows.loader import load_items
from tests.acceptance.enrolling import AT, HOME, LADDER, OTHER_HOME, Visit
from tests.acceptance.station import person

LIU, HU, RARE = person("liu-yang"), person("hu-ping"), person("two-rare-planes")
CHILD = {"children.0.name": "刘宁宁", "children.0.idno": "330521202003150014"}
OTHERS_CHILD = {"children.0.name": "陈小雨", "children.0.idno": "440604202005020066"}
HUS_CHILD = {
    "children.0.name": "唐一涵",
    "children.0.idno": "330521202001090011",
    "owned_number": "浙(2022)德清县0031906",
}
RECEIVED = ("received", None, ())


def calls(server, filing):
    with server.database.reading() as connection:
        rows = connection.execute(select(tables.calls).where(tables.calls.c.authorisation == filing)).all()
    return [(row.source, row.answer) for row in rows]


def offline(station, who, **more):
    """Confirmed, and then the line was lost."""
    return Visit.confirmed(station, who, online=False, **more)


def test_the_platform_asks_its_offices_itself(station, server):
    visit = offline(station, LIU, answers=CHILD | {"owned_number": HOME})
    session = visit.walk()
    assert set(session.told.values()) == {"FACT", "share:LATER", "verify:LATER"}
    assert visit.file(session) == RECEIVED
    assert sorted(calls(server, session.id)) == [
        ("home-owned", "YES"),
        ("household-register", "OK"),
        ("parent-of", "YES"),
        ("vaccination-complete", "YES"),
    ]


@pytest.mark.parametrize(
    ("who", "answers", "questions"),
    [
        (LIU, CHILD | {"owned_number": OTHER_HOME}, ("owned",)),
        (HU, HUS_CHILD, ("children.0",)),
        (LIU, OTHERS_CHILD | {"owned_number": OTHER_HOME}, ("children.0", "owned", "papers")),
        (RARE, CHILD | {"owned_number": HOME}, ("papers", "children.0", "owned")),
    ],
    ids=["a home of somebody else", "no vaccination record", "a child of somebody else", "in no register"],
)  # fmt: skip
def test_what_an_office_does_not_prove_is_asked_again(station, who, answers, questions):
    assert offline(station, who, answers=answers).file() == (
        "correction_required",
        "MATERIAL_UNPROVED",
        questions,
    )


def test_an_unproved_child_is_asked_for_each_child(station):
    answers = CHILD | {"children_count": "2", "children.1.name": "陈小雨", "owned_number": HOME}
    answers["children.1.idno"] = OTHERS_CHILD["children.0.idno"]
    assert offline(station, LIU, answers=answers).file()[2] == ("children.0", "children.1", "papers")


def test_a_family_that_the_register_has_elsewhere_cannot_say_that_it_is_from_here(station):
    """Off-line nobody knew better; the register does, and then permit and insurance are wanted."""
    child = {"name": "陈小雨", "idno": OTHERS_CHILD["children.0.idno"]}
    answers = {f"children.0.{key}": value for key, value in child.items()}
    answers |= {"household": "local", "home": "rented", "lease_number": "ZL330521202600123"}
    status, reason, questions = offline(station, person("chen-wei"), answers=answers).file()
    assert (status, reason, "papers" in questions) == ("correction_required", "MATERIAL_UNPROVED", True)


def test_the_same_filing_is_asked_about_once(station, server):
    made = station.make(offline(station, LIU, answers=CHILD | {"owned_number": HOME}).walk(), filed_at=AT)
    first = station.send(made)
    assert station.send(made).content == first.content
    assert len(calls(server, made.id)) == 4


def test_nobody_is_asked_about_a_person_who_did_not_confirm(station, server):
    answers = CHILD | {"owned_number": OTHER_HOME, "contact_phone": "13800000000"}
    visit = Visit(station, LIU, answers=answers)
    session = visit.walk()
    assert visit.file(session) == RECEIVED
    assert calls(server, session.id) == []


def test_an_office_that_cannot_be_reached_holds_nobody_up(troubled, server):
    visit = offline(troubled, LIU, answers=CHILD | {"owned_number": OTHER_HOME})
    troubled.sandbox(data_unavailable=["home-owned", "parent-of"])
    session = visit.walk()
    assert visit.file(session) == RECEIVED
    assert {source for source, _ in calls(server, session.id)} == {
        "household-register",
        "vaccination-complete",
    }


@pytest.fixture
def ladder(server):
    return load_items(server.data.parent / "resources" / "items")[LADDER]


def test_silence_leads_on_to_the_next_office(station, server, ladder):
    visit = offline(station, HU, answers=HUS_CHILD, flow=ladder)
    session = visit.walk()
    assert visit.file(session) == RECEIVED
    asked = calls(server, session.id)
    assert asked.count(("vaccination-complete", "UNKNOWN")) == 1
    assert asked.count(("parent-of", "YES")) == 2  # once for the birth certificate


def test_a_no_leads_nowhere(station, server, ladder):
    visit = offline(station, LIU, answers=CHILD | {"owned_number": OTHER_HOME}, flow=ladder)
    session = visit.walk()
    assert visit.file(session) == ("correction_required", "MATERIAL_UNPROVED", ("owned",))
    assert calls(server, session.id).count(("parent-of", "YES")) == 1


def test_what_is_wrong_anyhow_is_not_asked_about(station, server):
    session = offline(station, LIU, answers=CHILD | {"owned_number": HOME}).walk()
    changed = replace(session, answers={**session.answers, "adjust": "no"})
    assert Visit(station, LIU).file(changed)[1] == "SIGNATURE"
    assert calls(server, session.id) == []

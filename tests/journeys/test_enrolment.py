"""A child is enrolled: what the offices know, what they do not, and what a parent decides."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk import app
from kiosk.demo.stand import standing
from kiosk.flows.definition import Choose
from kiosk.flows.materials import State
from kiosk.model import Status
from kiosk.terminal.words import GateError
from kiosk.wire.boot import BEIJING

SUMMER = datetime(2026, 7, 10, 10, tzinfo=BEIJING)
INK = [[(10.0, 10.0), (40.0, 30.0)], [(50.0, 10.0), (50.0, 45.0)]]
SOMEBODY_ELSES = "浙(2019)德清县0020417"
FIRST = {"children.0.name": "刘宁宁", "children.0.idno": "330521202003150014", "children.0.kindergarten": ""}


@pytest.fixture(scope="module")
def stand(tmp_path_factory):
    with standing(tmp_path_factory.mktemp("summer"), starts_at=SUMMER) as made:
        yield made
    os.environ.pop(app.CLOCK_SHIFT, None)


def arrive(visit, person):
    return visit.confirm(visit.identify(person, "school-enrolment"), person)


def fill(visit, session, until="Materials", **given):
    """Goes on with what is on record, and with the answers given, up to a step of that kind."""
    given = {"adjust": "yes", "delivery": "terminal", "contact_phone": "13800000000"} | given
    while session.stop is None and session.step.kind != until and session.step.keys:
        step = session.step
        if isinstance(step, Choose):
            first = next(iter(step.codes.options)) if step.codes else ""
            session = session.answer(step.key, {step.key: given.get(step.key, first)})
        else:
            known = session.preset(step)
            session = session.answer(step.key, {key: given.get(key, known[key]) for key in step.keys})
    return visit.terminal.climb(session) if session.stop is None and until == "Materials" else session


def sign(visit, session):
    session = session.see("papers")
    assert session.step.kind == "Sign"
    return visit.terminal.sign(session, "signature", visit.terminal.application_form(session), INK)


def decide(visit, session, decision):
    return visit.terminal.decide(session, session.material.place, decision)


def standing_of(session, material):
    return next(s for s in session.standings if s.material.key == material)


def home(visit, person, number):
    return fill(visit, arrive(visit, person), home="owned", owned_number=number)


def test_for_twins_on_record_no_paper_is_asked_for_and_the_platform_agrees(visit):
    session = fill(visit, arrive(visit, "liu-yang"), home="owned")
    assert session.material is None
    assert [s.state.value for s in session.standings] == ["OK", "YES", "YES", "YES"]
    assert [session.answers[f"children.{n}.name"] for n in (0, 1)] == ["刘宁宁", "刘安安"]
    signed = sign(visit, session)
    filing = visit.terminal.file(signed)
    assert set(signed.papers) == {"form", "signature"}
    visit.sync.round()
    assert visit.outcome(filing).status is Status.RECEIVED
    visit.terminal.print_slip(signed, filing)
    assert visit.slips()


def test_a_no_is_asked_again_with_the_right_number(visit):
    session = home(visit, "shen-lei", SOMEBODY_ELSES)
    assert standing_of(session, "home_owned").state is State.NO
    assert (
        visit.terminal.decide(session, session.material.place, "pass") is session
    )  # a no is not passed over
    session = session.revise("owned").answer("owned", {"owned_number": "浙(2020)德清县0007788"})
    session = visit.terminal.climb(session)
    assert standing_of(session, "home_owned").state is State.YES and session.material is None


def test_a_no_that_is_disputed_ends_at_the_counter_and_is_filed(visit):
    session = decide(visit, home(visit, "shen-lei", SOMEBODY_ELSES), "dispute")
    assert (session.material.rung.kind, session.material.disputed) == ("original", True)
    session = decide(visit, session, "bring")
    assert session.told["home_owned"] == "original:WINDOW"
    filing = visit.terminal.file(sign(visit, session))
    visit.sync.round()
    assert visit.outcome(filing).status is Status.RECEIVED


def test_what_no_office_knows_is_promised_and_the_promise_is_signed(visit):
    session = home(visit, "hu-ping", "浙(2022)德清县0031906")
    assert session.material.state is State.UNKNOWN
    session = decide(visit, session, "pass")
    place = session.material.place
    assert session.material.rung.kind == "commit"
    session = visit.terminal.decide(session, place, "commit")
    assert visit.terminal.decide(session, place, "decline") is session  # the second half of a double tap
    filing = visit.terminal.file(sign(visit, session))
    visit.sync.round()
    assert visit.outcome(filing).status is Status.RECEIVED


def test_a_child_that_is_too_young_is_told_when(visit):
    session = fill(visit, arrive(visit, "lin-jie"), until="Review", children_count="1")
    assert session.stop is not None and "2027年5月20日" in session.stop.text.zh
    with pytest.raises(GateError):
        visit.terminal.file(session)


@pytest.mark.parametrize(
    "ahead", [timedelta(days=30), timedelta(hours=10)], ids=["in August", "in the evening"]
)
def test_out_of_season_nothing_is_begun(visit, ahead):
    clock = visit.terminal.clock
    visit.terminal.clock = lambda: clock() + ahead
    session = visit.terminal.begin("school-enrolment")
    assert session.stop is session.flow.season.closed
    assert visit.terminal.begin("si-certificate").stop is None


def test_twins_that_no_office_knows_share_all_but_name_and_number(visit):
    session = arrive(visit, "two-rare-planes")
    for key, value in (("relation", "parent"), ("household", "local"), ("children_count", "2")):
        session = session.answer(key, {key: value})
    session = session.answer("children.0", FIRST | {"children.0.kindergarten": "示范幼儿园"})
    assert session.preset(session.step) == {
        "children.1.name": "",
        "children.1.idno": "",
        "children.1.kindergarten": "示范幼儿园",
    }


def test_what_was_signed_is_signed_again_once_it_changes(visit):
    signed = sign(visit, fill(visit, arrive(visit, "liu-yang"), home="owned"))
    assert signed.step.kind == "Review"
    same = signed.revise("adjust").answer("adjust", {"adjust": "yes"})
    assert same.step.kind == "Review"
    changed = signed.revise("adjust").answer("adjust", {"adjust": "no"})
    assert changed.step.kind == "Sign"
    with pytest.raises(GateError):
        visit.terminal.file(changed)


def test_a_form_of_other_answers_is_not_taken_for_signed(visit):
    signed = sign(visit, fill(visit, arrive(visit, "liu-yang"), home="owned"))
    other = replace(signed, papers={**signed.papers, "form": signed.papers["form"] + b"%"})
    filing = visit.terminal.file(other)
    visit.sync.round()
    assert visit.outcome(filing).status is Status.QUARANTINED


def test_without_a_line_nothing_holds_a_parent_up_and_nobody_is_asked_without_a_confirmation(visit):
    visit.line(cut=True)
    session = visit.terminal.defer_confirmation(visit.identify("liu-yang", "school-enrolment"))
    session = visit.terminal.prefill(session)
    session = fill(
        visit, session, relation="parent", household="local", children_count="1", home="owned",
        owned_number="浙(2021)德清县0012345", **FIRST,
    )  # fmt: skip
    assert {s.state for s in session.standings} == {State.LATER} and session.material is None
    filing = visit.terminal.file(sign(visit, session))
    visit.sync.round()
    assert visit.outcome(filing).status is Status.HELD
    visit.line(cut=False)
    visit.sync_line()
    assert visit.outcome(filing).status is Status.RECEIVED

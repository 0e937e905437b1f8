"""The ladder of a material: one rung and every state, and what a person may decide there."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.flows import materials
from kiosk.flows.materials import State
from kiosk.flows.session import Session
from tests import shipped

FLOW = shipped.items()["school-enrolment"]
PARENT = {
    "name": "刘洋",
    "id_number": "33052119900307001X",
    "card_kind": " ",
    "sex": "1",
    "birth": "1990-03-07",
    "address": "",
    "valid_to": "2038-05-10",
}
TWINS = [
    {"name": "刘宁宁", "idno": "330521202003150014", "local": True},
    {"name": "刘安安", "idno": "330521202003150022", "local": True},
]


def begun(today=date(2026, 7, 10), time="10:00"):
    session = Session("s", FLOW, today).learn("begun", {"time": time})
    return session.agree("notice", "t").learn("card", PARENT)


def answered(family=TWINS, **answers):
    """At the papers: everything is answered, nothing asked yet."""
    session = begun().learn("confirmation", {"state": "confirmed", "token": "t"})
    session = session.learn("share:household-register", {"state": "OK", "value": family, "token": "t"})
    given = {"home": "owned", "school": "sample-1", "adjust": "yes", "delivery": "school"} | answers
    while session.step.keys:
        step = session.step
        if step.kind == "Form":
            typed = session.preset(step) | {k: v for k, v in given.items() if k in step.keys}
            session = session.answer(step.key, typed)
        else:
            session = session.answer(step.key, {step.key: given[step.key]})
    return session


def papers(**said):
    """At the papers, with what offices said of them: material=[state of rung 0, of rung 1 …]."""
    session = answered(owned_number="浙(2021)德清县0012345")
    for key, states in said.items():
        for state in states:
            here = next(s for s in session.standings if s.material.key == key)
            session = session.learn(materials.fact_name(here), materials.found(here, {"state": state}))
    return session


def standing(session, key):
    return next(s for s in session.standings if s.material.key == key)


# material, what offices said → rung and state at hand, settled?
CASES = [
    ("household_register", [], 0, "", False),
    ("household_register", ["OK"], 0, "OK", True),
    ("household_register", ["LATER"], 0, "LATER", True),
    ("household_register", ["NO_DATA"], 0, "NO_DATA", False),
    ("household_register", ["UNAVAILABLE"], 0, "UNAVAILABLE", False),
    ("parentage", [], 0, "", False),
    ("parentage", ["YES"], 0, "YES", True),
    ("parentage", ["LATER"], 0, "LATER", True),
    ("parentage", ["NO"], 0, "NO", False),
    ("parentage", ["UNKNOWN"], 0, "UNKNOWN", False),
    ("vaccination", ["YES"], 0, "YES", True),
    ("vaccination", ["NO"], 0, "NO", False),
    ("vaccination", ["UNKNOWN"], 0, "UNKNOWN", False),
    ("home_owned", ["YES"], 0, "YES", True),
    ("home_owned", ["NO"], 0, "NO", False),
    ("home_owned", ["UNKNOWN"], 0, "UNKNOWN", False),
]


@pytest.mark.parametrize(("key", "said", "index", "state", "settled"), CASES)
def test_where_a_material_stands(key, said, index, state, settled):
    here = standing(papers(**{key: said}), key)
    assert (here.index, here.state, here.settled) == (index, state, settled)


# material, what offices said, what the person decides one after the other → where it stands then;
# this machine has no camera, so nobody is asked for a photograph
DECISIONS = [
    ("vaccination", "UNKNOWN", ["pass"], 1, ""),
    ("vaccination", "UNKNOWN", ["pass", "commit"], 1, "SIGNED"),
    ("vaccination", "UNKNOWN", ["pass", "decline"], 3, ""),
    ("vaccination", "UNKNOWN", ["pass", "decline", "bring"], 3, "WINDOW"),
    ("vaccination", "NO", ["dispute"], 3, ""),  # nobody vouches against what an office holds
    ("vaccination", "NO", ["dispute", "bring"], 3, "WINDOW"),
    ("vaccination", "NO", ["pass"], 0, "NO"),  # no is not silence
    ("vaccination", "UNKNOWN", ["dispute"], 0, "UNKNOWN"),
    ("vaccination", "UNKNOWN", ["commit"], 0, "UNKNOWN"),  # not before its turn
    ("home_owned", "NO", ["dispute", "commit"], 2, ""),  # nothing to promise on this ladder
    ("home_owned", "UNKNOWN", ["pass", "bring"], 2, "WINDOW"),
    ("household_register", "NO_DATA", ["pass", "bring"], 2, "WINDOW"),
]


@pytest.mark.parametrize(("key", "said", "decisions", "index", "state"), DECISIONS)
def test_what_a_person_may_decide(key, said, decisions, index, state):
    settled = {"share": "OK", "verify": "YES"}
    others = {s.material.key: [settled[s.rung.kind]] for s in papers().standings}
    session = papers(**others | {key: [said]})
    for decision in decisions:
        session = session.decide(standing(session, key).place, decision, "t")
    here = standing(session, key)
    assert (here.index, here.state) == (index, state)


def test_a_decision_given_to_another_place_is_a_double_tap():
    session = papers(household_register=["OK"], parentage=["YES"], vaccination=["UNKNOWN"])
    place = session.material.place
    once = session.decide(place, "pass", "t")
    assert once.decide(place, "pass", "t") is once
    assert once.ask_again(place) is once


def test_asking_again_forgets_only_this_material():
    session = papers(household_register=["OK"], parentage=["YES"], vaccination=["UNKNOWN"])
    again = session.ask_again(session.material.place)
    assert again.material.to_ask and again.material.material.key == "vaccination"
    assert standing(again, "parentage").settled


def test_a_changed_answer_is_asked_again_and_the_old_one_counts_again_when_it_returns():
    session = papers(household_register=["OK"], parentage=["YES"], vaccination=["YES"], home_owned=["NO"])
    changed = session.revise("owned").answer("owned", {"owned_number": "浙(2021)德清县0099999"})
    assert standing(changed, "home_owned").to_ask
    back = changed.revise("owned").answer("owned", {"owned_number": "浙(2021)德清县0012345"})
    assert standing(back, "home_owned").state is State.NO


def test_only_what_the_case_needs_is_asked_for():
    assert "residence_permit" not in papers().told
    elsewhere = answered([{**child, "local": False} for child in TWINS], owned_number="浙(2021)德清县0012345")
    assert {"residence_permit", "social_insurance"} <= elsewhere.told.keys()


# --- the rest of school enrolment: season, ages, twins, the signature ---


@pytest.mark.parametrize(
    ("today", "time", "open"),
    [
        (date(2026, 6, 30), "10:00", False),
        (date(2026, 7, 1), "08:59", False),
        (date(2026, 7, 1), "09:00", True),
        (date(2026, 7, 27), "17:00", True),
        (date(2026, 7, 27), "17:01", False),
        (date(2026, 7, 28), "10:00", False),
    ],
)
def test_enrolment_is_open_in_its_season_only(today, time, open):
    session = Session("s", FLOW, today).learn("begun", {"time": time})
    assert (session.stop is None) is open


def test_whoever_began_in_time_may_finish_after_the_hour():
    late = replace(answered(owned_number="浙(2021)德清县0012345"), today=date(2026, 7, 10))
    assert late.stop is None


def test_a_child_that_is_too_young_is_told_when():
    young = [{"name": "刘小小", "idno": "330521202009010012", "local": True}]
    session = begun().learn("confirmation", {"state": "confirmed", "token": "t"})
    session = session.learn("share:household-register", {"state": "OK", "value": young, "token": "t"})
    session = session.answer("children_count", {"children_count": "1"})
    typed = {"children.0.name": "刘小小", "children.0.idno": "330521202009010012"}
    stopped = session.answer("children.0", typed)
    assert stopped.stop.title.zh == "孩子还没有到入学年龄"
    assert "2026年9月1日" in stopped.stop.text.zh


def test_the_second_twin_takes_over_all_but_name_and_number():
    session = begun().learn("confirmation", {"state": "deferred"})
    for key, value in (("relation", "parent"), ("household", "local"), ("children_count", "2")):
        session = session.answer(key, {key: value})
    first = {"children.0.name": "刘宁宁", "children.0.idno": "330521202003150014"}
    session = session.answer("children.0", first | {"children.0.kindergarten": "示范幼儿园"})
    assert session.step.key == "children.1"
    assert session.preset(session.step) == {
        "children.1.name": "",
        "children.1.idno": "",
        "children.1.kindergarten": "示范幼儿园",
    }


def signed():
    session = papers(household_register=["OK"], parentage=["YES"], vaccination=["YES"], home_owned=["YES"])
    session = session.see("papers")
    return session.sign("signature", {"form": b"%PDF", "signature": b"<svg/>"}, "t")


def test_a_signature_leads_to_the_check_page():
    assert signed().step.key == "review"


def test_whatever_is_changed_after_signing_is_signed_again():
    session = signed().revise("delivery").answer("delivery", {"delivery": "terminal"})
    assert session.step.key == "signature"
    again = session.revise("delivery").answer("delivery", {"delivery": "school"})
    assert again.step.key == "review"  # the very same form was signed


def test_the_same_answer_again_does_not_void_the_signature():
    session = signed().revise("delivery").answer("delivery", {"delivery": "school"})
    assert session.step.key == "review"


# --- what an honest person must be able to do, and nobody may ---


def elsewhere():
    return answered([{**child, "local": False} for child in TWINS], owned_number="浙(2021)德清县0012345")


def test_nobody_drops_the_papers_of_a_family_from_elsewhere_by_saying_that_it_is_from_here():
    session = elsewhere().revise("household").answer("household", {"household": "local"})
    assert {"residence_permit", "social_insurance"} <= session.told.keys()


def test_a_child_that_does_not_stand_in_the_register_needs_the_register_itself():
    session = answered(owned_number="浙(2021)德清县0012345").revise("children.1")
    typed = {"children.1.name": "刘小小", "children.1.idno": "440604201906200035"}
    session = session.answer("children.1", typed)
    assert standing(session, "household_register").rung.kind == "original"


def test_siblings_who_do_not_start_school_do_not_decide_how_many_enrol():
    family = [
        {"name": "刘大大", "idno": "440604201906200035", "local": True},
        {"name": "刘小小", "idno": "330521202309010014", "local": True},
    ]
    session = begun().learn("confirmation", {"state": "confirmed", "token": "t"})
    session = session.learn("share:household-register", {"state": "OK", "value": family, "token": "t"})
    assert session.step.key == "children_count"


def test_back_on_a_stop_leads_to_the_question_that_stops():
    session = signed().revise("relation").answer("relation", {"relation": "other"})
    assert session.stop is not None
    assert session.can_go_back
    back = session.back()
    assert (back.step.key, back.stop) == ("relation", None)
    assert back.answer("relation", {"relation": "parent"}).step.key == "review"


def test_whoever_goes_back_past_a_stop_can_answer_there_and_meets_it_again():
    stopped = signed().revise("home").answer("home", {"home": "permit"})
    assert stopped.stop is not None
    earlier = stopped.back().back()
    assert (earlier.step.key, earlier.stop) == ("children.1", None)
    typed = {"children.1.name": "刘小小", "children.1.idno": "440604201906200035"}
    changed = earlier.answer("children.1", typed)
    assert (changed.normal_answers["children.1.name"], changed.stop) == ("刘小小", stopped.stop)


def test_a_promise_may_be_thought_over_until_it_is_filed():
    session = papers(
        household_register=["OK"], parentage=["YES"], vaccination=["UNKNOWN"], home_owned=["YES"]
    )
    for decision in ("pass", "commit"):
        session = session.decide(standing(session, "vaccination").place, decision, "t")
    session = session.see("papers").reconsider("vaccination")
    assert session.step.key == "papers"
    assert standing(session, "vaccination").to_ask


def test_a_confirmation_that_ran_out_is_asked_for_again_and_nothing_is_lost():
    session = papers(household_register=["OK"]).unproved()
    assert session.step.key == "second_factor"
    again = session.learn("confirmation", {"state": "confirmed", "token": "t"})
    assert again.step.key == "papers"
    assert again.normal_answers == papers().normal_answers


def test_only_a_deferrable_confirmation_may_be_put_off():
    firm = replace(
        FLOW,
        steps=tuple(
            replace(step, deferrable=False) if step.key == "second_factor" else step for step in FLOW.steps
        ),
    )
    session = replace(begun(), flow=firm).learn("confirmation", {"state": "deferred"})
    assert session.step.key == "second_factor"


def test_nothing_personal_shows_in_a_repr():
    session = papers()
    shown = repr((session, session.walked, session.standings))
    for secret in (PARENT["id_number"], TWINS[0]["idno"], PARENT["name"], TWINS[1]["name"]):
        assert secret not in shown

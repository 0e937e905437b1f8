"""The platform walks every filing again by the same rules, and says what does not agree."""

from dataclasses import replace

import pytest

from kiosk.flows.gate import derived
from kiosk.flows.session import card_fact
from kiosk.ui.collection import ITEM
from kiosk.wire.messages import FilingBody
from tests.acceptance.enrolling import Visit
from tests.acceptance.station import ENROLMENT, FLOW, OTHER_ITEM, Station, applicant, new_id, person, problem

LIU, CAI = person("liu-yang"), person("retired-cai")


def body(session, **changes):
    values = {
        "id": session.id,
        "definition": session.flow.hash,
        "applicant": card_fact(session.applicant),
        "answers": session.normal_answers,
        "facts": session.facts,
        "derived": derived(session),
    }
    return FilingBody(**(values | changes))


def verdict(station, session, changes=None, **signed):
    made = station.sign(session.id, body(session, **(changes or {})), **signed)
    receipt = station.receipt(station.send(made))
    return receipt.status.value, receipt.reason, receipt.questions


def test_another_definition_asks_every_question_again(station):
    session = replace(station.walk(LIU, None), flow=replace(FLOW, hash="0" * 64))
    assert verdict(station, session) == (
        "correction_required",
        "RULES_CHANGED",
        ("region", "certificate", "delivery"),
    )


def test_an_item_that_is_not_known_has_no_questions(station):
    session = station.walk(LIU, None)
    assert verdict(station, session, item="no-such-item") == ("correction_required", "RULES_CHANGED", ())


def test_another_definition_asks_first_for_what_no_longer_fits(station):
    session = replace(station.walk(LIU, None), flow=replace(FLOW, hash="0" * 64))
    changes = {"answers": {**session.normal_answers, "region": "999999"}}
    assert verdict(station, session, changes)[2] == ("region",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": ["region"]},
        {"materials": {"identity": False}},
        {"fee": "5"},
        {"confirmation": "confirmed"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_the_terminal_derived_must_be_what_the_platform_derives(station, wrong):
    session = station.walk(LIU, None)
    changes = {"derived": derived(session) | wrong}
    assert verdict(station, session, changes)[:2] == ("correction_required", "RULES_CHANGED")


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"region": "130000"}, ("region",)),
        ({"certificate": "diploma"}, ("certificate",)),
        ({"certificate": "payments", "period_from": "2026-08", "period_to": "2026-01"}, ("period",)),
        ({"certificate": "payments", "period_from": "2020-01", "period_to": "2026-01"}, ("period",)),
        ({"certificate": "payments", "period_from": "January", "period_to": "2026-01"}, ("period",)),
    ],
    ids=["a place not offered", "a kind not offered", "backwards", "too long", "no month"],
)
def test_an_answer_that_no_screen_would_take_is_asked_again(station, answers, asked):
    session = station.walk(LIU, None)
    session = replace(session, answers={**session.answers, **answers})
    status, reason, questions = verdict(station, session)
    assert (status, reason, questions) == ("correction_required", "RULES_CHANGED", asked)


@pytest.mark.parametrize("definition", [ENROLMENT.hash, "0" * 64], ids=["our rules", "other rules"])
def test_a_billion_children_are_not_enrolled(station, definition):
    """The rules repeat a form as often as an answer says: what was not offered never comes so far."""
    session = replace(Visit.confirmed(station, LIU).walk(), flow=replace(ENROLMENT, hash=definition))
    changes = {"answers": {**session.normal_answers, "children_count": "1000000000"}}
    signed = {"item": ENROLMENT.item, "version": ENROLMENT.version}
    assert verdict(station, session, changes, **signed) == (
        "correction_required",
        "RULES_CHANGED",
        ("children_count",),
    )


def test_a_walk_that_did_not_end_is_incomplete(station):
    session = station.walk(LIU, None)
    unfinished = replace(session, answers={"region": "330500"})
    assert verdict(station, unfinished) == ("correction_required", "INCOMPLETE", ("certificate",))


def test_a_card_that_had_expired_is_refused(station):
    session = station.walk(LIU, None)
    session = session.learn("card", card_fact(replace(applicant(LIU), valid_to="2020-01-01")))
    assert verdict(station, session)[:2] == ("refused", "NOT_ELIGIBLE")


def test_a_person_who_was_never_insured_there_is_refused(station):
    assert verdict(station, station.walk(CAI, None, region="310000"))[:2] == ("refused", "NO_RECORD")


def test_a_name_that_is_not_of_the_number_gets_nothing(station):
    session = station.walk(LIU, None)
    session = session.learn("card", card_fact(replace(applicant(LIU), name=CAI.names[0])))
    assert verdict(station, session)[:2] == ("refused", "NO_RECORD")


def test_the_applicant_must_be_who_the_card_states(station):
    session = station.walk(LIU, None)
    made = station.sign(session.id, body(session, applicant=card_fact(applicant(CAI))))
    assert problem(station.send(made)) == (422, "body")


@pytest.mark.parametrize(
    "changes",
    [
        {"applicant": {}},
        {"facts": {}},
        {"facts": {"card": []}},
        {"answers": []},
        {"answers": {"region": ["330500"]}},
        {"derived": []},
        {"id": "0"},
        {"definition": "0"},
    ],
    ids=str,
)
def test_a_body_of_another_shape_is_refused_without_a_word_of_it(station, changes):
    session = station.walk(LIU, None)
    answer = station.send(station.sign(session.id, body(session, **changes), definition=FLOW.hash))
    if answer.status_code == 201:  # well-formed, but not an answer that a screen gives
        assert station.receipt(answer).status.value == "correction_required"
    else:
        assert problem(answer) == (422, "body")
    assert LIU.number not in answer.text and LIU.names[0] not in answer.text


def test_a_confirmed_filing_is_accepted(station):
    station.filed(LIU, station.confirm(LIU))


@pytest.mark.parametrize("item", [OTHER_ITEM, ITEM])
def test_the_confirmation_of_another_matter_is_worth_nothing(station, item):
    made = station.make(station.walk(LIU, station.confirm(LIU, item)))
    assert problem(station.send(made)) == (422, "statement")


def test_the_confirmation_of_somebody_else_is_worth_nothing(station):
    made = station.make(station.walk(LIU, station.confirm(CAI)))
    assert problem(station.send(made)) == (422, "statement")


def test_the_confirmation_of_another_terminal_is_worth_nothing(station, server, tmp_path):
    elsewhere = Station.enrol(server, tmp_path / "other")
    made = station.make(station.walk(LIU, elsewhere.confirm(LIU)))
    assert problem(station.send(made)) == (422, "statement")


def test_a_confirmation_that_the_terminal_signed_itself_is_worth_nothing(station):
    token = station.identity.signing.sign("statement", {"kind": "confirmation", "id": new_id()})
    assert problem(station.send(station.make(station.walk(LIU, token)))) == (422, "statement")


def test_shared_data_must_be_what_the_source_signed_for_this_filing(station):
    token = station.confirm(LIU)
    session = station.walk(LIU, token)
    asked = {"authorisation": session.id, "source": "si-places"}
    said = station.ask("/v1/data/share", LIU, token, **asked).json()
    fact = {"state": said["state"], "value": said["value"], "token": said["statement"]}
    altered = session.learn("share:si-places", fact | {"value": ["110000"]})
    invented = session.learn("share:si-places", {"state": "OK", "value": ["310000"]})
    elsewhere = replace(session, id=new_id()).learn("share:si-places", fact)
    for false in (altered, invented, elsewhere):
        assert problem(station.send(station.make(false))) == (422, "statement")
    true = session.learn("share:si-places", fact)
    assert station.receipt(station.send(station.make(true))).status.value == "accepted"

"""What is not accepted yet can be taken back by whoever filed it, once; all else gets its reason."""

from dataclasses import replace

import pytest

from kiosk.flows.session import card_fact
from kiosk.wire import messages
from tests.acceptance.enrolling import AT, Visit
from tests.acceptance.station import ENROLMENT, FLOW, Station, applicant, new_id, person, problem

LIU, CHEN = person("liu-yang"), person("chen-wei")
COLLECTION = "collection"


@pytest.fixture(autouse=True)
def phones_that_were_not_asked_before(server):
    server.nobody_was_here()


def enrolled(station, who=LIU):
    """A filing that the platform has received and not accepted."""
    made = station.make(Visit.confirmed(station, who).walk(), filed_at=AT)
    assert station.receipt(station.send(made)).status.value == "received"
    return made


def withdrawal(station, parent, who=LIU, *, flow=ENROLMENT, **changes):
    """Signed and sealed like any filing; the person confirmed for `item`, or has the `token` already."""
    item, token = changes.pop("item", COLLECTION), changes.pop("token", None)
    id, card = new_id(), card_fact(applicant(who))
    confirmed = {"state": "confirmed", "token": token or station.confirm(who, item)}
    facts = {"card": card, "confirmation": confirmed}
    body = messages.FilingBody(id, flow.hash, card, {}, facts, {})
    named = {"item": flow.item, "version": flow.version, "relation": "withdrawal", "parent": parent}
    return station.sign(id, body, **{**named, **changes})


def says(station, made):
    """Status and reason of the receipt."""
    receipt = station.receipt(station.send(made))
    return receipt.status.value, receipt.reason


def told(station, id):
    return [event.status.value for event in station.events() if event.filing == id]


@pytest.mark.parametrize("item", [COLLECTION, ENROLMENT.item])
def test_what_is_only_received_is_withdrawn_and_the_terminal_hears_it(station, item):
    parent = enrolled(station)
    made = withdrawal(station, parent.id, item=item)
    assert says(station, made) == ("concluded", None)
    assert told(station, parent.id) == ["received", "withdrawn"]
    assert told(station, made.id) == ["concluded"]


def test_what_has_to_be_corrected_can_be_withdrawn(station):
    unfinished = replace(station.walk(LIU, station.confirm(LIU)), answers={"region": "330500"})
    parent = station.make(unfinished)
    assert station.receipt(station.send(parent)).status.value == "correction_required"
    assert says(station, withdrawal(station, parent.id, flow=FLOW)) == ("concluded", None)
    assert told(station, parent.id) == ["correction_required", "withdrawn"]


def test_it_counts_once_however_often_it_comes(station):
    parent = enrolled(station)
    made = withdrawal(station, parent.id)
    assert station.send(made).json() == station.send(made).json()
    assert told(station, parent.id) == ["received", "withdrawn"]
    assert says(station, withdrawal(station, parent.id)) == ("refused", "ALREADY_WITHDRAWN")
    assert told(station, parent.id) == ["received", "withdrawn"]


def test_what_is_accepted_is_not_taken_back(station):
    parent = station.filed(LIU, station.confirm(LIU))
    before = told(station, parent.id)
    assert says(station, withdrawal(station, parent.id, flow=FLOW)) == ("refused", "TOO_LATE")
    assert told(station, parent.id) == before


def test_nobody_withdraws_for_somebody_else(station):
    parent = enrolled(station)
    assert says(station, withdrawal(station, parent.id, CHEN)) == ("refused", "NOT_YOURS")
    assert told(station, parent.id) == ["received"]


@pytest.mark.parametrize("parent", [None, "01890000-0000-7000-8000-000000000000"], ids=["none", "unknown"])
def test_of_nothing_nothing_is_withdrawn(station, parent):
    assert says(station, withdrawal(station, parent)) == ("refused", "NOTHING_TO_WITHDRAW")


def test_another_item_is_another_matter(station):
    parent = enrolled(station)
    assert says(station, withdrawal(station, parent.id, flow=FLOW)) == ("refused", "NOTHING_TO_WITHDRAW")
    assert told(station, parent.id) == ["received"]


def test_a_withdrawal_is_not_withdrawn(station):
    parent = enrolled(station)
    made = withdrawal(station, parent.id)
    assert says(station, made) == ("concluded", None)
    assert says(station, withdrawal(station, made.id)) == ("refused", "NOTHING_TO_WITHDRAW")
    assert told(station, made.id) == ["concluded"]


def test_what_was_refused_is_there_no_more(station):
    parent = station.make(Visit.confirmed(station, LIU).walk(), filed_at=AT.replace(month=8))
    assert station.receipt(station.send(parent)).status.value == "refused"
    assert says(station, withdrawal(station, parent.id)) == ("refused", "NOTHING_TO_WITHDRAW")


def test_a_card_alone_takes_nothing_back(station):
    parent = enrolled(station)
    card = card_fact(applicant(LIU))
    body = messages.FilingBody(new_id(), ENROLMENT.hash, card, {}, {"card": card}, {})
    named = {"item": ENROLMENT.item, "version": ENROLMENT.version, "parent": parent.id}
    made = station.sign(body.id, body, relation="withdrawal", **named)
    assert says(station, made) == ("refused", "NOT_CONFIRMED")
    assert told(station, parent.id) == ["received"]


def test_a_confirmation_of_another_person_or_matter_is_no_word_of_theirs(station):
    parent = enrolled(station)
    of_another = withdrawal(station, parent.id, token=station.confirm(CHEN, COLLECTION))
    assert problem(station.send(of_another)) == (422, "statement")
    of_another_item = withdrawal(station, parent.id, item=FLOW.item)
    assert problem(station.send(of_another_item)) == (422, "statement")
    assert told(station, parent.id) == ["received"]


def test_at_another_terminal_it_is_the_first_one_that_hears_it(station, tmp_path):
    parent = enrolled(station)
    other = Station.enrol(station.server, tmp_path / "other")
    made = withdrawal(other, parent.id)
    assert says(other, made) == ("concluded", None)
    assert told(station, parent.id) == ["received", "withdrawn"]
    assert told(other, made.id) == ["concluded"] and told(other, parent.id) == []

"""Several people in one session: whoever stands in the group lays their card and signs, in any order."""

from __future__ import annotations

import itertools
from dataclasses import replace
from hashlib import sha256

import pytest

from kiosk.flows.gate import derived, gate
from kiosk.flows.session import party
from kiosk.flows.session.party import Invitation, PartyError, Presence
from tests.flows.several import (
    HOUSE,
    PEOPLE,
    PETITION,
    REPORT,
    TODAY,
    agreed,
    begun,
    card,
    fill,
    listed,
    paid,
)

FORM = b"%PDF-"
SELLER, BUYERS = PEOPLE[1], PEOPLE[10:12]


def presences(session, step="seller_cards"):
    return [found.presence for found in session.attendances(HOUSE.step(step))]


def came(session, step, person, paper=b"<polyline/>"):
    return session.join(step, card(person)).sign_as(step, person["idno"], (FORM, paper), "t")


def asked(id="i", form=FORM):
    """What the platform gives for one who signs by phone."""
    return Invitation(id, "https://p/s/x", "ABCD2345", "2026-07-13T10:00:00+08:00", sha256(form).hexdigest())


def everybody(session):
    session = came(session, "seller_cards", SELLER)
    for buyer in BUYERS:
        session = came(session, "buyer_cards", buyer)
    return session.sign("signature", {"form": FORM, "signature": b"<polyline/>"}, "t")


def test_who_laid_the_first_card_need_not_lay_it_again():
    session = agreed()
    assert session.step.key == "seller_cards"
    assert presences(session) == [Presence.APPLICANT, Presence.MISSING]


@pytest.mark.parametrize("order", list(itertools.permutations(range(1, 4))))
def test_people_come_in_any_order(order):
    session = listed(begun(PETITION), "petitioners", PEOPLE[:4]).answer("petitioners.entries", {})
    for number in order:
        assert session.step.key == "cards"
        assert gate(session, can_queue=True)
        session = session.join("cards", card(PEOPLE[number]))
    assert session.step.key == "review"
    assert gate(session, can_queue=True) == ()


def test_a_card_counts_only_with_the_signature():
    session = agreed().join("seller_cards", card(SELLER))
    assert presences(session)[1] is Presence.PRESENT
    assert session.step.key == "seller_cards"
    signed = session.sign_as("seller_cards", SELLER["idno"], (FORM, b"<polyline/>"), "t")
    assert signed.step.key == "buyer_cards"


def test_everybody_signed_and_it_can_be_filed():
    session = paid(everybody(agreed()))
    assert session.step.key == "review"
    assert gate(session, can_queue=True) == ()
    assert set(party.sent_papers(session)) == {
        *("form", "signature", "signature.sellers.1", "signature.buyers.0", "signature.buyers.1")
    }
    assert derived(session)["people"]["sellers.0"] == "applicant"
    assert derived(session)["people"]["buyers.1"] == "signed"


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (card(PEOPLE[20]), "名单里没有"),
        (card(SELLER, name="王五"), "姓名和身份证不一样"),
        (card(SELLER, valid_to="2020-01-01"), "过期"),
    ],
)
def test_a_card_that_will_not_do_is_answered_with_a_sentence_that_names_nobody(other, says):
    session = agreed()
    with pytest.raises(PartyError) as caught:
        session.join("seller_cards", other)
    assert says in caught.value.says.zh
    assert other["name"] not in str(caught.value) + caught.value.says.zh


def test_laying_a_card_twice_or_tapping_twice_changes_nothing():
    session = agreed().join("seller_cards", card(SELLER))
    assert session.join("seller_cards", card(SELLER)) is session
    assert session.join("buyer_cards", card(BUYERS[0])) is session  # not the page at hand
    signed = session.sign_as("seller_cards", SELLER["idno"], (FORM, b"<polyline/>"), "t")
    assert signed.sign_as("seller_cards", SELLER["idno"], (FORM, b"<other/>"), "t") is signed
    assert session.sign_as("seller_cards", PEOPLE[20]["idno"], (FORM, b"<polyline/>"), "t") is session


def test_whatever_changes_after_somebody_signed_is_signed_again_by_all_and_no_card_is_laid_again():
    session = paid(everybody(agreed())).revise("delivery").answer("delivery", {"delivery": "later"})
    assert session.step.key == "seller_cards"
    assert presences(session)[1] is Presence.PRESENT
    assert session.revise("delivery").answer("delivery", {"delivery": "window"}).step.key == "review"


def test_of_whoever_is_taken_off_the_list_nothing_is_sent_and_nothing_is_forgotten():
    session = everybody(agreed(sellers=3).join("seller_cards", card(PEOPLE[2])))
    session = session.revise("sellers.entries").remove("sellers.2").answer("sellers.entries", {})
    assert PEOPLE[2]["idno"] not in str(party.sent_facts(session))
    assert PEOPLE[2]["idno"] in str(session.facts)
    back = session.revise("sellers.entries").add("sellers.entries")
    back = back.answer("sellers.2", back.preset(back.step)).answer("sellers.entries", {})
    assert presences(back)[2] is Presence.PRESENT


def test_another_name_in_the_entry_is_another_person():
    session = agreed().join("seller_cards", card(SELLER)).revise("sellers.1")
    session = fill(session, name="王五", idno=SELLER["idno"], phone="13800000000")
    assert presences(session)[1] is Presence.MISSING


def test_who_is_not_here_is_invited_where_the_item_allows_it():
    session = came(agreed(), "seller_cards", SELLER)
    for buyer in BUYERS:
        session = session.invite("buyer_cards", buyer["idno"], asked(), "t")
    assert session.step.key == "buyer_cards"  # the list stays: somebody may answer while it is open
    assert party.gone_on(session, "buyer_cards").step.key == "signature"
    assert presences(session, "buyer_cards") == [Presence.INVITED, Presence.INVITED]
    seller = agreed()
    assert seller.invite("seller_cards", SELLER["idno"], asked(), "t") is seller


def test_whoever_was_invited_may_still_come():
    session = came(agreed(), "seller_cards", SELLER).invite("buyer_cards", BUYERS[0]["idno"], asked(), "t")
    session = came(session, "buyer_cards", BUYERS[0])
    assert presences(session, "buyer_cards") == [Presence.SIGNED, Presence.MISSING]


def all_but_one_by_phone():
    session = came(agreed(), "seller_cards", SELLER).invite("buyer_cards", BUYERS[0]["idno"], asked(), "t")
    assert session.step.key == "buyer_cards"
    return session


def test_what_came_by_phone_while_the_list_is_open_is_a_signature():
    session = all_but_one_by_phone().hear("buyer_cards", BUYERS[0]["idno"], Presence.PHONED, "token")
    assert presences(session, "buyer_cards") == [Presence.PHONED, Presence.MISSING]
    everybody = came(session, "buyer_cards", BUYERS[1])
    assert party.gone_on(session, "buyer_cards") is session
    assert party.gone_on(everybody, "buyer_cards").step.key == "signature"


@pytest.mark.parametrize("said", [Presence.DECLINED, Presence.EXPIRED])
def test_who_declined_or_did_not_answer_is_asked_again_or_comes(said):
    session = all_but_one_by_phone().hear("buyer_cards", BUYERS[0]["idno"], said)
    assert presences(session, "buyer_cards")[0] is said
    assert not session.attendances(HOUSE.step("buyer_cards"))[0].settled
    again = session.invite("buyer_cards", BUYERS[0]["idno"], asked("second"), "t")
    assert presences(again, "buyer_cards")[0] is Presence.INVITED
    assert presences(came(session, "buyer_cards", BUYERS[0]), "buyer_cards")[0] is Presence.SIGNED


def test_an_invitation_that_ran_out_before_somebody_came_back_is_no_promise():
    session = all_but_one_by_phone()
    last, after = (replace(session, today=TODAY.replace(day=day)) for day in (13, 14))
    assert presences(last, "buyer_cards")[0] is Presence.INVITED
    assert presences(after, "buyer_cards")[0] is Presence.EXPIRED


def test_an_answer_that_nobody_was_asked_for_changes_nothing():
    session = all_but_one_by_phone()
    assert session.hear("buyer_cards", BUYERS[1]["idno"], Presence.PHONED, "token") is session
    assert session.hear("seller_cards", BUYERS[0]["idno"], Presence.PHONED, "token") is session
    assert session.hear("buyer_cards", BUYERS[0]["idno"], Presence.PRESENT) is session


def test_a_change_voids_what_was_asked_by_phone_too_and_it_is_told():
    session = all_but_one_by_phone()
    assert not party.voided(session)
    session = session.hear("buyer_cards", BUYERS[0]["idno"], Presence.PHONED, "token")
    changed = session.revise("delivery").answer("delivery", {"delivery": "later"})
    assert party.voided(changed)
    assert presences(changed, "buyer_cards") == [Presence.MISSING, Presence.MISSING]
    assert not party.voided(changed.revise("delivery").answer("delivery", {"delivery": "window"}))


def test_who_signed_another_form_than_the_applicant_signs_again():
    session = paid(everybody(agreed()))
    other = {"form": b"%PDF-another", "signature": b"<polyline/>"}
    resigned = paid(agreed())
    resigned = came(resigned, "seller_cards", SELLER)
    for buyer in BUYERS:
        resigned = came(resigned, "buyer_cards", buyer)
    resigned = resigned.sign("signature", other, "t")
    assert gate(session, can_queue=True) == () and gate(resigned, can_queue=True)
    assert resigned.step.key == "seller_cards" and presences(resigned)[1] is Presence.PRESENT


def test_the_form_keeps_the_day_of_its_first_signature():
    session = came(agreed(), "seller_cards", SELLER)
    assert party.form_day(session) == TODAY
    tomorrow = replace(session, today=TODAY.replace(day=11))
    assert party.form_day(tomorrow) == TODAY
    assert party.form_day(replace(agreed(), today=TODAY.replace(day=11))) == TODAY.replace(day=11)


def test_a_card_that_expires_before_filing_no_longer_counts():
    session = listed(begun(PETITION), "petitioners", PEOPLE[:2]).answer("petitioners.entries", {})
    session = session.join("cards", card(PEOPLE[1], valid_to="2026-07-10"))
    assert session.step.key == "review"
    tomorrow = type(session)("id", PETITION, session.today.replace(day=11), session.answers, session.facts)
    assert tomorrow.step.key == "cards"


def test_nothing_personal_shows_in_a_repr():
    session = everybody(agreed())
    shown = repr((session, session.walked, session.attendances(HOUSE.step("seller_cards"))))
    assert not any(person["idno"] in shown or person["name"] in shown for person in PEOPLE)


def test_what_needs_no_card_is_filed_by_nobody():
    session = begun(REPORT).answer("what", {"what": "lamp"})
    session = session.answer("place", {"where_it_is": "千秋街 12 号", "words": ""})
    assert session.applicant is None
    assert gate(session, can_queue=True) == ()


def test_what_needs_a_card_is_not_filed_without_one():
    session = listed(begun(PETITION), "petitioners", PEOPLE[:1]).answer("petitioners.entries", {})
    facts = {name: fact for name, fact in session.facts.items() if name != "card"}
    assert gate(type(session)("id", PETITION, session.today, session.answers, facts), can_queue=True)

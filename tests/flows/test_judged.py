"""What several people and nobody file is judged by the same rules on the other side."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from random import Random

import pytest

from acceptance import joint_signatures
from acceptance.joint_signatures import Bound
from acceptance.judgement import Arrival, judge
from acceptance.problems import Kind, ProblemError
from acceptance.proofs import Paper
from kiosk.flows.gate import derived
from kiosk.flows.session import party
from kiosk.flows.session.party import Presence
from kiosk.flows.walk import stranger, walk
from kiosk.wire import messages
from kiosk.wire.envelope import SigningKey, canonical
from tests.flows.several import FLOWS, PEOPLE, PETITION, REPORT, TODAY, agreed, begun, card, listed, paid
from tests.flows.test_party import BUYERS, FORM, SELLER, asked, came, everybody

NOON = datetime.fromisoformat("2026-07-10T12:00:00+08:00")
KEY = SigningKey.generate()


def arrival(session):
    """Through JSON, as over the line."""
    values = {
        "id": session.id,
        "definition": session.flow.hash,
        "applicant": vars(session.applicant) if session.applicant else {},
        "answers": session.normal_answers,
        "facts": party.sent_facts(session),
        "derived": derived(session),
    }
    body = messages.FilingBody.read(json.loads(canonical(messages.FilingBody(**values).payload())))
    filing = messages.FilingObject(
        id=session.id,
        number="",
        terminal="T",
        epoch="",
        seq=1,
        previous=messages.GENESIS,
        item=session.flow.item,
        definition=session.flow.hash,
        version=session.flow.version,
        filed_at=NOON,
        clock=messages.ClockClaim(True, "boot", 1),
        parts=(),
        journal=messages.GENESIS,
    )
    media = {"form": "application/pdf"}
    papers = {
        name: Paper(media.get(name, "image/svg+xml"), data)
        for name, data in party.sent_papers(session).items()
    }
    return Arrival(filing, body, NOON, papers)


def judged(arrived):
    return judge(arrived, FLOWS, KEY.public)


def outcome(arrived):
    verdict = judged(arrived).verdict
    return verdict.reason or verdict.status.name


def house():
    return paid(everybody(agreed()), KEY)


def with_people(arrived, step, change):
    facts = json.loads(json.dumps(dict(arrived.body.facts)))
    change(facts[f"party:{step}"]["people"])
    return replace(arrived, body=replace(arrived.body, facts=facts))


def test_what_everybody_signed_is_received():
    assert outcome(arrival(house())) == "RECEIVED"


def test_of_whoever_was_taken_off_the_list_nothing_arrives():
    session = agreed(sellers=3).join("seller_cards", card(PEOPLE[2]))
    session = session.revise("sellers.entries").remove("sellers.2").answer("sellers.entries", {})
    arrived = arrival(paid(everybody(session), KEY))
    assert PEOPLE[2]["idno"] not in str(arrived.body.payload())
    assert outcome(arrived) == "RECEIVED"


def test_somebody_whom_nobody_named_is_refused_as_a_message():
    def smuggle(people):
        people[PEOPLE[20]["idno"]] = {"state": "present", "card": card(PEOPLE[20])}

    with pytest.raises(ProblemError) as caught:
        judged(with_people(arrival(house()), "seller_cards", smuggle))
    assert caught.value.kind is Kind.BODY


def test_another_drawing_than_the_signed_one_is_no_signature():
    arrived = arrival(house())
    papers = {**arrived.papers, "signature.sellers.1": Paper("image/svg+xml", b"<polyline 2/>")}
    with pytest.raises(ProblemError) as caught:
        judged(replace(arrived, papers=papers))
    assert caught.value.kind is Kind.PARTS


def test_a_signature_under_another_form_is_asked_for_again():
    def older(people):
        people[SELLER["idno"]]["of"] = "0" * 64

    arrived = with_people(arrival(house()), "seller_cards", older)
    papers = {name: paper for name, paper in arrived.papers.items() if name != "signature.sellers.1"}
    assert outcome(replace(arrived, papers=papers)) == "RULES_CHANGED"


def test_a_card_of_another_person_is_nobodys():
    def other(people):
        people[SELLER["idno"]]["card"] = card(PEOPLE[20])

    arrived = with_people(arrival(house()), "seller_cards", other)
    papers = {name: paper for name, paper in arrived.papers.items() if name != "signature.sellers.1"}
    assert outcome(replace(arrived, papers=papers)) != "RECEIVED"


def test_who_was_invited_is_told_as_invited():
    session = came(agreed(), "seller_cards", SELLER)
    for buyer in BUYERS:
        session = session.invite("buyer_cards", buyer["idno"], asked(), "t")
    session = party.gone_on(session, "buyer_cards")
    session = session.sign("signature", {"form": FORM, "signature": b"<polyline/>"}, "t")
    arrived = arrival(paid(session, KEY))
    assert arrived.body.derived["people"]["buyers.0"] == "invited"
    assert outcome(arrived) == "AWAITING_SIGNATURES"


def phoned(key=KEY, **other):
    """Both buyers signed by phone while the list was open; `other`: what one statement says instead."""
    session = came(agreed(), "seller_cards", SELLER)
    for buyer in BUYERS:
        session = session.invite("buyer_cards", buyer["idno"], asked(buyer["idno"]), "t")
    session = session.revise("buyer_cards") if session.step.key != "buyer_cards" else session
    for buyer in BUYERS:
        record = party.people(session.flow.step("buyer_cards"), session.facts)[buyer["idno"]]
        bound = Bound(record["id"], session.id, buyer["idno"], record["form"], record["of"])
        token = joint_signatures.sign(key, replace(bound, **other), NOON)
        session = session.hear("buyer_cards", buyer["idno"], Presence.PHONED, token)
    session = party.gone_on(session, "buyer_cards")
    session = session.sign("signature", {"form": FORM, "signature": b"<polyline/>"}, "t")
    return arrival(paid(session, key))


def test_who_signed_by_phone_need_not_come():
    assert outcome(phoned()) == "RECEIVED"


@pytest.mark.parametrize("other", ["id", "filing", "id_number", "form", "of"])
def test_a_signature_by_phone_counts_for_one_person_one_filing_one_form(other):
    with pytest.raises(ProblemError) as caught:
        judged(phoned(**{other: "0" * 64}))
    assert caught.value.kind is Kind.STATEMENT


def test_a_signature_by_phone_that_the_platform_did_not_see_is_none():
    with pytest.raises(ProblemError) as caught:
        judged(phoned(SigningKey.generate()))
    assert caught.value.kind is Kind.STATEMENT


def test_who_is_missing_is_asked_for():
    session = listed(begun(PETITION), "petitioners", PEOPLE[:2]).answer("petitioners.entries", {})
    assert outcome(arrival(session)) == "PEOPLE_MISSING"
    assert outcome(arrival(session.join("cards", card(PEOPLE[1])))) == "RECEIVED"


def report():
    session = begun(REPORT).answer("what", {"what": "lamp"})
    return session.answer("place", {"where_it_is": "千秋街 12 号", "words": ""})


def test_a_report_of_nobody_is_received_and_each_is_of_another_nobody():
    case = judged(arrival(report()))
    assert case.verdict.reason is None
    assert case.applicant.name == ""
    other = judged(arrival(replace(report(), id="other")))
    assert case.applicant.id_number != other.applicant.id_number


def test_nobody_files_what_needs_a_card():
    session = listed(begun(PETITION), "petitioners", PEOPLE[:1]).answer("petitioners.entries", {})
    arrived = arrival(session)
    facts = {name: fact for name, fact in arrived.body.facts.items() if name != "card"}
    with pytest.raises(ProblemError):
        judged(replace(arrived, body=replace(arrived.body, facts=facts, applicant={})))


@pytest.mark.parametrize("item", FLOWS)
def test_random_walks_of_both_sides_agree(item):
    for seed in range(12):
        session = walk(FLOWS[item], Random(seed), stranger(TODAY), f"walk {seed}")
        if session.stop is None:
            waits = "invited" in derived(session).get("people", {}).values()
            put_off = session.facts.get("payment", {}).get("state") == "undertaken"
            expected = "AWAITING_SIGNATURES" if waits else "PAYMENT_DUE" if put_off else "RECEIVED"
            assert outcome(arrival(session if put_off else paid(session, KEY))) == expected

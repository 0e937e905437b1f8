"""One person's walk as a value: what is derived, what stays, what a double tap may not do."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.flows import taking
from kiosk.flows.definition import Choose, Fee, Form
from kiosk.flows.gate import Cause, derived, gate
from kiosk.flows.session import Session, card_fact
from kiosk.flows.taking import AnswerError
from tests import shipped
from tests.people import ADULT, OTHER

FLOW = shipped.items()["si-certificate"]
TODAY = date(2026, 11, 21)


def begun() -> Session:
    return Session("id", FLOW, TODAY).learn("capabilities", {"kinds": ["document_printer"]})


def proved(applicant=ADULT) -> Session:
    """Up to the first question: agreed, card read, confirmed, places known."""
    session = begun().agree("notice", "2026-11-21T09:00:00+08:00")
    session = session.learn("card", card_fact(applicant)).learn("confirmation", {"state": "confirmed"})
    return session.learn("share:si-places", {"state": "OK", "value": ["310000", "320500", "999999"]})


def finished(**answers: str) -> Session:
    values = {"region": "310000", "certificate": "insured"} | answers
    session = proved()
    for key in ("region", "certificate"):
        session = session.answer(key, {key: values[key]})
    return session


def test_the_road_of_one_certificate():
    session = begun()
    kinds = []
    while session.step.kind != "Review":
        kinds.append(session.step.kind)
        session = {
            "Notice": lambda s: s.agree(s.step.key, "2026-11-21T09:00:00+08:00"),
            "ReadCard": lambda s: s.learn("card", card_fact(ADULT)),
            "ConfirmByPhone": lambda s: s.learn("confirmation", {"state": "confirmed"}),
            "Choose": lambda s: s.answer(
                s.step.key, {s.step.key: s.step.options[0].value if s.step.options else "310000"}
            ),
        }[session.step.kind](session)
    assert kinds == ["Notice", "ReadCard", "ConfirmByPhone", "Choose", "Choose"]
    assert session.normal_answers == {"region": "310000", "certificate": "insured", "delivery": "print"}
    assert gate(session, can_queue=True) == ()


def test_a_double_tap_cannot_answer_the_next_question():
    session = proved().answer("region", {"region": "310000"})
    again = session.answer("region", {"region": "320500"})
    assert again is session
    assert session.answer("certificate", {"certificate": "insured"}).answers["region"] == "310000"


def test_no_step_is_skipped_by_answering_ahead():
    session = proved()
    assert session.answer("certificate", {"certificate": "insured"}) is session
    assert begun().agree("identity", "now").step.kind == "Notice"


def test_places_come_from_what_was_shared_and_from_the_card():
    session = proved()
    assert session.suggestions(session.step) == ["310000", "320500", "330500"]
    without = (
        begun()
        .agree("notice", "x")
        .learn("card", card_fact(OTHER))
        .learn("confirmation", {"state": "deferred"})
    )
    assert without.suggestions(FLOW.step("region")) == ["330500"]


def test_going_back_keeps_facts_and_answers():
    session = finished()
    back = session.back()
    assert back.step.key == "certificate"
    assert back.answers == session.answers
    assert back.facts == session.facts
    assert back.back().step.key == "region"
    assert back.back().back().step.key == "region"


def test_changing_one_answer_returns_to_the_check_page():
    session = finished().revise("region")
    assert session.step.key == "region"
    session = session.answer("region", {"region": "330500"})
    assert session.step.kind == "Review"
    assert session.normal_answers["region"] == "330500"


def test_the_preset_delivery_can_be_changed_and_depends_on_the_machine():
    session = finished().revise("delivery").answer("delivery", {"delivery": "later"})
    assert session.normal_answers["delivery"] == "later"
    without_printer = finished().learn("capabilities", {"kinds": []})
    assert without_printer.normal_answers["delivery"] == "phone"
    unconfirmed = finished().learn("confirmation", {"state": "deferred"})
    assert unconfirmed.normal_answers["delivery"] == "later"


def test_an_answer_that_what_became_known_since_forbids_is_asked_again_and_says_why():
    """An account whose office was silent when the amount was typed, and spoke later."""
    flow = shipped.items()["housing-fund"]
    drawing = next(step for step in flow.steps if step.key == "drawing")
    typed = {"deposit_city": "330500", "price": "1600000.00", "amount": "1000000.00"}
    silent = Session("id", flow, TODAY, typed, {"share:fund-accounts": {"state": "UNAVAILABLE"}})
    accounts = [{"city": "330500", "balance": "94210.00"}]
    told = silent.learn("share:fund-accounts", {"state": "OK", "value": accounts})
    assert drawing in silent.path and silent.is_done(drawing)
    assert not told.is_done(drawing)
    assert taking.amiss(silent.walked, drawing) == {}
    assert "94210.00" in taking.amiss(told.walked, drawing)["amount"].zh


def test_an_answer_that_is_hidden_is_kept_but_never_sent():
    session = finished(certificate="payments")
    assert isinstance(session.step, Form)
    session = session.answer("period", {"period_from": "202501", "period_to": "2026年3月"})
    assert session.normal_answers["period_from"] == "2025-01"
    changed = session.revise("certificate").answer("certificate", {"certificate": "insured"})
    assert "period_from" not in changed.normal_answers
    assert "period" not in derived(changed)["path"]
    restored = changed.revise("certificate").answer("certificate", {"certificate": "payments"})
    assert restored.step.kind == "Review"
    assert restored.normal_answers == session.normal_answers


@pytest.mark.parametrize(
    ("start", "end", "field", "part"),
    [
        ("2026-05", "2026-03", "period_to", "开始年月不能晚于结束年月"),
        ("2026-01", "2026-12", "period_to", "不能晚于本月"),
        ("2020-01", "2026-01", "period_from", "最多 36 个月"),
        ("2026-13", "2026-01", "period_from", "4 位年份"),
        ("", "2026-01", "period_from", "4 位年份"),
    ],
)
def test_a_period_that_will_not_do_says_what_and_how(start, end, field, part):
    session = finished(certificate="payments")
    with pytest.raises(AnswerError) as caught:
        session.answer("period", {"period_from": start, "period_to": end})
    assert part in caught.value.says[field].zh
    assert start not in str(caught.value) or not start


def test_a_preset_period_is_the_last_24_months():
    session = finished(certificate="payments")
    assert session.preset(session.step) == {"period_from": "2024-12", "period_to": "2026-11"}


def test_a_choice_outside_the_list_is_refused():
    with pytest.raises(AnswerError):
        proved().answer("region", {"region": "130000"})


def test_an_expired_card_leads_to_a_page_that_says_where():
    expired = card_fact(ADULT) | {"valid_to": "2020-01-01"}
    session = begun().agree("notice", "x").learn("card", expired)
    assert session.stop is not None
    assert "派出所" in session.stop.where.zh
    assert session.answer("region", {"region": "310000"}) is session


def test_each_of_the_four_causes_blocks_with_its_own_sentence():
    session = finished()
    without_card = Session(
        "id", FLOW, TODAY, session.answers, {k: v for k, v in session.facts.items() if k != "card"}
    )
    assert [b.cause for b in gate(without_card, can_queue=True)] == [Cause.MATERIAL_MISSING]
    without_delivery = Session("id", _without_preset(), TODAY, session.answers, session.facts)
    assert [b.cause for b in gate(without_delivery, can_queue=True)] == [Cause.DELIVERY_MISSING]
    assert [b.cause for b in gate(session, can_queue=False)] == [Cause.NOT_FILED]
    priced = Session("id", _priced(), TODAY, session.answers, session.facts)
    assert [b.cause for b in gate(priced, can_queue=True)] == [Cause.FEE_UNPAID]
    paid = priced.learn("payment", {"state": "confirmed", "amount": "10.00"})
    assert gate(paid, can_queue=True) == ()
    too_little = priced.learn("payment", {"state": "confirmed", "amount": "9.99"})
    assert [b.cause for b in gate(too_little, can_queue=True)] == [Cause.FEE_UNPAID]


def _without_preset():
    from dataclasses import replace

    steps = tuple(replace(s, preset=None) if isinstance(s, Choose) else s for s in FLOW.steps)
    return replace(FLOW, steps=steps)


def _priced():
    from dataclasses import replace

    from kiosk.flows.rules import Rule

    fee = Fee("fee", FLOW.title, FLOW.title, Rule.compile("'10.00'", frozenset()))
    return replace(FLOW, fees=(fee,))


def test_personal_values_show_in_no_repr():
    session = finished()
    for secret in (ADULT.name, ADULT.id_number, ADULT.address, "310000"):
        assert secret not in repr(session)
        assert secret not in repr(session.applicant)


STEPS = st.sampled_from(["answer", "back", "revise", "agree", "ahead"])


@given(st.lists(st.tuples(STEPS, st.sampled_from(FLOW.steps), st.text(max_size=8)), max_size=30))
def test_whatever_is_tapped_the_session_stands(taps):
    session = begun()
    for what, step, text in taps:
        before = session
        try:
            if what in ("answer", "ahead"):
                target = session.step if what == "answer" else step
                session = session.answer(target.key, dict.fromkeys(target.keys, text))
            elif what == "back":
                session = session.back()
            elif what == "revise":
                session = session.revise(step.key)
            else:
                session = session.agree(step.key, "now")
        except AnswerError:
            session = before
        assert session.step is not None
        assert set(before.facts) <= set(session.facts)
        assert set(session.normal_answers) <= {k for s in session.path for k in s.keys}


@given(st.sampled_from(["insured", "transfer", "entitlements", "benefits", "payments"]))
def test_changing_an_answer_and_changing_it_back_is_the_identity(kind):
    session = finished()
    changed = session.revise("certificate").answer("certificate", {"certificate": kind})
    if changed.step.kind == "Form":
        changed = changed.answer("period", changed.preset(changed.step))
    back = changed.revise("certificate").answer("certificate", {"certificate": "insured"})
    assert back.normal_answers == session.normal_answers
    assert derived(back) == derived(session)

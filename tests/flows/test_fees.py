"""What a matter costs, who has to pay it, and what counts as paid: on both sides, by the same rules."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from acceptance import statements
from acceptance.judgement import judge
from acceptance.problems import Kind, ProblemError
from kiosk.flows import fees
from kiosk.flows.definition import Pay
from kiosk.flows.gate import Cause, amount, charges, derived, gate
from kiosk.flows.loader import FlowError, load, load_codes
from kiosk.wire.envelope import SigningKey
from tests.flows.several import FLOWS, begun, paid
from tests.flows.test_judged import KEY, NOON, arrival, outcome

SHOP = FLOWS["shop-opening"]
ITEM = Path(__file__).parent / "items" / "shop-opening.yaml"
DUE = "201.00"


def chosen(trade="food", width="2"):
    session = begun(SHOP).answer("trade", {"trade": trade})
    return session.answer("width", {"width": width}) if trade != "home" else session


def at(session):
    return session.step.key


def causes(session):
    return [block.cause for block in gate(session, can_queue=True)]


def test_one_sum_of_three_departments():
    session = chosen()
    assert {line.fee.key: fees.yuan(line.amount) for line in charges(session)} == {
        "licence": "10.00", "sign": "71.00", "seal": "120.00",
    }  # fmt: skip
    assert fees.yuan(amount(session)) == DUE
    assert derived(session)["fees"] == {"licence": "10.00", "sign": "71.00", "seal": "120.00"}


def test_a_department_that_takes_nothing_has_no_line():
    assert [line.fee.key for line in charges(chosen("goods"))] == ["sign", "seal"]


def test_who_owes_nothing_is_not_asked_to_pay():
    session = chosen("home")
    assert at(session) == "review" and not any(isinstance(step, Pay) for step in session.path)
    assert causes(session) == []


def test_before_the_sum_is_known_the_step_stands_on_the_path():
    assert any(isinstance(step, Pay) for step in begun(SHOP).path)


def test_unpaid_is_blocked_and_paid_is_not():
    session = chosen()
    assert at(session) == "pay" and causes(session) == [Cause.FEE_UNPAID]
    assert at(paid(session)) == "review" and causes(paid(session)) == []


@pytest.mark.parametrize(
    "fact",
    [
        {"state": "confirmed", "amount": "200.99"},
        {"state": "confirmed", "amount": "0.00"},
        {"state": "confirmed"},
        {"state": "confirmed", "amount": "NaN"},
        {"state": "confirmed", "amount": "many"},
        {"state": "ordered", "amount": DUE},
        {"state": "refunded", "amount": DUE},
        {},
    ],
)
def test_what_is_not_paid_in_full_is_not_paid(fact):
    session = chosen().learn("payment", fact)
    assert at(session) == "pay" and causes(session) == [Cause.FEE_UNPAID]


def test_another_answer_asks_for_the_new_sum_and_the_first_one_is_paid_again():
    session = paid(chosen())
    dearer = session.revise("width").answer("width", {"width": "1"})
    assert at(dearer) == "pay"
    assert at(dearer.revise("width").answer("width", {"width": "2"})) == "review"


def test_a_promise_to_pay_is_filed_and_accepted_by_nobody_before_it_is_kept():
    session = chosen().learn("payment", {"state": "undertaken", "amount": DUE})
    assert at(session) == "review" and causes(session) == []
    assert outcome(arrival(session)) == "PAYMENT_DUE"


def test_the_platforms_word_is_received():
    assert outcome(arrival(paid(chosen(), KEY))) == "RECEIVED"


def test_unpaid_is_blocked_on_the_other_side_too():
    assert outcome(arrival(chosen())) == "FEE_UNPAID"
    assert outcome(arrival(chosen().learn("payment", {"state": "ordered", "amount": DUE}))) == "FEE_UNPAID"


def with_payment(fact):
    arrived = arrival(paid(chosen(), KEY))
    facts = {**json.loads(json.dumps(dict(arrived.body.facts))), "payment": fact}
    return judge(replace(arrived, body=replace(arrived.body, facts=facts)), FLOWS, KEY.public)


def statement(key=KEY, **changes):
    said = {"order": "order", "case": "id", "item": SHOP.item, "terminal": "T", "amount": DUE, "lines": {}}
    what = statements.Paid(**{**said, "bill": "1", **changes})
    return {"order": what.order, "amount": what.amount, "state": "confirmed"} | {
        "token": statements.pay(key, what, NOON)
    }


@pytest.mark.parametrize(
    "fact",
    [
        pytest.param({"state": "confirmed", "amount": DUE}, id="no word at all"),
        pytest.param(statement(SigningKey.generate()), id="somebody else's word"),
        pytest.param(statement(case="another"), id="of another case"),
        pytest.param(statement(item="house-transfer"), id="of another item"),
        pytest.param(statement(terminal="U"), id="of another terminal"),
        pytest.param(statement(amount="1.00") | {"amount": DUE}, id="of another sum"),
        pytest.param(statement() | {"order": "another"}, id="of another order"),
    ],
)
def test_what_the_platform_did_not_say_is_no_payment(fact):
    with pytest.raises(ProblemError) as caught:
        with_payment(fact)
    assert caught.value.kind is Kind.STATEMENT


def test_a_true_word_about_too_little_is_not_enough():
    verdict = with_payment(statement(amount="1.00")).verdict
    assert verdict.reason == "FEE_UNPAID"


def spoiled(tmp_path, change):
    data = yaml.safe_load(ITEM.read_text("utf-8"))
    change(data)
    path = tmp_path / ITEM.name
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    from kiosk.flows import figures

    dated, _ = figures.load(ITEM.parent.parent / "data")
    with pytest.raises(FlowError) as caught:
        load(path, load_codes(), dated)
    return str(caught.value)


def step(data, key):
    return next(entry for entry in data["steps"] if entry["key"] == key)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda d: d["steps"].remove(step(d, "pay")), "needs one Pay step"),
        (lambda d: d["steps"].insert(2, d["steps"].pop(4)), "put Pay right before Review"),
        (lambda d: d.pop("fees"), "nothing is to be paid"),
        (lambda d: d.update(fee="'1.00'"), "leave out fee"),
        (lambda d: d["fees"].append(d["fees"][0]), "licence stands twice"),
        (lambda d: step(d, "pay").update(when="trade == 'food'"), "who owes nothing is not asked"),
        (lambda d: d.update(assurance="L0"), "a fee needs L1"),
        (lambda d: d["fees"][0].update(amount="'0.005'"), "must give an amount"),
        (lambda d: d["fees"][0].update(amount="nobody"), "unknown name"),
        (lambda d: d["fees"][0].pop("department"), "department"),
    ],
)
def test_a_mistake_about_money_is_told_before_anybody_pays(tmp_path, change, says):
    assert says in spoiled(tmp_path, change)

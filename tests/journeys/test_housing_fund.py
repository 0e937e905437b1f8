"""Whoever bought a home draws on the housing fund: five offices say yes, no, or nothing."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime

import pytest

from acceptance.dossiers import MARITAL
from acceptance.population import Population
from kiosk import app
from kiosk.demo.stand import standing
from kiosk.flows.gate import limit
from kiosk.flows.materials import State
from kiosk.flows.session import Session
from kiosk.flows.taking import AnswerError
from kiosk.model import Status
from kiosk.terminal.words import GateError
from kiosk.ui import ladder
from kiosk.wire.boot import BEIJING
from tests import shipped

ITEM = "housing-fund"
FLOW = shipped.items()[ITEM]
AUTUMN = datetime(2026, 11, 20, 10, tzinfo=BEIJING)
INK = [[(10.0, 10.0), (40.0, 30.0)], [(50.0, 10.0), (50.0, 45.0)]]
SPOUSE = {"spouse_name": "欧阳文静", "spouse_idno": "330521199108120044"}
HOME = {
    "deposit_city": "330500",
    "house_city": "330500",
    "house_kind": "new",
    "proof": "contract",
    "delivery": "terminal",
}
BOUGHT = {
    "liu-yang": {
        **{"contract_number": "330521202500000123", "bought_on": "20250905", "price": "1680000"},
        **{"bank_card": "6222021205000100010", "marital": "20", "together": "yes", **SPOUSE},
    },
    "hu-ping": {
        **{"contract_number": "330521202500000207", "bought_on": "20251018", "price": "940000"},
        **{"bank_card": "6228480330100030007", "marital": "40"},
    },
    "two-rare-planes": {
        **{"contract_number": "330521202500000311", "bought_on": "20251109", "price": "1250000"},
        **{"bank_card": "6217003310000400048", "marital": "10"},
    },
}


@pytest.fixture(scope="module")
def stand(tmp_path_factory):
    with standing(tmp_path_factory.mktemp("autumn"), starts_at=AUTUMN) as made:
        yield made
    os.environ.pop(app.CLOCK_SHIFT, None)


def arrive(visit, person):
    return visit.confirm(visit.identify(person, ITEM), person)


def declare(visit, session, person, until="papers", **given):
    """Answers all up to a step, with what stands in the person's contract or what is given."""
    given = HOME | BOUGHT[person] | given
    while session.stop is None and session.step.key != until:
        known = session.preset(session.step) if session.step.kind == "Form" else {}
        session = session.answer(session.step.key, {k: given.get(k) or known[k] for k in session.step.keys})
    return visit.terminal.climb(session) if session.stop is None and until == "papers" else session


def declared(visit, person, **given):
    return declare(visit, arrive(visit, person), person, **given)


def signed(visit, session):
    session = session.see("papers")
    return visit.terminal.sign(session, "signature", visit.terminal.application_form(session), INK)


def marriage(session):
    return next(s for s in session.standings if s.material.key == "marriage")


def complaint(session, **given):
    with pytest.raises(AnswerError) as refused:
        session.answer(session.step.key, given)
    return {key: says.zh for key, says in refused.value.says.items()}


def test_all_that_offices_confirm_need_not_be_brought_and_the_platform_agrees(visit):
    session = declared(visit, "liu-yang")
    assert session.material is None
    assert [s.state for s in session.standings] == [State.YES] * 6
    filing = visit.terminal.file(signed(visit, session))
    visit.sync.round()
    assert visit.outcome(filing).status is Status.RECEIVED


# --- AT-F7: the codes of marital status, which a real system once had the wrong way round ---


def test_the_marital_codes_are_the_same_in_the_item_the_platform_and_the_registers():
    offered = {option.value: option.title.zh for option in FLOW.step("marital").options}
    assert offered == MARITAL == {"10": "未婚", "20": "已婚", "30": "丧偶", "40": "离婚"}
    held = Population.load().registers.dossiers.marriages.values()
    assert {one.status for one in held} == set(MARITAL)
    assert all((one.spouse is not None) is (one.status == "20") for one in held)


def test_a_marital_code_is_confirmed_only_as_the_register_has_it(visit):
    session = declared(visit, "hu-ping")
    said = {}
    for code in ("10", "20", "30", "40"):
        again = session.revise("marital").answer("marital", {"marital": code})
        again = declare(visit, again, "hu-ping", marital=code, together="no", **SPOUSE)
        said[code] = marriage(again).state
    assert said == {"10": State.NO, "20": State.NO, "30": State.NO, "40": State.YES}


# --- AT-F7: no, unknown and a timeout are three pages ---


def test_a_no_names_the_fund_centre_and_lets_the_answer_be_corrected(visit):
    session = declared(visit, "hu-ping", marital="10")
    here = session.material
    assert (ladder.page(session), here.state, here.rung.revise) == ("Mismatch", State.NO, "marital")
    assert here.rung.text.zh.startswith("婚姻信息核验未通过")
    assert "请携带业务材料前往缴存地管理中心线下办理" in here.rung.text.zh
    with pytest.raises(GateError):
        visit.terminal.file(session)
    session = session.revise("marital").answer("marital", {"marital": "40"})
    session = visit.terminal.climb(session)
    assert marriage(session).state is State.YES


def test_a_spouse_who_is_somebody_else_is_a_no_as_well(visit):
    session = declared(visit, "liu-yang", spouse_name="徐敏", spouse_idno="330521199011030042")
    assert (ladder.page(session), session.material.rung.revise) == ("Mismatch", "spouse")


def test_what_no_register_knows_is_no_no_and_may_be_asked_again(visit):
    session = declared(visit, "two-rare-planes")
    place = session.material.place
    assert (ladder.page(session), session.material.state) == ("Unknown", State.UNKNOWN)
    assert visit.terminal.climb(session.ask_again(place)).material.place == place
    session = visit.terminal.decide(session, place, "pass")
    assert ladder.page(session) == "Original" and session.material.rung.phone == "12329"


def test_who_does_not_answer_in_time_is_asked_later_and_nobody_is_asked_for_paper(visit):
    session = declare(visit, arrive(visit, "hu-ping"), "hu-ping", until="delivery")
    session = session.answer("delivery", {"delivery": "terminal"})
    hasty = app.terminal(replace(visit.stand.config, timeout=0.3))
    visit.terminal.platform.ask("/v1/sandbox", {"data_latency_s": 1.0})
    try:
        session = hasty.climb(session)
    finally:
        visit.terminal.platform.ask("/v1/sandbox", {"data_latency_s": 0})
        hasty.close()
        hasty.store.close()
    assert (ladder.page(session), marriage(session).state) == ("Materials", State.LATER)
    filing = visit.terminal.file(signed(visit, session))
    visit.sync.round()
    assert visit.outcome(filing).status is Status.RECEIVED


# --- the figures ---


def test_at_most_the_lowest_of_balance_price_and_ceiling_can_be_drawn(visit):
    session = declare(visit, arrive(visit, "hu-ping"), "hu-ping", until="drawing")
    assert session.preset(session.step) == {"amount": "73655.20"}
    assert complaint(session, amount="73655.21") == {"amount": "最多可提 73655.20 元"}
    assert complaint(session, amount="0") == {"amount": "金额应大于 0"}
    cheap = session.revise("house").answer("house", {"bought_on": "20251018", "price": "60000"})
    assert complaint(cheap, amount="60000.01") == {"amount": "最多可提 60000.00 元"}
    elsewhere = session.revise("deposit_city").answer("deposit_city", {"deposit_city": "310000"})
    dear = elsewhere.revise("house").answer("house", {"bought_on": "20251018", "price": "9000000"})
    assert complaint(dear, amount="1000000.01") == {"amount": "最多可提 1000000.00 元"}


def test_without_a_line_the_platform_looks_into_the_account_and_asks_for_another_amount(visit):
    visit.terminal.platform.ask("/v1/sandbox", {"data_unavailable": ["fund-accounts"]})
    try:
        session = arrive(visit, "hu-ping")
    finally:
        visit.terminal.platform.ask("/v1/sandbox", {"data_unavailable": []})
    visit.line(cut=True)
    session = declare(visit, session, "hu-ping", amount="90000")
    assert {s.state for s in session.standings} == {State.LATER}
    filing = visit.terminal.file(signed(visit, session))
    visit.sync.round()
    assert visit.outcome(filing).status is Status.HELD
    visit.line(cut=False)
    visit.sync_line()
    outcome = visit.outcome(filing)
    assert (outcome.status, outcome.reason) == (Status.CORRECTION_REQUIRED, "MATERIAL_UNPROVED")


def test_more_than_the_account_holds_is_a_no_to_the_amount(visit):
    session = declare(visit, arrive(visit, "hu-ping"), "hu-ping", until="delivery")
    session = session.answer("delivery", {"delivery": "terminal"})
    bold = replace(session, answers={**session.answers, "amount": "90000.00"})  # as if nobody had told
    bold = visit.terminal.climb(bold)
    assert (ladder.page(bold), bold.material.material.key, bold.material.rung.revise) == (
        "Mismatch",
        "balance",
        "drawing",
    )


def test_a_card_number_with_a_slip_in_it_is_refused_at_once(visit):
    session = declare(visit, arrive(visit, "hu-ping"), "hu-ping", until="bank")
    assert "bank_card" in complaint(session, bank_card="6228480330100030008")


def test_somebody_elses_card_is_a_no(visit):
    session = declared(visit, "hu-ping", bank_card="6222021205000100010")
    assert (ladder.page(session), session.material.rung.revise) == ("Mismatch", "bank")


def test_a_home_bought_too_long_ago_is_told_its_last_day(visit):
    session = declared(visit, "hu-ping", bought_on="20230101")
    assert session.stop is not None and "2026年1月1日" in session.stop.text.zh
    assert (session.stop.phone, "缴存地" in session.stop.where.zh) == ("12329", True)


def test_three_working_days_are_promised():
    promised = limit(Session("one", FLOW, AUTUMN.date()))
    assert (promised.count, promised.unit) == (3, "working_days")
    (span,) = FLOW.data["figures"].spans
    assert not span.confirmed and "待" in span.source


def test_no_consent_is_given_before_the_person_gives_it(visit):
    session = visit.terminal.begin(ITEM)
    assert session.step.kind == "Notice" and len(session.step.consents) == 7
    assert not [name for name in session.facts if name.startswith("consent")]
    asked = {consent.source for consent in session.step.consents}
    rungs = {rung.source for material in FLOW.materials for rung in material.rungs if rung.source}
    assert asked == rungs | {prefill.source for prefill in FLOW.prefill}

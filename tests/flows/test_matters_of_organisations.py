"""Utilities, haulage, credit repair, a trader's change, a tax rating: what they ask, by the rules alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from acceptance import tax_rating
from acceptance.offices import SHARES
from acceptance.population import Population
from acceptance.question import Question
from acceptance.social_insurance import NoRecordError
from kiosk.flows.definition.branches import asked
from kiosk.flows.materials import State
from kiosk.flows.session import Session, acting, card_fact
from kiosk.flows.taking import AnswerError
from kiosk.model import Applicant
from tests import shipped

TODAY = date(2026, 11, 23)
PEOPLE = Population.load()
HEAD, TRADER = PEOPLE.by_id("liu-yang"), PEOPLE.by_id("hu-ping")
COMPANY, TRADING, NOODLES = "91330521MA2XX10T08", "91330521MA2XX20T1J", "92330521MA2XX30T2R"
MOBILE = {"contact_mobile": "13800000000"}


def told_of(who):
    return SHARES["tax-ratings"](Question(who, PEOPLE, "330521", TODAY))


def arrive(item, code=COMPANY, who=HEAD):
    """Laid the card, confirmed by phone, and named the organisation."""
    session = Session("id", shipped.items()[item], TODAY).learn("capabilities", {"kinds": []})
    session = session.agree("notice", "t")
    session = session.learn("card", card_fact(Applicant(name=who.names[0], id_number=who.number)))
    session = session.learn("confirmation", {"state": "confirmed", "token": ""})
    session = session.learn("share:tax-ratings", {"state": "OK", "value": told_of(who), "token": ""})
    found = acting.fact(code, "organisation-of", State.OK, {"uscc": code, "name": "", "role": "agent"}, "")
    return acting.act(session, "acting", code, found)


def go(session, told, until="papers"):
    """Answers page after page with what is told, or stands there already, up to a page or a stop."""
    while session.stop is None and session.step.key != until:
        step = session.step
        if step.kind == "Entries":
            session = session.answer(step.key, {})
            continue
        known = session.preset(step) if step.kind == "Form" else {}
        session = session.answer(step.key, {key: told.get(key, known.get(key, "")) for key in step.keys})
    return session


def complaint(session, told):
    with pytest.raises(AnswerError) as refused:
        session.answer(session.step.key, {key: told.get(key, "") for key in session.step.keys})
    return {key: says.zh for key, says in refused.value.says.items()}


def test_one_form_brings_every_company_to_the_site_and_only_long_works_need_permits():
    told = {"street": "德清县舞阳街道塔山街66号", "services": "water,power", "digs": "yes"} | MOBILE
    page = go(arrive("utilities"), told, until="digging")
    assert complaint(page, {"digs": "yes"}) == {"metres": "要挖的，请填大约多长"}
    for metres, wanted in (("150", "filed"), ("151", "permits")):
        whole = go(page, told | {"metres": metres, "delivery": "message"})
        parts = asked(whole.flow.branches, whole.context)
        assert [part.key for part in parts] == ["survey", wanted, "water", "power"]
        assert set(parts[-1].needs) == {"survey", wanted}
    dry = go(page, told | {"digs": "no", "delivery": "message"})
    assert asked(dry.flow.branches, dry.context)[-1].needs == ("survey",)


def test_passengers_are_sent_to_the_counter_and_no_lorry_stands_there_twice():
    session = arrive("transport")
    assert go(session, {"goods": "passengers"}).stop.title.zh == "这一类到窗口办"
    lorry = {"vehicles.0.plate": "浙E00001", "vehicles.0.mass": "12000"}
    page = go(session, {"goods": "ordinary"} | lorry, until="vehicles.entries").add("vehicles.entries")
    twice = page.answer("vehicles.1", {"vehicles.1.plate": "浙E00001", "vehicles.1.mass": "4500"})
    with pytest.raises(AnswerError) as refused:
        twice.answer("vehicles.entries", {})
    assert [says.zh for says in refused.value.says.values()] == ["同一辆车填了两次，请删去一个"]


def test_a_penalty_is_public_for_its_time_before_it_can_be_repaired():
    page = go(arrive("credit-repair"), {"settled": "yes"}, until="penalties.0")
    first = {"number": "德样罚〔2026〕12号", "grade": "general"}

    def told(days, **other):
        said = first | {"decided_on": f"{TODAY - timedelta(days=days):%Y%m%d}"} | other
        return {f"penalties.0.{key}": text for key, text in said.items()}

    day = "penalties.0.decided_on"
    assert complaint(page, told(91)) == {day: "最短公示期还没满，2026年11月24日 起可以申请"}
    assert set(complaint(page, told(365, grade="safety"))) == {day}
    for days, grade, wanted in ((92, "general", False), (366, "safety", True)):
        whole = go(page, told(days, grade=grade) | {"delivery": "message"} | MOBILE)
        keys = [standing.material.key for standing in whole.standings]
        assert ("training" in keys) is wanted and {"commitment", "proof"} <= set(keys)


def test_only_a_trader_becomes_a_company_and_its_owner_stands_among_the_members():
    assert go(arrive("trader-to-company"), {"way": "direct"}).stop.title.zh == "这家单位不是个体工商户"
    told = {"way": "direct", "place": "德清", "brand": "武康样例", "trade": "餐饮", "capital": "100000"}
    told |= {"follow": "permits", "delivery": "electronic"} | MOBILE
    whole = go(arrive("trader-to-company", NOODLES, TRADER), told)
    assert whole.normal_answers["members.0.idno"] == TRADER.number
    assert [part.key for part in asked(whole.flow.branches, whole.context)] == [
        "registration",
        "taxes",
        "permits",
    ]


def test_a_tax_rating_is_told_to_who_may_act_for_the_organisation():
    assert {one["uscc"] for one in told_of(HEAD)} == {COMPANY}
    assert told_of(PEOPLE.by_id("lin-jie")) == []
    assert go(arrive("tax-rating", TRADING), {"reason": "own"}).stop.title.zh == "没有查到这家单位的级别"
    now = datetime(2026, 11, 23, 10)
    applicant = Applicant(name=HEAD.names[0], id_number=HEAD.number)
    whole = go(arrive("tax-rating"), {"reason": "own"}, until="review")
    assert tax_rating.certificate(whole, applicant, HEAD, now).rows == (("2025", "A"), ("2024", "B"))
    with pytest.raises(NoRecordError):
        tax_rating.certificate(arrive("tax-rating", TRADING), applicant, HEAD, now)

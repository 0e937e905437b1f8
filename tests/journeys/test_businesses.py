"""From the opening of a business to its end: what companies come for, each from the card to the receipt."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.flows.materials import State
from kiosk.flows.taking import AnswerError
from tests.journeys.agent import (
    NOODLES,
    TAKEN,
    TRADING,
    arrive,
    complaint,
    decide,
    file,
    go,
    sign,
    states,
    undecided,
)
from tests.ui.visitor import PEOPLE

AGENT, HEAD, BARRED = (PEOPLE.by_id(who).number for who in ("ouyang-wenjing", "liu-yang", "expired-zhao"))


def ago(session, days: int) -> str:
    return f"{session.today - timedelta(days=days):%Y%m%d}"


def day(year: int, month: int, of: int) -> str:
    return f"{date(year, month, of):%Y%m%d}"


# --- company-change ---

CHANGE = {
    **{"changes": "name,address,capital", "place": "德清", "brand": "莫干新样", "trade": "餐饮"},
    **{"street": "德清县舞阳街道塔山街66号", "district": "here", "capital_way": "raise"},
    **{"capital_before": "500000", "capital": "1000000", "votes": "100"},
    **{"follow": "insurance,bank", "contact_mobile": "13800000000", "delivery": "electronic"},
}
PAPERS = {"resolution": "bring", "articles": "defer", "premises": "commit", "creditors": "bring"}


def test_several_entries_change_at_once_and_their_representative_signs(visit):
    session = arrive(visit, "company-change", "ouyang-wenjing")
    told = CHANGE | {"resolved_on": ago(session, 9)}
    head = {"signer": [{"name": "刘洋", "idno": HEAD}]}
    vote = go(session, told, head, until="decision")
    assert complaint(vote, told | {"votes": "66.66"}) == {"votes": "修改章程要三分之二以上表决权通过"}
    agent = {"signer": [{"name": "欧阳文静", "idno": AGENT}]}
    wrong = decide(visit, go(vote, told, agent))
    assert (undecided(wrong).material.key, undecided(wrong).state) == ("in_office", State.NO)
    session = decide(visit, go(wrong.revise("signer.0"), told, head), **PAPERS)
    kept = states(session)
    assert [kept[key] for key in ("licence", "name", "in_office")] == [State.YES] * 3
    assert kept["premises"] is State.SIGNED and "fit" not in kept and "creditors" not in kept
    filing, outcome = file(visit, sign(visit, session, "liu-yang"))
    assert outcome.status in TAKEN
    branches = [b.key for b in session.flow.branches if b.when is None or b.key in told["follow"]]
    assert branches == ["registration", "taxes", "insurance", "bank"] and filing.number


def test_a_reduction_waits_for_the_creditors_and_a_barred_person_does_not_become_the_head(visit):
    session = arrive(visit, "company-change")
    told = CHANGE | {"changes": "representative,capital", "capital_way": "reduce", "capital": "200000"}
    told |= {"resolved_on": ago(session, 60), "announced_on": ago(session, 46)}
    page = go(session, told, until="reduced")
    assert complaint(page, {"announced_on": ago(session, 44)})["announced_on"].startswith("公告要满 45 日")
    barred = {"signer": [{"name": "赵敏", "idno": BARRED}]}
    session = decide(visit, go(page, told, barred))
    assert (undecided(session).material.key, undecided(session).state) == ("fit", State.NO)
    heir = {"signer": [{"name": "欧阳文静", "idno": AGENT}]}
    session = decide(visit, go(session.revise("signer.0"), told, heir), **PAPERS)
    assert states(session)["fit"] is State.YES and "in_office" not in states(session)
    _, outcome = file(visit, sign(visit, session, "ouyang-wenjing"))
    assert outcome.status in TAKEN


def test_shares_and_traders_are_led_elsewhere(visit):
    session = arrive(visit, "company-change")
    assert go(session, CHANGE | {"changes": "name,holders"}, until="naming").stop.title.zh.startswith("股权")
    noodles = arrive(visit, "company-change", "hu-ping", NOODLES)
    assert go(noodles, CHANGE, until="naming").stop.phone == "12345"


# --- company-close ---

CLOSE = {
    **{"way": "simple", "closing": "insurance,seals", "contact_mobile": "13800000000"},
    **{"delivery": "window"},
}
BOTH = [
    {"name": "刘洋", "idno": HEAD, "share": "60"},
    {"name": "欧阳文静", "idno": AGENT, "share": "40"},
]


def test_a_company_ends_by_the_short_way_with_the_promise_and_signature_of_each_investor(visit):
    session = arrive(visit, "company-close")
    page = go(session, CLOSE, until="announcement")
    assert "2" in complaint(page, {"announced_on": ago(session, 20)})["announced_on"]
    late = page.answer("announcement", {"announced_on": ago(session, 41)})
    assert late.stop.title.zh == "申请的时间过了"
    told = CLOSE | {"announced_on": ago(session, 24)}
    short = {"investors": [BOTH[0], BOTH[1] | {"share": "30"}]}
    with pytest.raises(AnswerError) as refused:
        go(page, told, short)
    assert [says.zh for says in refused.value.says.values()] == ["出资比例合计应为 100%，现在是 90%"]
    session = decide(visit, go(page, told, {"investors": BOTH}))
    assert (undecided(session).material.key, undecided(session).state) == ("announced", State.NO)
    session = session.revise("announcement").answer("announcement", {"announced_on": ago(session, 25)})
    session = decide(visit, session, commitment="commit")
    assert states(session) == dict.fromkeys(
        ("eligible", "announced", "clearance", "contributions"), State.YES
    ) | {"commitment": State.SIGNED}
    _, outcome = file(visit, sign(visit, session, "ouyang-wenjing"))
    assert outcome.status in TAKEN


def test_who_owes_taxes_is_sent_to_settle_them_and_a_trader_need_not_announce(visit):
    debtor = arrive(visit, "company-close", code=TRADING)
    told = CLOSE | {"announced_on": ago(debtor, 25)}
    debtor = decide(visit, go(debtor, told, {"investors": [BOTH[0] | {"share": "100"}]}))
    assert (undecided(debtor).material.key, undecided(debtor).state) == ("eligible", State.NO)
    told |= {"way": "liquidation", "liquidator_name": "刘洋"}
    told |= {"creditors_on": ago(debtor, 60), "finished_on": ago(debtor, 10)}
    debtor = decide(visit, go(debtor.revise("way"), told, {"investors": [BOTH[0] | {"share": "100"}]}))
    assert (undecided(debtor).material.key, undecided(debtor).state) == ("clearance", State.NO)
    noodles = arrive(visit, "company-close", "hu-ping", NOODLES)
    assert go(noodles, CLOSE, until="investors.0").step.key == "investors.0"
    assert go(noodles, CLOSE | {"way": "liquidation"}).stop.title.zh == "个体工商户不用清算"

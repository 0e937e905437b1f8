"""Matters that only inform: what they say to which answers, and that nothing of them can ever be filed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import yaml

from acceptance.judgement import judge
from kiosk.flows import informing
from kiosk.flows.gate import gate
from kiosk.flows.loader import RESOURCES, FlowError, load, load_codes
from kiosk.flows.session import Session
from tests import shipped
from tests.flows.test_judged import KEY, arrival

TODAY = date(2026, 7, 10)
ADVICE, BOOKS = "exit-advice", "village-books"
CODES = load_codes()


def asked(item, *chosen, **typed):
    session = Session("id", shipped.items()[item], TODAY).learn("capabilities", {"kinds": []})
    session = session.agree("notice", "t")
    for value in chosen:
        session = session.answer(session.step.key, {session.step.key: value})
    return session.answer(session.step.key, typed) if typed else session


def told(session):
    return {title.zh: text.zh for title, text in informing.words(session, session.step)}


@pytest.mark.parametrize(
    ("until", "title", "says"),
    [
        ("202608", "走之前证件就到期了，先换证", "2026-08"),
        ("202612", "护照剩的时间可能不够", "2027-03"),
        ("202703", "证件可以用", "2027-03"),
    ],
)
def test_a_passport_is_judged_by_the_month_of_the_journey(until, title, says):
    session = asked(ADVICE, "abroad", "tour", "grown", "held", valid_until=until, leaves="202609")
    papers = {"走之前证件就到期了，先换证", "护照剩的时间可能不够", "证件可以用"}
    assert papers & told(session).keys() == {title} and says in told(session)[title]


def test_another_journey_is_told_something_else():
    abroad, hkmo = (
        asked(ADVICE, "abroad", "stay", "grown", "none"),
        asked(ADVICE, "hkmo", "tour", "minor", "none"),
    )
    assert told(abroad).keys() == {"先办护照", "学习、工作签证", "到哪里办、打什么电话"}
    assert told(hkmo).keys() == {"先办通行证", "不用签证，要签注", "未成年人", "到哪里办、打什么电话"}
    assert "16" in told(hkmo)["未成年人"]


@pytest.mark.parametrize(
    ("budget", "title", "says"),
    [
        ("49999.99", "直接选取", "50000 元"),
        ("50000", "网上竞价或随机抽取", "3 个工作日"),
        ("1000000", "要招标", "1000000 元"),
    ],
)
def test_how_an_intermediary_is_chosen_hangs_on_the_sum_of_public_money(budget, title, says):
    session = asked("intermediary", "survey", "public", budget=budget)
    ways = {"直接选取", "网上竞价或随机抽取", "要招标", "自己选，也可以在平台上选"}
    assert ways & told(session).keys() == {title} and says in told(session)[title]
    assert "自己选，也可以在平台上选" in told(asked("intermediary", "audit", "own"))


def test_a_chart_has_the_figures_of_its_village_and_their_sum():
    session = asked(BOOKS, "second", "income")
    figures = informing.figures(session, session.step)
    assert [(f.title.zh, str(f.amount)) for f in figures] == [
        ("经营收入", "9.20"),
        ("上级补助", "33.70"),
        ("发包、出租", "4.60"),
        ("其他收入", "0.80"),
    ]
    assert [round(f.part, 3) for f in figures] == [0.273, 1.0, 0.136, 0.024]
    assert told(session)["全年收入合计"] == f"{sum((f.amount for f in figures), Decimal(0))} 万元"
    assert {f.unit.zh for f in figures} == {"万元"}


def test_figures_of_land_and_of_money_never_share_a_chart():
    for what, unit in (("income", "万元"), ("spending", "万元"), ("assets", "万元"), ("land", "亩")):
        session = asked(BOOKS, "first", what)
        assert {figure.unit.zh for figure in informing.figures(session, session.step)} == {unit}


@pytest.mark.parametrize(
    "session", [asked(ADVICE, "taiwan", "tour", "grown", "lost"), asked(BOOKS, "first", "land")]
)
def test_nothing_of_it_can_be_filed_here_or_at_the_platform(session):
    assert session.step.kind == "Inform" and not session.is_done(session.step)
    assert gate(session, can_queue=True)
    verdict = judge(arrival(session), shipped.items(), KEY.public).verdict
    assert (verdict.status.value, verdict.reason) == ("correction_required", "INCOMPLETE")


def refused(tmp_path, change, item=ADVICE):
    place = tmp_path / "items" / f"{item}.yaml"
    place.parent.mkdir()
    data = yaml.safe_load((RESOURCES / "items" / place.name).read_text("utf-8"))
    change(data)
    place.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    with pytest.raises(FlowError) as caught:
        load(place, CODES)
    return {mistake.rule for mistake in caught.value.mistakes}


def a_card(data):
    data["required"] = ["card_reader"]
    data["steps"].insert(1, {"key": "card", "kind": "ReadCard", "stage": "预检", "title": data["title"]})


def a_review(data):
    data["steps"][-1] = {"key": "review", "kind": "Review", "stage": "核对", "title": data["title"]}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (a_card, "inform"),
        (a_review, "end"),
        (lambda data: data.update(assurance="L1"), "inform"),
        (lambda data: data.update(limit={"count": "1", "unit": "days"}), "inform"),
        (lambda data: data.update(type="report"), "end"),
        (lambda data: data["steps"][-1]["words"][0].update(fill="[paper]"), "expression"),
    ],
)
def test_what_only_informs_holds_nothing_that_is_filed(tmp_path, change, rule):
    assert rule in refused(tmp_path, change)


def test_a_bar_without_an_amount_is_refused(tmp_path):
    def wrong(data):
        data["steps"][-1]["bars"][0]["amount"] = "village"

    assert "expression" in refused(tmp_path, wrong, BOOKS)

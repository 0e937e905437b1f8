"""Dated figures, what rules reckon with them, and rules that would fail on somebody."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from kiosk.flows import reckoning
from kiosk.flows.calendar import Limit, Unit
from kiosk.flows.gate import amount, derived, estimated, limit
from kiosk.flows.loader import RESOURCES, FlowError, load_items
from tests.flows.several import agreed

HERE = Path(__file__).parent


@pytest.fixture
def resources(tmp_path):
    for folder in ("items", "data"):
        shutil.copytree(HERE / folder, tmp_path / folder)
    shutil.copytree(RESOURCES / "codes", tmp_path / "codes")
    return tmp_path


def refused(resources, file, old, new):
    path = resources / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FlowError) as caught:
        load_items(resources / "items")
    return [str(mistake) for mistake in caught.value.mistakes], text.replace(old, new, 1).splitlines()


def test_a_fee_is_that_of_the_day():
    session = agreed()
    assert str(amount(session)) == "60.00"
    assert str(amount(replace(session, today=date(2026, 6, 30)))) == "80.00"


def test_a_limit_is_that_of_the_day_and_both_sides_agree_on_it():
    session = agreed()
    assert limit(session) == Limit(5, Unit.WORKING_DAYS)
    assert derived(session)["limit"] == "5 working_days"
    assert derived(replace(session, today=date(2026, 6, 30)))["limit"] == "30 working_days"


def test_figures_that_nobody_confirmed_say_so():
    session = agreed()
    assert estimated(session) == ("样例二",)
    assert estimated(replace(session, today=date(2026, 6, 30))) == ()


def test_figures_that_ran_out_close_the_matter_with_a_page():
    session = replace(agreed(), today=date(2028, 1, 1))
    assert session.stop is not None
    assert "收费标准" in session.stop.title.zh
    assert session.stop.phone


def test_the_hash_follows_the_figures(resources):
    before = load_items(resources / "items")["house-transfer"].hash
    path = resources / "data" / "house-rates.yaml"
    path.write_text(path.read_text("utf-8").replace("60.00", "61.00"), "utf-8")
    assert load_items(resources / "items")["house-transfer"].hash != before


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("valid_from: '2026-07-01'", "valid_from: '2026-07-02'", "begin on 2026-07-01"),
        ("valid_to: '2026-06-30'", "valid_to: '2026-02-30'", "no such day"),
        ("  valid_to: '2026-06-30'\n", "", "the span before has no valid_to"),
        ("  valid_to: '2027-12-31'", "  valid_to: '2026-06-30'", "valid_to comes before valid_from"),
        ("data: house-rates", "data: rates", "must be called rates.yaml"),
        ("  source: 样例一\n", "", '"source" is a required property'),
        ("home: '80.00'", "home: 80.5", "house-rates.yaml"),
    ],
)
def test_figures_with_a_mistake_are_refused_with_their_line(resources, old, new, says):
    found, _ = refused(resources, "data/house-rates.yaml", old, new)
    assert any(says in mistake for mistake in found), found


def test_a_day_without_quotes_is_a_day(resources):
    path = resources / "data" / "house-rates.yaml"
    path.write_text(path.read_text("utf-8").replace("'2026-06-30'", "2026-06-30"), "utf-8")
    assert load_items(resources / "items")["house-transfer"].data["rates"].on(date(2026, 6, 30))


BENT = {
    "a name that is not there": ("rates.registration.home", "rate.registration.home", "unknown name: rate"),
    "a figure that is not there": ("rates.registration.home", "rates.registration.house", "house"),
    "a fee that is no amount": ("rates.registration.home", "use", "must give an amount"),
    "a limit that is no number": ("count: rates.working_days", "count: use", "must give a whole number"),
    "a limit of nothing": (
        "count: rates.working_days",
        "count: rates.working_days - 30",
        "a whole number from 1",
    ),
    "a check that is no check": (
        "rule: fen(price) <= 100000000000",
        "rule: fen(price)",
        "must give true or false",
    ),
    "a division by nothing": (
        "rule: fen(price) <= 100000000000",
        "rule: fen(price) / (deal_on == '' ? 0:1) >= 0",
        "divides by zero",
    ),
    "an amount that is reckoned as text": ("rule: fen(price) <= 100000000000", "rule: price <= 5", "fails: "),
    "a file of figures that is not there": (
        "rates: house-rates",
        "rates: no-rates",
        "no sound file no-rates.yaml",
    ),
    "a party of no group": ("group: sellers", "group: seller", "no group seller before it"),
    "a party without its number": ("number: idno", "number: phone", "no field phone of type idno"),
    "a card that is not asked of all": (
        "  kind: ReadCard\n",
        "  kind: ReadCard\n  when: card_expired\n",
        "L1 and above",
    ),
    "no reader": ("required:\n- card_reader", "required: []", "needs a card_reader"),
    "more at least than at most": (
        "  least: 1\n  most: 12",
        "  least: 13\n  most: 12",
        "least is more than most",
    ),
    "an unknown type": ("type: deed", "type: deeds", "is not one of"),
}


@pytest.mark.parametrize("bend", BENT)
def test_a_rule_that_would_fail_on_somebody_is_refused_with_its_line(resources, bend):
    old, new, says = BENT[bend]
    found, lines = refused(resources, "items/house-transfer.yaml", old, new)
    (mistake, *_) = [mistake for mistake in found if says in mistake]
    assert ": expression: " not in mistake or new.splitlines()[0] in lines[int(mistake.split(":")[1]) - 1]


def test_l3_asks_for_a_signature(resources):
    path = resources / "items" / "petition.yaml"
    data = yaml.safe_load(path.read_text("utf-8")) | {"assurance": "L3"}
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    with pytest.raises(FlowError) as caught:
        load_items(resources / "items")
    remedies = {mistake.remedy for mistake in caught.value.mistakes}
    assert {"L3 needs a signature: add a Sign step"} < remedies


@pytest.mark.parametrize(
    ("reckoned", "result"),
    [
        (reckoning.times("1000000.00", "0.015"), "15000.00"),
        (reckoning.times("0.05", "0.1"), "0.01"),  # half up
        (reckoning.times("", "0.1"), "0.00"),
        (reckoning.fen("2000000.01"), 200000001),
        (reckoning.fen(""), 0),
        (reckoning.yuan(12345), "123.45"),
        (reckoning.whole("007"), 7),
        (reckoning.total(["33.33", "33.33", "33.34"]), "100"),
        (reckoning.total(["0.1", "0.2"]), "0.3"),  # as no float would have it
        (reckoning.total([]), "0"),
        (reckoning.day_plus("2026-02-28", 1), "2026-03-01"),
        (reckoning.years_after("2024-02-29", 5), "2029-03-01"),
        (reckoning.years_after("", 5), ""),
    ],
)
def test_rules_reckon_in_decimals(reckoned, result):
    assert reckoned == result

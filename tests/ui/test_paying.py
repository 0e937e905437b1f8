"""Before the cashier's page: a code that ends, a phone that pays, and 已缴费 only once it is true."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk.model import Status
from tests.acceptance.station import Server
from tests.ui.payer import Payer
from tests.ui.place import Place
from tests.ui.test_glass import EVERY_VARIANT, Inspector

ITEMS = Path(__file__).parents[1] / "flows" / "items"


@pytest.fixture(scope="module")
def shop_place(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("shop") / "data", "--sandbox", "--items", str(ITEMS))
    with Place.open(tmp_path_factory.mktemp("shop-place"), server) as open_place:
        yield open_place
    assert server.stop() == 0


@pytest.fixture(scope="module")
def shop_items(tmp_path_factory):
    """The one matter, which stands on the first page of home in every size of type."""
    folder = tmp_path_factory.mktemp("shop-items")
    shutil.copytree(ITEMS.parent / "data", folder / "data")
    (folder / "items").mkdir()
    shutil.copy(ITEMS / "shop-opening.yaml", folder / "items")
    return folder / "items"


@pytest.fixture
def payer(shop_place, shop_items, tmp_path):
    with Payer.arrives(shop_place, tmp_path, items=shop_items) as somebody:
        yield somebody
    shop_place.troubles(decline_payments=0, delay_payments=0)


@pytest.fixture
def offline_payer(shop_place, shop_items, tmp_path):
    with Payer.arrives(shop_place, tmp_path, items=shop_items, online=False) as somebody:
        yield somebody


def test_three_departments_one_payment_and_a_receipt(payer):
    before = payer.charges()  # of those who paid here before
    payer.goes_to_pay()
    payer.becomes("showing")
    page = payer.reads()
    for words in ("201.00 元", "食品经营许可证工本费（市场监管部门）", "10.00 元", "71.00 元", "120.00 元"):
        assert words in page
    assert "已缴费" not in page
    url = payer.opens()
    payer.becomes("opened")
    assert "已缴费" in payer.pays(url)
    payer.becomes("paid")
    assert "已缴费" in payer.reads() and payer.paying.property("bill") in payer.reads()
    payer.tap("continue")
    payer.sees("Review")
    assert "201.00 元，已缴费" in payer.reads()
    payer.tap("submit")
    payer.sees("Outcome")
    filing = payer.shell.session.aftermath.filing
    payer.until(lambda: payer.terminal.outcome(filing.id).status is Status.RECEIVED, "the platform's word")
    slip = str(payer.terminal.slip(payer.shell.session.aftermath._session, filing))
    assert "201.00 元，已缴费" in slip and "电子票据" in slip
    assert payer.charges() == before + 1


def test_i_have_paid_is_answered_truly(payer):
    before = payer.charges()
    payer.goes_to_pay()
    payer.becomes("showing")
    payer.tap("pay.ask")
    payer.until(lambda: payer.paying.property("note") == "not_yet", "the word that nothing came")
    assert "还没有收到付款" in payer.reads() and payer.page == "Pay"
    assert payer.charges() == before


def test_a_code_that_ended_takes_no_money_and_another_one_does(payer):
    payer.goes_to_pay()
    payer.becomes("showing")
    old = payer.scans()
    payer.time_of_codes_passes()
    payer.becomes("expired")
    assert "这个码过期了" in payer.reads() and "已经过期" in payer.pays(old)
    payer.tap("pay.again")
    payer.becomes("showing")
    assert payer.scans() != old
    payer.pays()
    payer.becomes("paid")


def test_who_takes_another_code_has_one_that_counts(payer):
    payer.goes_to_pay()
    payer.becomes("showing")
    old = payer.scans()
    payer.paying.again()
    payer.paying.again()  # a double tap
    payer.becomes("showing")
    payer.until(lambda: payer.scans() != old, "another code")
    assert "已经过期" in payer.pays(old)


def test_a_late_payment_is_found_when_it_is_asked_for(payer):
    payer.goes_to_pay()
    payer.becomes("showing")
    payer.place.troubles(delay_payments=1)
    payer.pays()
    payer.becomes("paid")


def test_a_bank_that_does_not_pay_is_told_and_tried_again(payer):
    payer.goes_to_pay()
    payer.becomes("showing")
    payer.place.troubles(decline_payments=1)
    payer.pays()
    payer.becomes("failed")
    assert "没有扣款" in payer.reads()
    payer.tap("pay.again")
    payer.becomes("showing")
    payer.pays()
    payer.becomes("paid")


def test_pay_later_is_filed_and_said_to_be_owed(payer):
    payer.goes_to_pay()
    payer.becomes("showing")
    old = payer.scans()
    payer.tap("pay.later")
    payer.sees("Review")
    assert "还没有缴" in payer.reads() and "已缴费" not in payer.reads()
    assert "已经过期" in payer.pays(old)
    payer.tap("submit")
    payer.sees("Outcome")
    filing = payer.shell.session.aftermath.filing
    payer.until(lambda: payer.terminal.outcome(filing.id).reason == "PAYMENT_DUE", "the platform's word")
    payer.until(lambda: "等待缴费" in payer.reads(), "what is said of it")


def test_without_a_line_nobody_is_sent_away_and_nothing_is_said_to_be_paid(offline_payer):
    payer = offline_payer
    payer.goes_to_pay()
    payer.becomes("offline")
    assert "不能缴费" in payer.reads()
    payer.tap("pay.later")
    payer.sees("Review")
    payer.tap("submit")
    payer.sees("Outcome")
    filing = payer.shell.session.aftermath.filing
    slip = str(payer.terminal.slip(payer.shell.session.aftermath._session, filing))
    assert "还没有缴费（缴费待联网）" in slip and "已缴费" not in slip


def test_who_owes_nothing_sees_no_cashier(payer):
    payer.tap("item.shop-opening", "agree")
    payer.lays_card()
    payer.sees("Choose", "trade")
    payer.tap("choice.home")
    payer.sees("Review")
    assert "合计" not in payer.reads()


def test_who_begins_anew_after_paying_is_not_asked_to_pay_again(shop_place, shop_items, tmp_path):
    with Payer.arrives(shop_place, tmp_path, items=shop_items) as payer:
        payer.goes_to_pay()
        payer.becomes("showing")
        payer.pays()
        payer.becomes("paid")
        before = payer.charges()
    with Payer.arrives(shop_place, tmp_path, items=shop_items) as again:
        again.tap("item.shop-opening", "agree")
        again.lays_card()
        again.sees("Resume")
        again.tap("fresh")
        again.sees("Choose", "trade")
        again.tap("choice.food")
        again.sees("Choose", "width")
        again.tap("choice.2")
        again.sees("Review")
        assert "201.00 元，已缴费" in again.reads() and again.charges() == before


@EVERY_VARIANT
def test_every_state_of_the_cashier_keeps_the_measures(payer, variant, taps):
    inspector = Inspector(payer, variant)
    payer.tap(*taps)
    payer.goes_to_pay()
    payer.becomes("showing")
    inspector.turn("Pay")
    payer.tap("pay.ask")
    payer.until(lambda: payer.paying.property("note") == "not_yet", "the word that nothing came")
    inspector.turn("Not yet")
    payer.time_of_codes_passes()
    payer.becomes("expired")
    inspector.turn("Expired")
    payer.paying._become("offline")
    inspector.turn("Offline")
    payer.paying._become("unkept")
    inspector.turn("Unkept")
    payer.paying.again()
    payer.becomes("showing")
    payer.pays(payer.paying._order.url)
    payer.becomes("paid")
    inspector.turn("Paid")
    payer.tap("continue")
    payer.sees("Review")
    inspector.turn("Review")
    assert "\n".join(inspector.found) == ""

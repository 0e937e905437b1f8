"""Somebody comes back with the same card and takes back what is not accepted yet."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from sqlalchemy import update

from acceptance import tables
from kiosk.model import Status
from kiosk.ui.walker import walk
from tests.acceptance.enrolling import HOME, Visit
from tests.acceptance.station import person

LIU = person("liu-yang")
TYPED = {
    "children.0.name": "刘宁宁",
    "children.0.idno": "330521202003150022",
    "contact_phone": "13800000000",
    "owned_number": HOME,
}


def files(visitor):
    """An enrolment that the platform has received, and not accepted; its person has gone."""
    filing = visitor.terminal.file(Visit(None, LIU, TYPED, online=False).walk())
    heard(visitor, filing, Status.RECEIVED)
    return filing


def heard(visitor, filing, status):
    visitor.until(lambda: visitor.terminal.outcome(filing.id).status is status, f"the word {status}")


def comes_back(visitor, who="liu-yang"):
    visitor.tap("collect")
    visitor.lays_card(who)
    visitor.sees("ConfirmByPhone")
    visitor.confirms(who)
    visitor.sees("Results")


def matters(visitor):
    return visitor.terminal.withdrawing.matters(visitor.session)


@pytest.fixture(autouse=True)
def well(summer_place):
    """Phones that were not asked before, and a platform without trouble when the test ends."""
    summer_place.server.nobody_was_here()
    yield
    summer_place.troubles(busy_next=0, spoil_next=0)


def test_the_same_card_takes_back_what_is_not_accepted_yet(parent):
    filing = files(parent)
    comes_back(parent)
    parent.tap("withdraw.0")
    parent.sees("Withdraw")
    page = parent.reads()
    assert filing.number in page and "受理期间还可以重新提交" in page
    parent.tap("withdraw.back")
    parent.sees("Results")
    assert matters(parent)[0].withdrawal is None
    parent.tap("withdraw.0")
    parent.sees("Withdraw")
    parent.tap("withdraw.confirm")
    parent.until(lambda: "已撤回" in parent.reads(), "the platform's word")
    parent.tap("withdraw.print")
    parent.until(lambda: "请取走回执" in parent.reads(), "the slip")
    heard(parent, filing, Status.WITHDRAWN)
    parent.tap("withdraw.back")
    parent.sees("Results")
    assert "· 已撤回" in parent.reads() and not parent.can_tap("withdraw.0")


def test_the_card_of_somebody_else_shows_nothing_of_it(parent):
    filing = files(parent)
    comes_back(parent, "chen-wei")
    assert filing.number not in parent.reads() and not parent.can_tap("withdraw.0")
    parent.shell.session.aftermath.withdraw(filing.id)
    assert parent.page == "Results"


def test_what_was_accepted_meanwhile_is_not_taken_back_and_it_is_said_whom_to_call(parent):
    filing = files(parent)
    comes_back(parent)
    with parent.place.server.database.writing() as connection:  # as an office would go on with it
        of_it = update(tables.filings).where(tables.filings.c.id == filing.id)
        connection.execute(of_it.values(status="accepted"))
    parent.tap("withdraw.0", "withdraw.confirm")
    parent.until(lambda: "没有撤回" in parent.reads(), "the platform's word")
    assert "平台已经受理" in parent.reads() and "0572-12345" in parent.reads()
    parent.tap("withdraw.back")
    parent.sees("Results")
    assert "平台已经受理，不能在机器上撤回" in parent.reads()


def test_two_taps_make_one_withdrawal(parent):
    filing = files(parent)
    comes_back(parent)
    parent.tap("withdraw.0")
    parent.until(lambda: parent.can_tap("withdraw.confirm"), "the question")
    at = parent.where("withdraw.confirm")
    inside = parent.shell.window.mapFromGlobal(QPointF(at["x"] + at["w"] / 2, at["y"] + at["h"] / 2))
    for _ in range(2):
        QTest.mouseClick(parent.shell.window, Qt.MouseButton.LeftButton, pos=inside.toPoint())
    heard(parent, filing, Status.WITHDRAWN)
    assert len(parent.terminal.store.filings.receipts()) == 2


def test_without_a_platform_the_list_is_there_and_the_withdrawal_waits_and_arrives_once(parent):
    filing = files(parent)
    comes_back(parent)
    parent.place.troubles(busy_next=10_000)
    parent.tap("withdraw.0", "withdraw.confirm")
    parent.until(lambda: "已申请撤回" in parent.reads(), "that it is kept")
    parent.tap("withdraw.back")
    parent.sees("Results")
    page = parent.reads()
    assert "· 已申请撤回" in page and "已撤回" not in page
    parent.until(lambda: parent.can_tap("result.again"), "another try")
    assert not parent.can_tap("withdraw.0")
    parent.place.troubles(busy_next=0, spoil="forged", spoil_next=1)
    heard(parent, filing, Status.WITHDRAWN)
    parent.tap("result.again")
    parent.until(lambda: "· 已撤回" in parent.reads(), "the platform's word")
    assert len(parent.terminal.store.filings.receipts()) == 2


@pytest.mark.parametrize(("variant", "language"), [("standard", "en"), ("large", "zh-CN")])
def test_the_pages_keep_the_rules_of_the_glass(parent, variant, language):
    files(parent)
    comes_back(parent)
    parent.shell.stage.wording.speak(language)
    if variant == "large":
        parent.shell.view.display.toggle("large")
    for tap in ("withdraw.0", "withdraw.confirm", "withdraw.print"):
        parent.until(lambda tap=tap: parent.can_tap(tap), f"the page with {tap}")
        assert walk(parent.shell.window, parent.terminal.site.mm_per_px, variant, tap) == []
        parent.tap(tap)
    parent.until(
        lambda: parent.shell.session.aftermath._withdrawal.property("state") == "printed", "the slip"
    )
    assert walk(parent.shell.window, parent.terminal.site.mm_per_px, variant, "printed") == []

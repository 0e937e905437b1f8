"""The emergency-call button is heard on every page, and a board that is lost changes nothing of a session."""

import pytest

from kiosk.devices.virtual import state
from kiosk.devices.virtual.handset import HandsetState
from tests.journeys.sayings import says_once


def board(visitor, **changes):
    return state.update(visitor.place.states, HandsetState, **changes)


def hears(visitor, word):
    visitor.until(
        lambda: visitor.shell.view._machine.calls.property("state") == word, f"the line being {word}"
    )


def walks_to(visitor, page):
    if page == "Notice":
        visitor.tap("item.si-certificate")
    elif page == "ConfirmByPhone":
        visitor.walks_to_phone()
    elif page == "Review":
        visitor.walks_to_review()
    visitor.sees(page)


MORE = [pytest.param(page, marks=pytest.mark.soak) for page in ("Notice", "ConfirmByPhone")]


@pytest.mark.parametrize("page", ["Home", "Review", *MORE])
def test_a_press_opens_help_over_any_page_and_the_page_comes_back(equipped_visitor, page):
    visitor = equipped_visitor
    hears(visitor, "hung")
    walks_to(visitor, page)
    before = visitor.shell.session._session
    board(visitor, call="pressed")
    visitor.sees("Help")
    hears(visitor, "called")
    said = says_once(visitor, "呼叫灯已亮，请在这里等工作人员，或拨上面的电话")
    assert "0572-12345" in said
    assert board(visitor, call="released").lamp == "on"
    visitor.tap("close")
    visitor.sees(page)
    visitor.until(lambda: state.read(visitor.place.states, HandsetState).lamp == "off", "the lamp going out")
    assert visitor.shell.session._session is before


def test_a_press_too_short_to_be_seen_is_a_press(equipped_visitor):
    visitor = equipped_visitor
    hears(visitor, "hung")
    board(visitor, presses=7)
    visitor.sees("Help")


def test_the_handset_is_said_to_be_lifted(equipped_visitor):
    visitor = equipped_visitor
    hears(visitor, "hung")
    visitor.tap("help")
    board(visitor, handset="lifted")
    hears(visitor, "lifted")
    says_once(visitor, "听筒已拿起，可以通话")


def test_losing_the_board_changes_nothing_of_the_session(equipped_visitor):
    visitor = equipped_visitor
    hears(visitor, "hung")
    walks_to(visitor, "Review")
    before = visitor.shell.session._session
    board(visitor, fault="unplugged")
    hears(visitor, "lost")
    assert visitor.page == "Review" and visitor.shell.session._session is before
    visitor.tap("help")
    says_once(visitor, "呼叫按钮和听筒暂时用不了，请拨上面的电话")
    visitor.tap("close")
    board(visitor, fault=None)
    hears(visitor, "hung")
    assert visitor.page == "Review"

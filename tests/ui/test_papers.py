"""What stands for the papers: offices say yes, no, or cannot say, and the person decides what is left."""

import pytest

from kiosk.flows.materials import State
from tests.ui.parent import SOMEBODY_ELSES

HIS_WIFES = "浙(2020)德清县0007788"


def asks_with_an_unknown_record(visitor):
    """hu-ping: nobody knows what her child was vaccinated with."""
    visitor.goes_to_enrolment("hu-ping")
    visitor.sees("Form", "children.0")
    visitor.tap("continue")
    visitor.picks("home", "owned")
    visitor.sees("Form", "owned")
    visitor.fills(owned_number="浙(2022)德清县0031906")
    visitor.goes_on_to_papers()
    visitor.sees("Unknown")


def test_a_no_leads_to_the_number_and_the_right_one_to_yes(parent):
    parent.asks_for_another_home(SOMEBODY_ELSES)
    parent.sees("Mismatch")
    page = parent.reads()
    assert "不动产登记部门核对：不符合" in page and SOMEBODY_ELSES in page
    place = parent.materials.place_name()
    parent.tap("mismatch.revise")
    parent.sees("Form", "owned")
    parent.materials.decide(place, "dispute")  # the second half of a double tap, on a page that is gone
    assert not parent.stands("home_owned").disputed
    parent.tap("continue")  # the same number once more: the office has said what it says
    parent.sees("Mismatch")
    parent.tap("mismatch.revise")
    parent.sees("Form", "owned")
    parent.fills(owned_number=HIS_WIFES)
    parent.sees("Materials")
    assert parent.stands("home_owned").state is State.YES and "少交 4 份材料" in parent.reads()


def test_a_no_that_is_wrong_is_disputed_and_settled_by_the_original(parent):
    parent.asks_for_another_home(SOMEBODY_ELSES)
    parent.sees("Mismatch")
    parent.tap("mismatch.dispute", "dispute.record_wrong")
    parent.sees("Original")
    assert "部门的记录对不上" in parent.reads() and "学区学校招生处" in parent.reads()
    parent.tap("original.bring")
    parent.sees("Materials")
    assert "少交 3 份材料" in parent.reads() and "到窗口看原件：学区学校招生处" in parent.reads()
    assert parent.stands("home_owned").state is State.WINDOW


def test_another_kind_of_home_is_another_way_and_help_comes_back(parent):
    parent.asks_for_another_home(SOMEBODY_ELSES)
    parent.sees("Mismatch")
    parent.tap("mismatch.help")
    parent.sees("Help")
    parent.tap("close")
    parent.sees("Mismatch")
    parent.tap("mismatch.alternative")
    parent.sees("Choose", "home")


def test_who_is_not_known_is_told_so_in_other_words_than_a_no_and_may_promise(parent):
    asks_with_an_unknown_record(parent)
    page = parent.reads()
    assert "不是您的问题" in page and "不符合" not in page
    place = parent.materials.place_name()
    parent.tap("unknown.pass")
    parent.sees("Commit")
    parent.materials.decide(place, "pass")
    parent.until(lambda: parent.can_tap("commit.decline"), "the choice")
    assert not parent.can_tap("commit.agree")
    parent.materials.decide(place, "commit")
    parent.sees("Commit")
    parent.tap("commit.read", "commit.agree")
    parent.sees("Materials")
    assert "已签承诺，不用交" in parent.reads() and "少交 4 份材料" in parent.reads()


def test_who_does_not_promise_brings_the_paper_or_thinks_again(parent):
    asks_with_an_unknown_record(parent)
    parent.tap("unknown.pass")
    parent.sees("Commit")
    parent.tap("commit.decline")
    parent.sees("Original")
    parent.tap("original.other")  # from the beginning: the office is asked again
    parent.sees("Unknown")
    parent.tap("unknown.pass")
    parent.sees("Commit")
    parent.tap("commit.decline")
    parent.sees("Original")
    parent.tap("original.bring")
    parent.sees("Materials")


def test_an_office_that_is_away_is_asked_again(parent):
    parent.place.troubles(data_unavailable=["household-register", "parent-of", "vaccination-complete"])
    try:
        parent.goes_to_enrolment()
        for step, value in (("relation", "parent"), ("household", "local"), ("children_count", "1")):
            parent.picks(step, value)
        parent.sees("Form", "children.0")
        parent.fills(**{"children.0.name": "刘宁宁", "children.0.idno": "330521202003150014"})
        parent.picks("home", "owned")
        parent.sees("Form", "owned")
        parent.tap("continue")
        parent.goes_on_to_papers()
        parent.sees("Unknown")
        assert (
            "现在联系不上" in parent.reads()
            and parent.stands("household_register").state is State.UNAVAILABLE
        )
    finally:
        parent.place.troubles(data_unavailable=[])
    parent.tap("unknown.again")
    parent.until(lambda: parent.stands("household_register").state is State.OK, "the answer")


@pytest.fixture
def slow_offices(parent):
    yield lambda: parent.place.troubles(data_latency_s=2.0)
    parent.place.troubles(data_latency_s=0)
    jobs = parent.shell.stage.background._jobs
    parent.until(lambda: not jobs, "the end of what nobody waits for any more")


def test_who_does_not_want_to_wait_lets_the_platform_ask_later(parent, slow_offices):
    parent.goes_to_enrolment()
    for entry in ("children.0", "children.1"):
        parent.sees("Form", entry)
        parent.tap("continue")
    parent.picks("home", "owned")
    parent.sees("Form", "owned")
    slow_offices()
    parent.tap("continue")
    parent.goes_on_to_the_offices()
    parent.sees("Materials", at_rest=False)
    assert "正在请部门核对" in parent.reads() and "正在请卫生健康部门核对" in parent.reads()
    assert not parent.can_tap("continue")
    parent.until(lambda: parent.can_tap("materials.skip"), "a way on")
    assert "还在等卫生健康部门答复" in parent.reads()
    parent.tap("materials.skip")
    parent.sees("Materials")
    states = [standing.state for standing in parent.session.standings]
    assert states == [State.OK, State.LATER, State.LATER, State.LATER]
    assert "少交 1 份材料" in parent.reads()  # what may still be asked for is not spared
    assert "对不上的再通知您带原件" in parent.reads()


def test_who_does_not_want_to_wait_for_the_record_fills_it_in(parent, slow_offices):
    slow_offices()
    parent.tap("item.school-enrolment", "agree")
    parent.lays_card()
    parent.sees("ConfirmByPhone")
    parent.confirms()
    parent.tap("prefill.skip")
    parent.sees("Choose", "relation")

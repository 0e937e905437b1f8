"""A parent before the screen: what the offices say, what is left to decide, a signature, and once more."""

import pytest

from kiosk.flows.materials import State
from tests.ui.visitor import Visitor

SOMEBODY_ELSES, HIS_WIFES = "浙(2019)德清县0020417", "浙(2020)德清县0007788"


def session(visitor):
    return visitor.shell.session._session


def view(visitor):
    return visitor.shell.session._materials


def stands(visitor, material):
    return next(s for s in session(visitor).standings if s.material.key == material)


def asks_for_another_home(visitor, number):
    """shen-lei, whose child is on record, with a home of that number."""
    visitor.goes_to_enrolment("shen-lei")
    visitor.sees("Form", "children.0")
    visitor.tap("continue")
    visitor.picks("home", "owned")
    visitor.sees("Form", "owned")
    visitor.fills(owned_number=number)
    visitor.goes_on_to_papers()


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


def test_with_everything_on_record_nothing_is_typed_and_nothing_handed_in(parent):
    parent.enrols_twins()
    parent.sees("Materials")
    page = parent.reads()
    assert "少交 4 份材料" in page and "已从公安部门取得，不用交" in page and "卫生健康部门核对：符合" in page
    parent.tap("continue")
    parent.signs()
    parent.sees("Review")
    assert "确认提交后不能修改" in parent.reads()
    parent.tap("submit")
    parent.sees("Final")
    parent.tap("final.back")
    parent.sees("Review")
    assert parent.shell.session.aftermath.filing is None
    parent.tap("submit")
    parent.sees("Final")
    parent.tap("final.submit")
    parent.sees("Outcome")
    assert "要撤回" in parent.reads()
    status = parent.shell.session.aftermath._outcome
    parent.until(lambda: status.property("status") == "received", "the platform's word")
    parent.tap("slip")
    parent.sees("Slip")


def test_a_no_leads_to_the_number_and_the_right_one_to_yes(parent):
    asks_for_another_home(parent, SOMEBODY_ELSES)
    parent.sees("Mismatch")
    page = parent.reads()
    assert "不动产登记部门核对：不符合" in page and SOMEBODY_ELSES in page
    place = view(parent).place_name()
    parent.tap("mismatch.revise")
    parent.sees("Form", "owned")
    view(parent).decide(place, "dispute")  # the second half of a double tap, on a page that is gone
    assert not stands(parent, "home_owned").disputed
    parent.tap("continue")  # the same number once more: the office has said what it says
    parent.sees("Mismatch")
    parent.tap("mismatch.revise")
    parent.sees("Form", "owned")
    parent.fills(owned_number=HIS_WIFES)
    parent.until(lambda: parent.page in ("Materials", "Mismatch") and not view(parent).running(), "an answer")
    assert stands(parent, "home_owned").arguments == {"number": HIS_WIFES}
    if parent.page == "Materials":
        assert stands(parent, "home_owned").state is State.YES


def test_a_no_that_is_wrong_is_disputed_and_settled_by_the_original(parent):
    asks_for_another_home(parent, SOMEBODY_ELSES)
    parent.sees("Mismatch")
    parent.tap("mismatch.dispute")
    parent.sees("Original")
    assert "已记下您说信息不对" in parent.reads() and "学区学校招生处" in parent.reads()
    parent.tap("original.bring")
    parent.sees("Materials")
    assert "少交 3 份材料" in parent.reads() and "到窗口看原件：学区学校招生处" in parent.reads()
    assert stands(parent, "home_owned").state is State.WINDOW


def test_another_kind_of_home_is_another_way_and_help_comes_back(parent):
    asks_for_another_home(parent, SOMEBODY_ELSES)
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
    place = view(parent).place_name()
    parent.tap("unknown.pass")
    parent.sees("Commit")
    view(parent).decide(place, "pass")
    parent.until(lambda: parent.can_tap("commit.decline"), "the choice")
    assert not parent.can_tap("commit.agree")
    view(parent).decide(place, "commit")
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
            and stands(parent, "household_register").state is State.UNAVAILABLE
        )
    finally:
        parent.place.troubles(data_unavailable=[])
    parent.tap("unknown.again")
    parent.until(lambda: stands(parent, "household_register").state is State.OK, "the answer")


@pytest.fixture
def slow_offices(summer_place):
    yield lambda: summer_place.troubles(data_latency_s=2.0)
    summer_place.troubles(data_latency_s=0)


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
    states = [standing.state for standing in session(parent).standings]
    assert states == [State.OK, State.LATER, State.LATER, State.LATER]
    assert "少交 4 份材料" in parent.reads()


def test_who_does_not_want_to_wait_for_the_record_fills_it_in(parent, slow_offices):
    slow_offices()
    parent.tap("item.school-enrolment", "agree")
    parent.lays_card()
    parent.sees("ConfirmByPhone")
    parent.confirms()
    parent.tap("prefill.skip")
    parent.sees("Choose", "relation")


def test_a_child_that_is_too_young_is_told_the_day(parent):
    parent.goes_to_enrolment("lin-jie")
    parent.sees("Form", "children.0")
    parent.tap("continue")
    parent.sees("Stop")
    assert "2027年5月20日" in parent.reads()


def test_out_of_season_the_card_says_when_and_the_page_is_nobodys(visitor):
    visitor.until(lambda: visitor.can_tap("item.school-enrolment"), "the card")
    assert "7 月 1 日到 27 日" in visitor.reads()
    visitor.tap("item.school-enrolment")
    visitor.sees("Stop")
    assert "现在不是报名时间" in visitor.reads() and not visitor.shell.session.shows_person()
    visitor.tap("back")
    visitor.sees("Home")
    visitor.tap("item.school-enrolment")
    visitor.sees("Stop")
    visitor.tap("stop.home")
    visitor.sees("Home")
    assert visitor.overs == []


def test_a_change_after_signing_asks_for_the_signature_again(parent):
    parent.enrols_twins()
    parent.sees("Materials")
    parent.tap("continue")
    parent.signs()
    parent.sees("Review")
    rows = {row["button"]: row for row in parent.shell.session._asked.property("rows")}
    assert (
        rows["revise.children.0"]["value"].count("*") > 8 and "刘宁宁" in rows["revise.children.0"]["value"]
    )
    assert rows["revise.material.home_owned"]["step"] == "owned"
    parent.shell.session.revise("adjust")
    parent.sees("Choose", "adjust")
    parent.tap("choice.yes")  # the same as before: the signature stands
    parent.sees("Review")
    parent.shell.session.revise("adjust")
    parent.picks("adjust", "no")
    parent.sees("Sign")


def test_a_signature_is_ink_and_goes_with_its_page(parent):
    parent.enrols_twins()
    parent.sees("Materials")
    parent.tap("continue")
    parent.sees("Sign", "signature")
    parent.tap("sign.start")
    parent.until(lambda: parent.can_tap("sign.pad"), "the pad")
    at = parent.where("sign.pad")
    assert at["w"] * 0.369 >= 120 and at["h"] * 0.369 >= 50
    parent.press(at["x"] + 40, at["y"] + 40)
    assert not parent.can_tap("sign.done")  # a dot is none
    parent.writes()
    parent.until(lambda: parent.can_tap("sign.done"), "enough ink")
    parent.tap("sign.clear")
    assert not parent.can_tap("sign.done")
    parent.writes()
    parent.tap("sign.help", "close")
    parent.sees("Sign")
    parent.tap("sign.start")  # another page since: nothing is written on it
    parent.until(lambda: parent.can_tap("sign.pad"), "the pad")
    assert not parent.can_tap("sign.done")
    parent.signs_now()
    parent.sees("Review")
    papers = session(parent).papers
    assert papers["form"].startswith(b"%PDF") and papers["signature"].count(b"<polyline") == 3
    assert parent.shell.session._signing.property("sheets") == []


def test_back_goes_past_the_papers_and_returns_to_what_was_said(parent):
    parent.enrols_twins()
    parent.sees("Materials")
    parent.tap("back")
    parent.sees("Choose", "delivery")
    parent.tap("choice.school")
    parent.sees("Materials")
    parent.tap("continue")
    parent.sees("Sign")
    parent.tap("back")
    parent.sees("Choose", "delivery")


def test_twins_that_nobody_knows_share_all_but_name_and_number(parent):
    parent.goes_to_enrolment("two-rare-planes")
    for step, value in (("relation", "parent"), ("household", "local"), ("children_count", "2")):
        parent.picks(step, value)
    parent.sees("Form", "children.0")
    parent.tap("continue")
    assert [error["key"] for error in parent.shell.session._asked.property("errors")] == [
        "children.0.name", "children.0.idno"
    ]  # fmt: skip
    first = {"name": "刘宁宁", "idno": "330521202003150014", "kindergarten": "示范幼儿园"}
    parent.fills(**{f"children.0.{key}": value for key, value in first.items()})
    parent.sees("Form", "children.1")
    assert "（第 2 个）" in parent.reads()
    shown = {field["key"]: field["value"] for field in parent.shell.session._asked.property("fields")}
    assert shown == {"children.1.name": "", "children.1.idno": "", "children.1.kindergarten": "示范幼儿园"}


@pytest.fixture
def offline_parent(summer_place, tmp_path):
    with Visitor.arrives(summer_place, tmp_path, online=False) as somebody:
        yield somebody


def test_without_a_line_the_platform_asks_later_and_everything_still_files(offline_parent):
    parent = offline_parent
    parent.tap("item.school-enrolment", "agree")
    parent.lays_card()
    parent.sees("ConfirmByPhone")
    parent.tap("phone.later")
    for step, value in (("relation", "parent"), ("household", "local"), ("children_count", "1")):
        parent.picks(step, value)
    parent.sees("Form", "children.0")
    parent.fills(**{"children.0.name": "刘宁宁", "children.0.idno": "330521202003150014"})
    parent.picks("home", "owned")
    parent.sees("Form", "owned")
    parent.fills(owned_number="浙(2021)德清县0012345")
    parent.goes_on_to_papers()
    parent.sees("Materials")
    assert parent.reads().count("联网后由平台核对，不用交") == 4
    parent.tap("continue")
    parent.signs()
    parent.sees("Review")
    parent.tap("submit")
    parent.sees("Final")
    parent.tap("final.submit")
    parent.sees("Outcome")
    assert "已收件" in parent.reads() and "证明" not in parent.reads()


def test_pressing_everything_twice_files_once(parent):
    parent.enrols_twins()
    parent.sees("Materials")
    view(parent).goOn("papers")
    view(parent).goOn("papers")
    parent.signs()
    parent.sees("Review")
    submission = parent.shell.session._submission
    for _ in range(2):
        submission.submit("review")
    parent.sees("Final")
    for _ in range(2):
        submission.submitFinally("review")
    parent.sees("Outcome")
    submission.submitFinally("review")
    assert len(parent.terminal.filings(parent.shell.session.aftermath._session)) == 1

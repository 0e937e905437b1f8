"""A parent before the screen: nothing to type, a signature, and asked once more before the end."""

import pytest

from kiosk.store.journal import Event
from kiosk.ui.walker import walk
from tests.journeys.sayings import journal
from tests.ui.parent import Parent

SPARED = "少交 4 份材料\n少填 13 项"


def test_with_everything_on_record_nothing_is_typed_and_nothing_handed_in(parent):
    parent.enrols_twins()
    parent.sees("Materials")
    page = parent.reads()
    assert "少交 4 份材料" in page and "已从公安部门取得，不用交" in page and "卫生健康部门核对：符合" in page
    parent.tap("continue")
    parent.signs()
    parent.sees("Review")
    assert "确认提交后不能修改" in parent.reads() and SPARED in parent.reads()
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
    kept = journal(parent, Event.FILED)[-1]
    assert '"fields":13,' in kept and '"papers":4}' in kept
    status = parent.shell.session.aftermath._outcome
    parent.until(lambda: status.property("status") == "received", "the platform's word")
    parent.tap("slip")
    parent.sees("Slip")


def test_what_is_filled_in_says_whose_word_it_is_and_of_which_day_until_it_is_changed(parent):
    parent.goes_to_enrolment()
    parent.sees("Form", "children.0")
    assert parent.reads().count("来源：公安部门，2026年7月10日") == 2  # the name and the number
    parent.shell.session._asked.type("children.0.name", "刘安")
    assert parent.reads().count("来源：公安部门，2026年7月10日") == 1
    parent.until(lambda: parent.shell.window.property("settled"), "a page at rest")
    assert walk(parent.shell.window, 0.369, "standard", parent.page) == []


def test_a_child_that_is_too_young_is_told_the_day(parent):
    parent.goes_to_enrolment("lin-jie")
    parent.picks("children_count", "1")
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
    papers = parent.session.papers
    assert papers["form"].startswith(b"%PDF") and papers["signature"].count(b"<polyline") == 3
    assert parent.shell.session._signing.property("sheets") == []


def test_a_signature_that_cannot_be_taken_stays_on_the_pad(parent):
    parent.enrols_twins()
    parent.sees("Materials")
    parent.tap("continue")
    parent.sees("Sign", "signature")
    parent.until(lambda: parent.can_tap("sign.start"), "the form")
    parent.tap("sign.start")
    parent.until(lambda: parent.can_tap("sign.pad"), "the pad")
    parent.writes()
    store = parent.terminal.store
    with store._database.write() as elsewhere:  # as a disk that does not take the journal's next line
        elsewhere.execute(
            "create trigger full before insert on journal begin select raise(fail, 'full'); end"
        )
    parent.until(lambda: parent.can_tap("sign.done"), "enough ink")
    parent.tap("sign.done")
    parent.until(lambda: parent.shell.session.property("trouble") != "", "the word about it")
    assert "再试一次" in parent.shell.session.property("trouble") and parent.page == "Sign"
    parent.tap("variant.language")
    assert "Try again" in parent.shell.session.property("trouble")
    parent.tap("variant.language")
    assert parent.can_tap("sign.done") and not parent.can_tap("sign.again")
    with store._database.write() as elsewhere:
        elsewhere.execute("drop trigger full")
    parent.tap("sign.done")
    parent.sees("Review")
    assert parent.session.papers["signature"].count(b"<polyline") == 3


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
    with Parent.arrives(summer_place, tmp_path, online=False) as somebody:
        yield somebody


def test_without_a_line_nobody_is_asked_for_paper_and_everything_still_files(offline_parent):
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
    assert "您还没有用手机确认" in parent.reads() and "少交" not in parent.reads()
    assert parent.reads().count("提交后由") == 4
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
    parent.materials.goOn("papers")
    parent.materials.goOn("papers")
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
    assert len(parent.terminal.withdrawing.matters(parent.shell.session.aftermath._session)) == 1

"""From the home screen to the check page: one question a page, nothing skipped, nothing lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.devices.virtual import state
from kiosk.ui.stage import Patience
from tests.ui.visitor import QUICK, Visitor


def answers(visitor):
    return dict(visitor.shell.session._session.answers)


def test_a_certificate_takes_six_taps_and_a_card_and_a_phone(visitor):
    visitor.tap("item.si-certificate", "agree")
    visitor.lays_card()
    visitor.sees("ConfirmByPhone")
    visitor.confirms()
    visitor.sees("Choose", "region")
    visitor.tap("choice.330500", "choice.insured", "submit")
    visitor.sees("Preview")
    visitor.tap("print")
    visitor.sees("Slip")
    assert [path.suffix for path in visitor.place.paper.iterdir()].count(".pdf") >= 1
    assert visitor.shell.session.aftermath.slip.property("state") == "printed"
    assert "请取走回执和证明" in visitor.reads()


def test_places_known_of_the_person_come_first_and_all_others_by_name(visitor):
    visitor.walks_to_phone()
    visitor.confirms()
    visitor.sees("Choose", "region")
    visitor.until(lambda: visitor.can_tap("choice.330500"), "the places")
    assert [visitor.can_tap(f"choice.{code}") for code in ("330500", "310000", "320500", "330100")] == [
        *[True] * 3, False
    ]  # fmt: skip
    visitor.tap("choice.other")
    visitor.until(lambda: visitor.can_tap("key.h"), "the keys")
    assert not visitor.can_tap("exit")  # the keys take header and footer
    visitor.tap("key.h", "key.z")
    visitor.until(lambda: len(visitor.shell.session._asked.property("found")) == 2, "what begins with hz")
    visitor.tap("key.cancel", "choice.310000")
    visitor.sees("Choose", "certificate")


@pytest.mark.parametrize("letters, more", [("sz", []), ("suzhou", ["candidate.0"])], ids=["letters", "苏州"])
def test_another_place_is_found_on_the_keys_and_goes_all_the_way(visitor, letters, more):
    visitor.walks_to_phone()
    visitor.confirms()
    visitor.sees("Choose", "region")
    visitor.tap("choice.other")
    visitor.types(letters)
    visitor.tap(*more)
    visitor.until(lambda: visitor.can_tap("result.320500"), "the place")
    visitor.tap("key.ok" if more else "result.320500")  # only one place is called 苏州
    visitor.sees("Choose", "certificate")
    assert answers(visitor) == {"region": "320500"}
    visitor.tap("choice.insured", "submit")
    visitor.sees("Preview")
    visitor.tap("print")
    visitor.sees("Slip")


def test_a_city_without_a_line_is_said_to_be_one_and_makes_it_later(visitor):
    visitor.walks_to_phone()
    visitor.confirms()
    visitor.sees("Choose", "region")
    visitor.tap("choice.other")
    visitor.types("whs")
    visitor.tap("result.420100")
    visitor.sees("Choose", "certificate")
    visitor.tap("choice.insured")
    visitor.sees("Choose", "entrusted")
    assert "异地代收代办" in visitor.reads() and "5 个工作日" in visitor.reads()
    visitor.tap("choice.later")
    visitor.sees("Review")
    visitor.tap("submit")
    visitor.sees("Outcome")
    visitor.until(lambda: "参保地 5 个工作日内出证明" in visitor.reads(), "what happens next")
    visitor.tap("slip")
    visitor.sees("Slip")


@pytest.fixture
def unhurried_visitor(place, tmp_path):
    """Somebody at a terminal whose new pages wait as long as in the field before they take a tap."""
    with Visitor.arrives(place, tmp_path, patience=replace(QUICK, settle=Patience().settle)) as somebody:
        yield somebody


def test_the_second_half_of_a_double_tap_answers_no_other_question(unhurried_visitor):
    visitor = unhurried_visitor
    visitor.walks_to_phone()
    visitor.confirms()
    visitor.sees("Choose", "region")
    visitor.until(lambda: visitor.can_tap("choice.330500"), "the choice")
    at = visitor.where("choice.330500")
    middle = visitor.shell.window.mapFromGlobal(
        QPoint(int(at["x"] + at["w"] / 2), int(at["y"] + at["h"] / 2))
    )
    for _ in range(3):
        QTest.mouseClick(visitor.shell.window, Qt.MouseButton.LeftButton, pos=middle)
    visitor.sees("Choose", "certificate")
    assert answers(visitor) == {"region": "330500"}
    visitor.shell.session.choose("region", "310000")  # late, to a step that is no longer at hand
    assert answers(visitor) == {"region": "330500"}


def test_back_keeps_what_was_answered_and_change_returns_to_the_check_page(visitor):
    visitor.walks_to_review()
    visitor.sees("Review")
    visitor.tap("revise.certificate")
    visitor.sees("Choose", "certificate")
    visitor.tap("choice.transfer")
    visitor.sees("Review")
    visitor.tap("back")
    visitor.sees("Choose", "certificate")
    visitor.tap("back")
    visitor.sees("Choose", "region")
    assert not visitor.can_tap("back")
    assert answers(visitor) == {"region": "330500", "certificate": "transfer"}


def test_the_check_page_masks_the_person_until_asked(visitor):
    visitor.walks_to_review()
    visitor.sees("Review")
    asked = visitor.shell.session._asked
    assert asked.property("rows")[0]["value"] == "*洋  3305**********001X"
    visitor.tap("reveal")
    assert "*" not in asked.property("rows")[0]["value"]
    visitor.until(lambda: "*" in asked.property("rows")[0]["value"], "the mask again")


def test_a_form_says_what_is_wrong_above_and_beside_and_keeps_what_was_typed(visitor):
    visitor.walks_to_review(kind="payments")
    visitor.sees("Form", "period")
    visitor.tap("field.period_to")
    visitor.until(lambda: visitor.can_tap("key.2"), "the number pad")
    for _ in range(6):
        visitor.tap("key.backspace")
    visitor.tap("key.1", "key.2", "key.ok")
    assert visitor.shell.session._asked.property("errors") == []  # nobody is corrected before 继续
    visitor.tap("continue")
    errors = visitor.shell.session._asked.property("errors")
    assert [error["key"] for error in errors] == ["period_to"] and "例如" in errors[0]["says"]
    assert {field["key"]: field["value"] for field in visitor.shell.session._asked.property("fields")}[
        "period_to"
    ] == "12"
    assert visitor.page == "Form"


def test_a_card_that_expired_leads_to_a_page_that_says_where_to_go(visitor):
    visitor.tap("item.si-certificate", "agree")
    visitor.lays_card("expired-zhao")
    visitor.sees("Stop")
    assert set(visitor.shell.session._asked.property("stop")) == {"title", "text", "where", "phone"}
    visitor.takes_card()
    visitor.tap("stop.home")
    visitor.until(lambda: visitor.overs, "the end")


def test_a_card_that_cannot_be_read_is_said_and_read_again(visitor):
    state.update(visitor.place.states, state.CardReaderState, fault="silent")
    visitor.tap("item.si-certificate", "agree")
    visitor.sees("ReadCard")
    visitor.until(lambda: visitor.can_tap("card.again"), "a way on")
    assert visitor.shell.session._card.property("says")
    state.update(visitor.place.states, state.CardReaderState, fault=None, card="liu-yang")

    def comes_through():  # the reader is asked again a moment after it was silent, not at once
        if visitor.can_tap("card.again"):
            visitor.tap("card.again")
        return visitor.page == "ConfirmByPhone"

    visitor.until(comes_through, "a card that is read")


def test_what_was_begun_is_offered_to_the_same_card_first(visitor):
    visitor.walks_to_review()
    visitor.sees("Review")
    visitor.until(lambda: not visitor.shell.session._drafts._saving.running, "the draft")
    visitor.shell.session.end()
    visitor.takes_card()
    visitor.tap("item.si-certificate", "agree")
    visitor.lays_card()
    visitor.sees("Resume")
    visitor.tap("resume")
    visitor.sees("ConfirmByPhone")
    visitor.confirms()
    visitor.sees("Review")


def test_whoever_does_not_agree_is_home_again_and_nothing_is_known(visitor):
    visitor.tap("item.si-certificate")
    visitor.sees("Notice")
    visitor.tap("decline")
    visitor.sees("Home")
    assert visitor.overs == []


def test_leaving_takes_two_taps_at_most_from_any_page_and_ends_the_process_s_session(visitor):
    visitor.walks_to_review()
    visitor.sees("Review")
    visitor.takes_card()
    visitor.tap("exit")
    visitor.until(lambda: visitor.overs, "the end")
    assert visitor.shell.session._session is None


def test_the_phone_that_says_no_and_the_one_that_tries_again(visitor):
    visitor.walks_to_phone()
    visitor.confirms(decision="decline")
    visitor.until(lambda: visitor.shell.session._phone.property("state") == "declined", "the refusal")
    visitor.until(lambda: visitor.can_tap("phone.again"), "a way on")
    assert not visitor.can_tap("phone.without")  # "that is not me" is not passed over
    visitor.tap("phone.again")
    visitor.confirms()
    visitor.sees("Choose", "region")


def test_whoever_has_no_phone_at_hand_may_go_on(visitor):
    visitor.walks_to_phone()
    visitor.scans()
    visitor.tap("phone.without")
    visitor.sees("Choose", "region")
    assert visitor.shell.session._session.facts["confirmation"] == {"state": "deferred"}


def test_whoever_was_too_late_with_the_phone_may_go_on_without_it(visitor):
    visitor.walks_to_phone()
    visitor.scans()
    visitor.shell.session._phone._become("expired")
    visitor.tap("phone.without")
    visitor.sees("Choose", "region")


def test_collecting_without_a_line_there_is_one_way_on_and_it_is_to_try_again(offline_visitor):
    visitor = offline_visitor
    visitor.tap("collect")
    visitor.lays_card()
    visitor.sees("ConfirmByPhone")
    visitor.until(lambda: visitor.shell.session._phone.property("state") == "offline", "the word")
    visitor.until(lambda: visitor.can_tap("phone.again"), "a way on")
    assert not visitor.can_tap("phone.later")
    page = visitor.reads()
    assert page.count("再试一次") == 1 and "取不了证明" in page and "先填好" not in page
    visitor.tap("phone.again")
    visitor.sees("ConfirmByPhone")


def test_help_and_hotline_come_back_to_the_same_question(visitor):
    visitor.walks_to_phone()
    for name, page in (("help", "Help"), ("hotline", "Hotline"), ("problem", "Problem")):
        visitor.tap(name)
        visitor.sees(page)
        visitor.tap("close")
        visitor.sees("ConfirmByPhone")


def test_a_problem_with_the_machine_is_kept_for_the_technician(visitor):
    visitor.tap("problem", "problem.screen")
    visitor.until(lambda: visitor.shell.view._problem._reported, "the thanks")
    assert not visitor.can_tap("problem.screen")
    (report,) = visitor.terminal.store.journal.reported(visitor.terminal.clock() - timedelta(minutes=5))
    assert report.kind == "screen"
    assert report.devices["card_reader"] == visitor.terminal.devices()["card_reader"].state.value


def test_large_type_and_english_change_the_page_at_once(visitor):
    visitor.tap("item.si-certificate")
    visitor.sees("Notice")
    visitor.tap("variant.large", "variant.language")
    assert visitor.shell.view.display.manner.type
    assert visitor.shell.session._asked.property("title") == "Before you start"

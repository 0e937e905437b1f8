"""The hotline's page: the number always, and an answer for what most people ask."""

import pytest

from kiosk.flows.search import questions
from tests.ui.test_search import violations

FIRST = questions.load()[0]


def calls(visitor):
    visitor.tap("hotline")
    visitor.sees("Hotline")
    visitor.until(lambda: visitor.can_tap(f"faq.{FIRST.id}"), "the questions")


def faq(visitor):
    return visitor.shell.view.machine.faq


def test_a_question_is_answered_beside_the_number_and_left_again(offline_visitor):
    calls(offline_visitor)
    assert "12345" in offline_visitor.reads()
    offline_visitor.tap(f"faq.{FIRST.id}")
    offline_visitor.until(lambda: FIRST.answer.zh in offline_visitor.reads(), "the answer")
    assert "12345" in offline_visitor.reads() and FIRST.ask.zh in offline_visitor.reads()
    offline_visitor.tap("faq.back")
    offline_visitor.tap(f"faq.{FIRST.id}", "close")
    offline_visitor.sees("Home")
    calls(offline_visitor)


def test_a_question_in_own_words_finds_its_answer(offline_visitor):
    calls(offline_visitor)
    offline_visitor.tap("faq.search")
    offline_visitor.types("meidaishouji")
    offline_visitor.tap("result.no-phone")
    offline_visitor.until(lambda: "社保卡和密码" in offline_visitor.reads(), "the answer")
    offline_visitor.tap("faq.back", "key.cancel")
    offline_visitor.until(lambda: offline_visitor.can_tap(f"faq.{FIRST.id}"), "the list")


def test_what_has_no_answer_leads_to_the_number(offline_visitor):
    calls(offline_visitor)
    offline_visitor.tap("faq.search")
    offline_visitor.types("qwxzk")
    offline_visitor.until(lambda: "请打 12345" in offline_visitor.reads(), "the word")
    offline_visitor.tap("key.ok")
    offline_visitor.until(lambda: offline_visitor.can_tap("close"), "the page")
    assert "没有现成的答案，请打 12345" in offline_visitor.reads()


def test_what_was_typed_does_not_outlast_the_page(offline_visitor):
    calls(offline_visitor)
    offline_visitor.tap("faq.search")
    offline_visitor.types("toushu")
    offline_visitor.until(lambda: faq(offline_visitor).property("typed") == "toushu", "the letters")
    offline_visitor.waits(61)
    offline_visitor.sees("Home")
    assert faq(offline_visitor).property("typed") == ""


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
def test_every_question_and_answer_fits(offline_visitor, english, large):
    variant = "large" if large else "standard"
    offline_visitor.tap(*["variant.language"] * english, *["variant.large"] * large)
    calls(offline_visitor)
    assert violations(offline_visitor, variant) == []
    for question in questions.load():
        faq(offline_visitor).choose(question.id)
        offline_visitor.until(lambda: offline_visitor.can_tap("faq.back"), "the answer")
        assert violations(offline_visitor, variant) == [], question.id

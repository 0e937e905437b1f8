"""Somebody only wants to know: no card, no button that submits, nothing filed (S-68, S-78)."""

from __future__ import annotations

import pytest

from tests.ui.parent import Parent


@pytest.fixture
def passer_by(place, tmp_path):
    with Parent.arrives(place, tmp_path) as somebody:
        yield somebody


def looks_into(somebody, item):
    somebody.picks_matter(item)
    somebody.tap("agree")


def test_who_asks_about_a_journey_is_answered_and_nothing_is_filed(passer_by):
    before = passer_by.terminal.store.outbox.backlog()
    looks_into(passer_by, "exit-advice")
    passer_by.picks("destination", "abroad")
    passer_by.picks("purpose", "tour")
    passer_by.picks("who", "grown")
    passer_by.picks("paper", "none")
    passer_by.sees("Inform")
    assert "先办护照" in passer_by.reads() and "没有提交任何申请" in passer_by.reads()
    assert "以当地公布为准" in passer_by.reads()
    passer_by.until(lambda: passer_by.can_tap("inform.done"), "the way out")
    assert not passer_by.can_tap("submit")
    assert passer_by.session.applicant is None
    passer_by.tap("inform.done")
    passer_by.sees("Home")
    assert passer_by.terminal.store.outbox.backlog() == before


def test_an_answer_is_changed_and_the_page_says_something_else(passer_by):
    looks_into(passer_by, "exit-advice")
    for step, value in (("destination", "hkmo"), ("purpose", "tour"), ("who", "grown"), ("paper", "lost")):
        passer_by.picks(step, value)
    passer_by.sees("Inform")
    assert "先补办证件" in passer_by.reads()
    passer_by.tap("back")
    passer_by.picks("paper", "none")
    passer_by.sees("Inform")
    assert "先办通行证" in passer_by.reads() and "先补办证件" not in passer_by.reads()


def test_a_villages_books_are_a_chart_that_names_no_person(passer_by):
    looks_into(passer_by, "village-books")
    passer_by.picks("village", "first")
    passer_by.picks("what", "spending")
    passer_by.sees("Inform")
    shown = passer_by.reads()
    for words in ("道路、水利等建设", "26.30 万元", "63.10 万元", "样例一村，2025 年"):
        assert words in shown
    bars = passer_by.shell.session._asked.property("bars")
    assert [bar["part"] for bar in bars][0] == 1.0 and len(bars) == 4
    assert sorted(passer_by.session.facts) == ["begun", "capabilities", "consent:notice"]

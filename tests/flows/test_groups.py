"""Several of a kind: added, taken away, checked together; what is hidden is kept and never sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.flows.gate import derived
from kiosk.flows.taking import AnswerError
from tests.flows.several import HOUSE, PEOPLE, PETITION, begun, fill, house, listed


def test_two_buyers_with_60_and_50_per_cent_cannot_go_on():
    session = house(shares=("60", "50"))
    with pytest.raises(AnswerError) as caught:
        session.answer("buyers.entries", {})
    assert caught.value.says["buyers.entries"].zh == "份额合计应为 100%，现在是 110%"


def test_three_thirds_make_a_whole():
    assert house(shares=("33.33", "33.33", "33.34")).answer("buyers.entries", {}).step.key == "deal"


def test_nobody_stands_in_a_list_twice_and_nobody_buys_from_themself():
    session = begun(PETITION)
    session = listed(session, "petitioners", [PEOPLE[1], PEOPLE[1]])
    with pytest.raises(AnswerError, match="petitioners.entries"):
        session.answer("petitioners.entries", {})
    session = house(shares=("60",)).add("buyers.entries")
    session = fill(session, **PEOPLE[1], share="40")  # who sells
    with pytest.raises(AnswerError) as caught:
        session.answer("buyers.entries", {})
    assert "填了两次" in caught.value.says["buyers.entries"].zh


def test_thirty_petitioners_and_not_one_more():
    session = listed(begun(PETITION), "petitioners", PEOPLE[:30])
    assert session.add("petitioners.entries") is session
    assert session.answer("petitioners.entries", {}).step.key == "cards"
    assert session.step.can_remove


def test_the_last_entry_that_is_needed_cannot_be_removed():
    session = listed(begun(PETITION), "petitioners", PEOPLE[:1])
    assert session.remove("petitioners.0") is session


@given(st.integers(0, 3))
def test_removing_one_and_adding_it_again_is_the_identity(slot):
    done = listed(begun(PETITION), "petitioners", PEOPLE[:4]).answer("petitioners.entries", {})
    session = done.revise("petitioners.entries").remove(f"petitioners.{slot}")
    assert f"petitioners.{slot}.idno" not in session.normal_answers
    assert len(session.walked.values["petitioners"]) == 3
    again = session.add("petitioners.entries")
    assert again.step.key == f"petitioners.{slot}"
    again = again.answer(again.step.key, again.preset(again.step))
    assert again.normal_answers == done.normal_answers
    assert derived(again) == derived(done)
    assert again.step.key == done.step.key


def test_an_entry_that_was_only_just_added_goes_away_by_going_back():
    session = listed(begun(PETITION), "petitioners", PEOPLE[:2])
    added = session.add("petitioners.entries")
    assert added.step.key == "petitioners.2"
    assert added.back().step.key == "petitioners.entries"
    assert added.back().normal_answers == session.normal_answers


def test_taps_on_another_page_change_no_list():
    session = listed(begun(PETITION), "petitioners", PEOPLE[:2])
    added = session.add("petitioners.entries")
    assert added.add("petitioners.entries") is added
    assert added.remove("petitioners.0") is added
    gone = session.remove("petitioners.1")
    assert gone.remove("petitioners.1") is gone


def test_entries_are_counted_as_they_stand_whichever_slot_they_have():
    session = listed(begun(PETITION), "petitioners", PEOPLE[:3]).remove("petitioners.0")
    titles = [step.title.zh for step in session.path if step.kind == "Form"]
    assert titles == ["申请人（第 1 个）", "申请人（第 2 个）"]


def test_the_share_of_the_entry_before_is_taken_over_and_the_name_is_not():
    session = house(shares=("50",)).add("buyers.entries")
    shown = session.preset(session.step)
    assert (shown["buyers.1.share"], shown["buyers.1.name"]) == ("50", "")


@given(st.text("0123456789,.-x", max_size=12))
def test_no_list_that_somebody_writes_makes_a_walk_that_ends_badly(text):
    session = begun(HOUSE).answer("use", {"use": "home"})
    session = type(session)("id", HOUSE, session.today, {**session.answers, "sellers": text}, session.facts)
    assert 1 <= len(session.walked.values["sellers"]) <= 12
    assert session.step is not None


TAPS = st.tuples(st.sampled_from(["fill", "add", "remove", "back", "go on", "revise"]), st.integers(0, 5))


@given(st.lists(TAPS, max_size=25))
def test_whatever_is_tapped_hidden_entries_are_never_sent_and_facts_stay(taps):
    session = begun(PETITION)
    for what, number in taps:
        before, key = session, session.step.key
        try:
            if what == "fill" and key.count(".") == 1 and session.step.keys[0].endswith("name"):
                session = fill(session, **PEOPLE[number])
            elif what == "add":
                session = session.add("petitioners.entries")
            elif what == "remove":
                session = session.remove(f"petitioners.{number}")
            elif what == "revise":
                session = session.revise(f"petitioners.{number}")
            else:
                session = session.back() if what == "back" else session.answer(key, {})
        except AnswerError:
            session = before
        assert session.step is not None
        assert session.facts == before.facts
        asked = {answer for step in session.path for answer in step.keys}
        assert session.normal_answers.keys() <= asked
        assert not any(answer.endswith(".live") for answer in session.normal_answers)

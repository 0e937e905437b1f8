"""What a terminal points out by itself: three cards at most, facts before suggestions, what is open."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.flows.search.suggestions import MOST, Pointer, pointers, switched_on
from tests import shipped

SEASONS = {flow.item: flow.season for flow in shipped.items().values()}
JULY, WINTER = date(2026, 7, 10), date(2026, 12, 1)
ITEMS = st.lists(st.sampled_from("abcdefg"), max_size=5)


def test_an_open_season_is_suggested_with_its_last_day():
    assert pointers(SEASONS, JULY) == (Pointer("season", "school-enrolment", "07-27"),)
    assert pointers(SEASONS, JULY)[0].suggested
    assert pointers(SEASONS, WINTER) == ()


@pytest.mark.parametrize("day, open_", [("06-30", 0), ("07-01", 1), ("07-27", 1), ("07-28", 0)])
def test_both_ends_of_a_season_count(day, open_):
    assert len(pointers(SEASONS, date.fromisoformat(f"2026-{day}"))) == open_


def test_what_the_person_has_comes_first_and_is_no_suggestion():
    told = pointers(SEASONS, JULY, results=["si-certificate"], drafts=["school-enrolment"])
    assert [(pointer.kind, pointer.item) for pointer in told] == [
        ("result", "si-certificate"),
        ("draft", "school-enrolment"),  # and not once more as a season
    ]
    assert not any(pointer.suggested for pointer in told)


@given(ITEMS, ITEMS)
def test_there_are_never_more_than_three_and_none_twice(results, drafts):
    told = pointers(SEASONS, JULY, results=results, drafts=drafts)
    assert len(told) <= MOST and len({pointer.item for pointer in told}) == len(told)


@given(ITEMS, ITEMS)
def test_without_suggestions_the_facts_stay(results, drafts):
    told = pointers(SEASONS, JULY, results=results, drafts=drafts, suggest=False)
    assert told == pointers({}, JULY, results=results, drafts=drafts)
    assert not any(pointer.suggested for pointer in told)


@pytest.mark.parametrize(
    "text, on",
    [("shown: true", True), ("shown: false", False), ("", False), ("[", False), ("shown: 1", False)],
)
def test_suggestions_are_switched_by_a_file(tmp_path, text, on):
    (tmp_path / "suggestions.yaml").write_text(text, "utf-8")
    assert switched_on(tmp_path) is on
    assert switched_on(tmp_path / "nowhere") is False
    assert switched_on() is True

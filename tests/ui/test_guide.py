"""The guide of a matter: every block of its item, one tap away from the first page, and one tap back."""

import pytest

from tests import shipped
from tests.ui.test_search import violations

BLOCKS = {"where", "bring", "conditions", "process", "time_limit", "fee", "basis", "channel", "result"}


def opens(visitor, item):
    visitor.until(lambda: visitor.can_tap("collect"), "the devices")
    visitor.picks_matter(item)
    visitor.tap("guide")
    visitor.sees("Guide")
    visitor.until(lambda: visitor.can_tap("close"), "the guide at rest")


def read_through(visitor):
    page = visitor.reads()
    while visitor.can_tap("page.down"):
        visitor.tap("page.down")
        page += visitor.reads()
    return page


def test_every_block_stands_there_and_the_question_waits(summer_visitor):
    opens(summer_visitor, "school-enrolment")
    guide = shipped.items()["school-enrolment"].guide
    assert guide.keys() == BLOCKS
    page = read_through(summer_visitor)
    assert [text.zh for text in guide.values() if text.zh not in page] == []
    assert "原来：5 个部门 · 4 份材料 → 现在：最多跑 1 次" in page
    summer_visitor.tap("close")
    summer_visitor.sees("Notice")


def test_where_nobody_knows_what_it_took_before_nothing_is_said_of_it(offline_visitor):
    opens(offline_visitor, "si-certificate")
    assert "在哪办" in offline_visitor.reads() and "原来" not in read_through(offline_visitor)
    offline_visitor.tap("back")
    offline_visitor.sees("Notice")


@pytest.mark.parametrize(
    ("english", "large"),
    [
        pytest.param(False, False, id="standard", marks=pytest.mark.soak),
        pytest.param(False, True, id="large", marks=pytest.mark.soak),
        pytest.param(True, False, id="en", marks=pytest.mark.soak),
        pytest.param(True, True, id="large-en"),
    ],
)
def test_it_fits_and_can_be_turned(summer_visitor, english, large):
    summer_visitor.tap(*["variant.language"] * english, *["variant.large"] * large)
    opens(summer_visitor, "school-enrolment")
    variant = "large" if large else "standard"
    assert violations(summer_visitor, variant) == []
    while summer_visitor.can_tap("page.down"):
        summer_visitor.tap("page.down")
        assert violations(summer_visitor, variant) == []

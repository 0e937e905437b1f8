"""What no machine can do is said first: what, where and when, before a card was laid (domain S-73)."""

from __future__ import annotations

import pytest

from tests import shipped

OFFERED = [
    (item, flow.steps[0].in_person)
    for item, flow in shipped.items().items()
    if getattr(flow.steps[0], "in_person", ())
]


@pytest.mark.parametrize(("item", "said"), OFFERED, ids=[item for item, _ in OFFERED])
def test_what_has_to_be_done_in_person_is_said_before_anybody_begins(visitor, item, said):
    visitor.picks_matter(item)
    visitor.sees("Notice")
    assert visitor.shell.session._session.applicant is None
    page = visitor.reads()
    assert "这些要本人到场" in page
    for each in said:
        assert each.what.zh in page and f"{each.where.zh} · {each.time.zh}" in page
    visitor.tap("decline")
    visitor.sees("Home")


def test_consultation_examination_and_treatment_are_the_three_that_stay():
    chronic, examinations = (dict(OFFERED)[item] for item in ("chronic", "examinations"))
    said = "".join(each.what.zh for each in (*chronic, *examinations))
    assert all(word in said for word in ("问诊", "检查", "处置"))


def test_a_matter_that_is_done_here_says_nothing_of_it(visitor):
    visitor.turns_to("item.si-certificate")
    visitor.tap("item.si-certificate")
    visitor.sees("Notice")
    assert "要本人到场" not in visitor.reads()

"""A clock that is a year off at a cold boot in the dark: filings are taken all the same, keep their order,
and leave as soon as the clock is right; the technician is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.model import Status
from tests.journeys.far import journey
from tests.journeys.sayings import says_once, told
from tests.ui.visitor import Visitor

HELD = "还没有受理。本机会自动交到平台，不用再交一次"
YEAR = timedelta(days=366)


def files(visitor):
    visitor.walks_to_review_without_a_line()
    visitor.tap("submit")
    visitor.sees("Outcome")
    says_once(visitor, HELD)
    return visitor.shell.session.aftermath.filing


@pytest.mark.parametrize(
    ("ahead", "says"),
    [(YEAR, "两条流水记录之间隔了 366 天"), (-YEAR, "比证书生效的时间还早")],
    ids=["a year ahead", "a year behind"],
)
def test_filings_are_taken_in_order_and_leave_when_the_clock_is_right(place, tmp_path, ahead, says):
    with Visitor.arrives(place, tmp_path, online=False):
        pass  # the machine was used before, when the clock was right
    with journey(replace(place, ahead=ahead), tmp_path, 2.0) as dark:
        dark.on_the_line(cut=True)
        first = files(dark.visitor)
        dark.visitor.until(lambda: dark.visitor.terminal.network() == "down", "a line that is tried again")
        found = dark.doctor()["时钟"]
        assert found.result == "fail" and says in told(found) and "校正系统时间" in told(found)
    with journey(place, tmp_path, 15.0) as light:
        second = files_on(light)
        store = light.visitor.terminal.store
        light.visitor.until(lambda: store.outbox.backlog().queued == 0, "both receipts")
        kept = store.filings.receipts()
        assert [filing.id for filing in kept] == [first.id, second.id]
        assert {filing.status for filing in kept} <= {Status.ACCEPTED, Status.RESULT_READY}
        assert [light.platform_has(filing.id) for filing in kept] == [1, 1]
        assert first.number != second.number and store.journal.verify() is None


def files_on(light):
    """With the line up; the phone is left out all the same."""
    visitor = light.visitor
    visitor.walks_to_phone()
    visitor.tap("phone.without", "choice.330500", "choice.insured", "submit")
    visitor.sees("Outcome", at_rest=False)
    return visitor.shell.session.aftermath.filing

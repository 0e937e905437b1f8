"""Nobody touches the screen any more, at every step: the curtain, the warning, the end; what was promised is
kept, and the next person sees nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.journeys.sayings import says_once
from tests.ui.visitor import Visitor

PERSON, BADGE, OTHER = "liu-yang", "*洋", "chen-wei"
CURTAIN = "为保护您的信息，内容已遮住。轻点屏幕继续"
Way = Callable[[Visitor], None]


@dataclass(frozen=True)
class Step:
    """How one gets there; whether the page shows a person; whether what was answered is kept."""

    name: str
    way: Way
    personal: bool = True
    kept: bool = False


def to_notice(v):
    v.tap("item.si-certificate")
    v.sees("Notice")


def to_card(v):
    v.tap("item.si-certificate", "agree")
    v.sees("ReadCard")


def to_phone(v):
    v.walks_to_phone()
    v.until(lambda: v.can_tap("phone.later"), "the word about the network")


def to_region(v):
    to_phone(v)
    v.tap("phone.later")
    v.sees("Choose", "region")


def to_search(v):
    to_region(v)
    v.tap("choice.other")
    v.types("hu")


def to_certificate(v):
    to_region(v)
    v.tap("choice.330500")
    v.sees("Choose", "certificate")


def to_form(v):
    to_certificate(v)
    v.tap("choice.payments")
    v.sees("Form")


def to_keys(v):
    to_form(v)
    v.tap("field.period_to", "key.1")


def to_review(v):
    to_certificate(v)
    v.tap("choice.insured")
    v.sees("Review")


def to_help(v):
    to_review(v)
    v.tap("help")
    v.sees("Help")


def to_outcome(v):
    to_review(v)
    v.tap("submit")
    v.sees("Outcome")


def to_slip(v):
    to_outcome(v)
    v.tap("slip")
    v.sees("Slip")


STEPS = [
    Step("Notice", to_notice, personal=False),
    Step("ReadCard", to_card, personal=False),
    Step("ConfirmByPhone", to_phone, personal=False),
    Step("region", to_region),
    Step("the search for a place", to_search),
    Step("certificate", to_certificate, kept=True),
    Step("Form", to_form, kept=True),
    Step("the keys of a field", to_keys, kept=True),
    Step("Review", to_review, kept=True),
    Step("help over a question", to_help, kept=True),
    Step("Outcome", to_outcome),
    Step("Slip", to_slip),
]
SAMPLE = ("ConfirmByPhone", "the keys of a field", "Review", "Slip")


def nobody_comes(v: Visitor, personal: bool) -> None:
    """Sixty seconds to the curtain, a hundred and fifty to the warning, thirty more to the end."""
    v.time.stop()
    v.shell.stage.idle.touch()
    v.waits(59.5)
    assert not v.shell.view.covered()
    v.waits(0.5)
    assert v.shell.view.covered() is personal
    if personal:
        assert v.reads() == CURTAIN
    v.waits(89.5)
    assert v.shell.stage.idle.state == "curtain"
    v.waits(0.5)
    assert "30 秒后将退出并清除您的信息" in says_once(v, "您还在吗？")
    v.waits(20.5)
    assert "10 秒后将退出" in v.reads() and BADGE not in v.reads()
    v.waits(9)
    assert not v.shell.view._departure.begun
    v.takes_card()
    v.waits(0.5)
    v.until(lambda: v.overs, "the end")
    assert v.overs == ["over"] and v.shell.session.badge_text() == "" and BADGE not in v.reads()


@pytest.mark.parametrize(
    "step",
    [pytest.param(s, id=s.name, marks=[] if s.name in SAMPLE else [pytest.mark.soak]) for s in STEPS],
)
def test_a_session_that_nobody_is_at_ends_and_keeps_what_was_promised(place, tmp_path, step):
    with Visitor.arrives(place, tmp_path, online=False) as v:
        step.way(v)
        nobody_comes(v, step.personal)
        filings = len(v.terminal.store.filings.receipts())
    with Visitor.arrives(place, tmp_path, online=False) as v:
        assert BADGE not in v.reads()
        v.walks_to_phone(OTHER)  # and is asked about nothing that another began
        v.shell.session.end()
        v.takes_card()
        v.until(lambda: not v.terminal.card_present(), "an empty reader")
        v.tap("item.si-certificate", "agree")
        v.lays_card(PERSON)
        v.sees("Resume" if step.kept else "ConfirmByPhone")
        assert len(v.terminal.store.filings.receipts()) == filings == (step.name in ("Outcome", "Slip"))


def test_nobody_at_the_rating_ends_it_after_twenty_seconds_and_rates_nothing(offline_visitor):
    v = offline_visitor
    to_slip(v)
    v.takes_card()
    v.tap("slip.done")
    v.sees("Rating")
    v.time.stop()
    v.shell.stage.idle.touch()
    v.waits(19.5)
    assert not v.shell.view._departure.begun and not v.shell.view.covered()
    v.waits(0.5)
    v.until(lambda: v.overs, "the end")
    assert v.terminal.store._database.rows("select * from rating") == []


def test_a_touch_on_the_warning_goes_on_where_one_was(offline_visitor):
    v = offline_visitor
    to_keys(v)
    v.waits(151)
    v.tap("still-here")
    v.tap("key.cancel")
    assert v.page == "Form" and v.shell.session._session.answers["certificate"] == "payments"

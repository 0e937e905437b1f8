"""A platform that is down, slow, wrong or cut off in mid-answer: what the person is told is what is so, the
technician learns why, and the filing arrives once when the trouble is over."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest

from kiosk.model import Status
from kiosk.store.journal import Event
from kiosk.wire import messages
from tests.acceptance.station import person
from tests.journeys.far import Journey, journey
from tests.journeys.sayings import journal, says_once, told

HELD = "还没有受理。本机会自动交到平台，不用再交一次"
REFUSED = "平台暂时没有收下。请凭这个编号问工作人员，或打下面的电话"
OUTBOX, TCP, TLS = "待传申报", "连接平台", "加密连接"
HASTY = 1.0  # seconds that the terminal waits for an answer here; in the field 10


@pytest.fixture
def hasty(place, tmp_path):
    """A journey whose terminal waits for an answer for a second only."""
    with journey(place, tmp_path, HASTY) as made:
        yield made


@pytest.fixture
def patient(place, tmp_path):
    with journey(place, tmp_path, 15.0) as made:
        yield made


@dataclass(frozen=True)
class Wrong:
    """What the platform does to filings, or the line to everything; how that is said to two people."""

    case: str
    says: str
    check: str  # of the doctor
    technician: str
    spoils: dict = field(default_factory=dict)
    line: dict = field(default_factory=dict)
    kept: bool = False  # by the platform, though the terminal cannot know


def spoiled(how):
    return {"spoil": how, "spoil_next": 10_000}


CASES = [
    Wrong("down", HELD, TCP, "拒绝连接", line={"cut": True}),
    Wrong("slow", HELD, TLS, "没有应答", line={"delay_s": 30}),
    Wrong("500", HELD, OUTBOX, "平台出错（500）", spoiled("failed"), kept=True),
    Wrong("a captive portal", HELD, OUTBOX, "应答不是平台的（200）：可能被上网认证页面拦截", spoiled("page")),
    Wrong("409", HELD, OUTBOX, "平台正在处理同一件申报（409）", spoiled("in-flight")),
    Wrong("a forged receipt", HELD, OUTBOX, "平台的签名不对", spoiled("forged"), kept=True),
    Wrong("a receipt of other bytes", HELD, OUTBOX, "回执不是对这一件的", spoiled("other-digest"), kept=True),
]
SAMPLE = ("down", "a captive portal", "a forged receipt")


def tried(journey: Journey) -> bool:
    store = journey.visitor.terminal.store
    return store.line.contact().network == "down" or store.outbox.backlog().trouble != ""


def no_more_than_taken(journey: Journey) -> None:
    """Neither screen nor paper claims more than that it was taken here."""
    visitor = journey.visitor
    outcome = visitor.shell.session.aftermath.outcome
    assert (outcome.property("stateWord"), outcome.property("reached")) == ("已收件", 1)
    visitor.tap("slip")
    visitor.until(lambda: visitor.shell.session.aftermath.slip.property("state") == "printed", "the slip")
    slip = json.loads(sorted(visitor.place.paper.glob("slip-*.json"))[-1].read_text("utf-8"))
    words = "".join(slip["texts"])
    assert "已收件" in words and "平台已收到" not in words and "已受理" not in words


@pytest.mark.parametrize(
    "wrong",
    [pytest.param(w, id=w.case, marks=[] if w.case in SAMPLE else [pytest.mark.soak]) for w in CASES],
)
def test_what_the_platform_did_not_say_is_not_said_and_the_filing_arrives_once(hasty, wrong):
    visitor, store = hasty.visitor, hasty.visitor.terminal.store
    visitor.walks_to_phone()
    visitor.tap("phone.without", "choice.330500", "choice.insured")
    visitor.sees("Review")
    hasty.spoils(**wrong.spoils)
    hasty.on_the_line(**wrong.line)
    visitor.tap("submit")
    visitor.sees("Outcome")
    filing = visitor.shell.session.aftermath.filing
    visitor.until(lambda: tried(hasty), "an attempt")
    assert filing.number in says_once(visitor, wrong.says)
    no_more_than_taken(hasty)
    assert wrong.technician in told(hasty.doctor()[wrong.check])
    assert hasty.platform_has(filing.id) == wrong.kept

    hasty.spoils(spoil_next=0)
    hasty.on_the_line(cut=False, delay_s=0)
    visitor.until(lambda: visitor.terminal.outcome(filing.id).status is not Status.HELD, "the receipt")
    (kept,) = store.filings.receipts()
    receipt = messages.Receipt.read(visitor.terminal.identity.receipts.verify(messages.RECEIPT, kept.receipt))
    assert (receipt.object, receipt.digest) == (filing.id, kept.digest)
    assert hasty.platform_has(filing.id) == 1 and store.outbox.backlog().queued == 0
    seen = visitor.shell.session.aftermath.outcome
    visitor.until(lambda: seen.property("reached") == 3, "the platform's word on the screen")


def test_an_answer_lost_after_the_commit_is_asked_for_again(patient):
    visitor = patient.visitor
    visitor.walks_to_phone()
    visitor.tap("phone.without", "choice.330500", "choice.insured")
    visitor.sees("Review")
    patient.spoils(hold_answers_s=2)
    visitor.tap("submit")
    visitor.sees("Outcome")
    filing = visitor.shell.session.aftermath.filing
    visitor.until(lambda: patient.platform_has(filing.id), "the commit")
    patient.on_the_line(cut=True)
    visitor.until(lambda: visitor.terminal.network() == "down", "the lost line")
    says_once(visitor, HELD)
    no_more_than_taken(patient)
    assert '"fault"' not in "".join(journal(visitor, Event.LINE))
    patient.spoils(hold_answers_s=0)
    patient.on_the_line(cut=False)
    visitor.until(lambda: visitor.terminal.outcome(filing.id).status is not Status.HELD, "the receipt")
    assert patient.platform_has(filing.id) == 1


def test_a_refused_filing_is_named_to_person_and_staff_and_keeps_nobody_waiting(hasty):
    visitor = hasty.visitor
    visitor.walks_to_phone()
    visitor.tap("phone.without", "choice.330500", "choice.insured")
    visitor.sees("Review")
    hasty.spoils(spoil="refused", spoil_next=1)
    visitor.tap("submit")
    page = says_once(visitor, REFUSED)
    filing = visitor.shell.session.aftermath.filing
    assert filing.number in page and "证明以后凭身份证" not in page
    no_more_than_taken(hasty)
    found = hasty.doctor()[OUTBOX]
    assert found.result == "warn" and "urn:kiosk:problem:envelope" in told(found)
    assert journal(visitor, Event.QUARANTINED) == ['{"problem":"envelope"}']
    assert hasty.platform_has(filing.id) == 0
    assert visitor.terminal.store.outbox.backlog().quarantined == 1


@pytest.mark.parametrize(
    "trouble",
    [{"line": {"cut": True}}, pytest.param({"line": {"delay_s": 30}}, marks=pytest.mark.soak)],
    ids=["down", "slow"],
)
def test_a_phone_that_cannot_be_asked_is_no_end_of_the_road(hasty, trouble):
    visitor = hasty.visitor
    hasty.on_the_line(**trouble["line"])
    visitor.walks_to_phone()
    page = says_once(visitor, "现在连不上平台，暂时不能用手机确认。您可以先填好，连上后自动交上去")
    assert "不用手机也能先收件" in page
    visitor.tap("phone.later")
    visitor.sees("Choose", "region")


def test_a_busy_platform_is_said_like_one_that_is_away(hasty):
    hasty.spoils(busy_next=10_000)
    hasty.visitor.walks_to_phone()
    says_once(hasty.visitor, "现在连不上平台，暂时不能用手机确认。您可以先填好，连上后自动交上去")
    contact = hasty.visitor.terminal.store.line.contact
    hasty.visitor.until(lambda: contact().reason == "平台忙（503）", "the word to the technician")


def test_whoever_was_asked_too_often_is_not_told_that_the_line_is_down(patient):
    """The platform asks nobody's phone more than twenty times an hour."""
    who = "retired-cai"
    for _ in range(20):
        assert patient.station.ask_to_confirm(person(who)).status_code == 201
    patient.visitor.walks_to_phone(who)
    page = says_once(patient.visitor, "现在不能用您的手机确认。您可以先办理，或到服务台核对身份")
    assert "连不上" not in page
    patient.visitor.tap("phone.later")
    patient.visitor.sees("Choose", "region")


def test_an_office_that_takes_long_need_not_be_waited_for(patient):
    visitor = patient.visitor
    patient.spoils(data_latency_s=3)
    visitor.walks_to_phone()
    visitor.confirms()
    says_once(visitor, "还在等平台答复")
    visitor.tap("prefill.skip")
    visitor.sees("Choose", "region")

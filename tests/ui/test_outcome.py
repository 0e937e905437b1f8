"""After 提交申请: what is said is what is true, whatever line, platform and paper do."""

from base64 import b64decode, b64encode
from datetime import datetime

import pytest

from acceptance.platform import CHINA
from kiosk.devices.virtual import state
from kiosk.model import SignedReceipt, Status
from kiosk.store.feed import StatusChange
from kiosk.ui.walker import walk
from kiosk.wire.client import PlatformClient
from tests.ui.test_wording import REASONS


def outcome(visitor):
    return visitor.shell.session.aftermath._outcome


def settle(visitor, status):
    """The platform's word arrives while the person looks."""
    filing = outcome(visitor).filing
    now = datetime.now(CHINA)
    receipt = SignedReceipt(filing.id, "", status, now, None, None, "")
    visitor.terminal.store.outbox.settle(receipt, now)


def test_off_line_the_filing_is_taken_and_nothing_more_is_claimed(offline_visitor):
    visitor = offline_visitor
    visitor.walks_to_review_without_a_line()
    visitor.tap("submit")
    visitor.sees("Outcome")
    view = outcome(visitor)
    assert (view.property("stateWord"), view.property("reached")) == ("已收件", 1)
    assert "已收件" in visitor.reads() and "已受理" not in visitor.reads()
    assert view.property("number") and visitor.shell.session.aftermath.property("resultDeferred")
    visitor.tap("slip")
    visitor.sees("Slip")
    assert visitor.shell.session.aftermath.slip.property("state") == "printed"
    assert "请取走回执\n" in visitor.reads() + "\n"  # and no certificate, because none came out
    assert "已受理" not in visitor.reads()


def platform_says(visitor, seq, status, reason):
    now = datetime.now(CHINA)
    change = StatusChange(seq, outcome(visitor).filing.id, status, now, reason, None)
    assert visitor.terminal.store.feed.apply("one", [change], now) == 1


WORDS = [
    (Status.ACCEPTED, "已受理", 3),
    (Status.REFUSED, "不予受理", 2),
    (Status.CORRECTION_REQUIRED, "需要补正", 2),
]


def test_each_state_has_its_own_word_and_comes_from_the_store_alone(offline_visitor):
    visitor = offline_visitor
    visitor.walks_to_review_without_a_line()
    visitor.tap("submit")
    visitor.sees("Outcome")
    assert (outcome(visitor).property("status"), outcome(visitor).property("reached")) == ("held", 1)
    settle(visitor, Status.RECEIVED)
    visitor.until(lambda: outcome(visitor).property("stateWord") == "平台已收到", "the receipt")
    assert outcome(visitor).property("reached") == 2
    for seq, (status, word, reached) in enumerate(WORDS, 1):
        platform_says(visitor, seq, status, None)
        visitor.until(lambda word=word: outcome(visitor).property("stateWord") == word, word)
        assert outcome(visitor).property("reached") == reached and word in visitor.reads()


@pytest.mark.parametrize(
    "taps, language", [([], "zh-CN"), (["variant.large", "variant.language"], "en")], ids=["zh", "large-en"]
)
def test_a_reason_of_the_platform_is_told_in_words_and_its_code_never_shown(offline_visitor, taps, language):
    visitor = offline_visitor
    visitor.walks_to_review_without_a_line()
    visitor.tap("submit")
    visitor.sees("Outcome")
    settle(visitor, Status.RECEIVED)
    visitor.tap(*taps)
    words, window = visitor.shell.stage.wording, visitor.shell.window
    for seq, code in enumerate([*REASONS, "SOMETHING_NEW"], 1):
        platform_says(visitor, seq, Status.REFUSED, code)
        told = words.reason(code, "0572-12345")
        visitor.until(lambda told=told: outcome(visitor).property("reason") == told, code)
        visitor.until(lambda: window.property("settled"), "a page at rest")
        page = visitor.reads()
        assert told in page and code not in page
        assert walk(window, 0.369, "large" if taps else "standard", code) == []
    assert told == "" and words.language == language
    platform_says(visitor, 90, Status.CORRECTION_REQUIRED, "INCOMPLETE")
    visitor.tap("slip")
    visitor.sees("Slip")
    assert words.reason("INCOMPLETE", "") in visitor.reads()
    assert walk(window, 0.369, "large" if taps else "standard", "Slip") == []


def test_a_place_without_a_record_is_said_with_what_to_do(visitor):
    visitor.walks_to_phone()
    visitor.confirms()
    visitor.sees("Choose", "region")
    visitor.tap("choice.other")
    visitor.types("hz")
    visitor.tap("result.330100")
    visitor.sees("Choose", "certificate")
    visitor.tap("choice.insured", "submit")
    visitor.until(lambda: outcome(visitor).property("status") == "refused", "the platform's word")
    assert "没有查到您的记录" in visitor.reads() and "NO_RECORD" not in visitor.reads()
    number = outcome(visitor).filing.number
    visitor.shell.session.end()
    visitor.takes_card()
    visitor.tap("collect")
    visitor.sees("ReadCard")
    visitor.lays_card()
    visitor.sees("ConfirmByPhone")
    visitor.confirms()
    visitor.sees("Results")
    for words in ("不予受理", number, "没有查到您的记录"):  # whoever comes back is told, too
        assert words in visitor.reads()


def test_submitting_twice_files_once(visitor):
    visitor.walks_to_review()
    visitor.sees("Review")
    for _ in range(3):
        visitor.shell.session._submission.submit("review")
    visitor.sees("Preview")
    visitor.shell.session._submission.submit("review")
    person = visitor.terminal._person(visitor.shell.session._session)
    assert len(visitor.terminal.store.filings.of_person(person)) == 1


def test_a_slip_without_paper_is_not_called_printed_and_can_be_printed_again(visitor):
    visitor.walks_to_review()
    visitor.tap("submit")
    visitor.sees("Preview")
    state.update(visitor.place.states, state.ReceiptPrinterState, paper="out")
    visitor.tap("later")
    visitor.sees("Slip")
    slip = visitor.shell.session.aftermath.slip
    assert slip.property("state") == "failed" and "纸" in slip.property("says")
    number = outcome(visitor).property("number")
    assert number in visitor.scans()
    state.update(visitor.place.states, state.ReceiptPrinterState, paper="full")
    visitor.tap("slip.again")
    visitor.until(lambda: slip.property("state") == "printed", "the slip")
    assert visitor.terminal.outcome(outcome(visitor).filing.id).status is not Status.QUARANTINED


def test_a_certificate_that_does_not_come_out_stays_on_the_screen_with_other_ways(visitor):
    visitor.walks_to_review()
    visitor.tap("submit")
    visitor.sees("Preview")
    state.update(visitor.place.states, state.DocumentPrinterState, media="empty")
    visitor.tap("print")
    results = visitor.shell.session.aftermath.results
    visitor.until(lambda: results.property("state") == "failed", "the word about the printer")
    assert visitor.page == "Preview" and results.property("says")
    visitor.until(lambda: visitor.can_tap("phone"), "another way")
    visitor.tap("phone")
    visitor.until(lambda: results.property("state") == "linked", "the code for the phone")
    assert visitor.scans().startswith("https://")
    visitor.tap("taken")
    visitor.sees("Slip")
    assert "请取走回执\n" in visitor.reads() + "\n"


def test_a_person_collects_what_was_made_before(visitor):
    visitor.walks_to_review()
    visitor.tap("submit")
    visitor.sees("Preview")
    visitor.tap("later")
    visitor.sees("Slip")
    visitor.shell.session.end()
    visitor.takes_card()
    visitor.tap("collect")
    visitor.sees("ReadCard")
    visitor.lays_card()
    visitor.sees("ConfirmByPhone")
    visitor.confirms()
    visitor.sees("Results")
    visitor.tap("result.0")
    visitor.sees("Preview")
    visitor.tap("print")
    results = visitor.shell.session.aftermath.results
    visitor.until(lambda: results.property("state") == "printed", "the paper")
    visitor.takes_card()
    visitor.tap("finish")
    visitor.until(lambda: visitor.overs, "the end")


def test_a_rating_is_a_choice_of_the_person_and_belongs_to_the_filing(visitor):
    visitor.walks_to_review()
    visitor.tap("submit")
    visitor.sees("Preview")
    visitor.tap("later")
    visitor.sees("Slip")
    visitor.tap("slip.done")
    visitor.sees("Rating")
    rating = visitor.shell.session.aftermath.rating
    assert rating.property("grade") == 0 and not visitor.can_tap("rate.send")
    visitor.tap("rate.2", "reason.slow", "reason.unclear", "reason.slow")
    assert [r["value"] for r in rating.property("reasons") if r["chosen"]] == ["unclear"]
    filing = outcome(visitor).filing
    visitor.takes_card()
    visitor.tap("rate.send")
    visitor.until(lambda: visitor.overs, "the end")
    rated = visitor.terminal.store._database.rows("select filing from rating")
    assert [row["filing"] for row in rated] == [filing.id]


def test_nobody_at_the_rating_page_ends_it_after_twenty_seconds(visitor):
    visitor.walks_to_review()
    visitor.tap("submit")
    visitor.sees("Preview")
    visitor.tap("later")
    visitor.sees("Slip")
    visitor.takes_card()
    visitor.tap("slip.done")
    visitor.sees("Rating")
    visitor.waits(20)
    visitor.until(lambda: visitor.overs, "the end")


def test_a_tampered_certificate_is_said_to_be_one_and_cannot_be_printed(visitor, monkeypatch):
    """What arrives is bent by one byte on its way; the rest of the road is the real one."""
    ask = PlatformClient.ask

    def bent(self, path, body):
        answer = ask(self, path, body)
        if "pdf" in answer:
            pdf = bytearray(b64decode(answer["pdf"]))
            pdf[-1] ^= 1
            answer["pdf"] = b64encode(pdf).decode()
        return answer

    printed_before = set(visitor.place.paper.glob("*.pdf"))
    visitor.walks_to_review()
    monkeypatch.setattr(PlatformClient, "ask", bent)
    visitor.tap("submit")
    visitor.sees("Outcome")
    results = visitor.shell.session.aftermath.results
    visitor.until(lambda: results.property("state") == "failed", "the end of fetching")
    visitor.until(lambda: "没有通过验证，不能打印" in visitor.reads(), "the word about the seal")
    visitor.until(lambda: visitor.can_tap("slip"), "the way on")
    assert visitor.page == "Outcome" and not visitor.can_tap("print")
    assert set(visitor.place.paper.glob("*.pdf")) == printed_before

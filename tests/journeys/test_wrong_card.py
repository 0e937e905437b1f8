"""The wrong card, a card lifted too early, one that cannot be read, another person's: what is said, and that
the right card then goes through as if nothing had been."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from kiosk.devices.virtual import persons, state
from kiosk.store.journal import Event
from kiosk.terminal import cards
from tests.journeys.sayings import journal, says_once

PERSON, BADGE, OTHER = "liu-yang", "*洋", "chen-wei"
AGAIN = "没有读出来。请先拿开身份证，再平放回去，不要动。"
BROKEN = "这台机器暂时读不了身份证。请换一台机器，或请工作人员帮忙。"
OUT_OF_ORDER = "这台机器的身份证阅读器暂时用不了。请换一台机器，或请工作人员帮忙。"
UNVERIFIED = "这张身份证没有通过核验，不能在这里使用。请带证件到人工窗口办理。"


@dataclass(frozen=True)
class Wrong:
    """What lies on the reader or is wrong with it; the person's sentence; what the journal keeps."""

    case: str
    says: str
    fault: str
    reader: dict = field(default_factory=dict)


CARDS = [
    Wrong("a bank card", "这张卡读不出来，可能不是身份证。请换成居民身份证。", "card.foreign",
          {"card": "bank-card"}),
    Wrong("a work permit", "这里读不了这种证件。请放居民身份证，或请工作人员帮忙。", "card.unsupported",
          {"card": "work-permit"}),
    Wrong("lifted after it was found", AGAIN, "card.lifted", {"lift_after": "find"}),
    Wrong("lifted after it was selected", AGAIN, "card.lifted", {"lift_after": "select"}),
    Wrong("lifted after its text was read", AGAIN, "card.lifted", {"lift_after": "read"}),
    Wrong("a chip without text", "没有读出来。请把身份证擦一擦，换一面再放。", "card.unreadable",
          {"fault": "scrambled"}),
    Wrong("a card that fails its proof", UNVERIFIED, "card.unverified", {"fault": "31"}),
    Wrong("a checksum", BROKEN, "link.checksum", {"fault": "10"}),
    Wrong("a reader in unnamed trouble", BROKEN, "reader.unknown", {"fault": "24"}),
    Wrong("garbage on the line", OUT_OF_ORDER, "link.garbled", {"fault": "garbage"}),
    Wrong("half an answer", OUT_OF_ORDER, "link.garbled", {"fault": "half"}),
    Wrong("a silent reader", OUT_OF_ORDER, "link.silent", {"fault": "silent"}),
    Wrong("no cable", OUT_OF_ORDER, "link.absent", {"fault": "unplugged"}),
]  # fmt: skip
SAMPLE = (
    "a bank card",
    "a work permit",
    "lifted after it was selected",
    "a chip without text",
    "a silent reader",
)


def right_card(visitor):
    """Lays it on the empty reader, and taps what there is to tap, until it was read."""
    state.write(visitor.place.states, state.CardReaderState())
    visitor.until(lambda: not visitor.terminal.card_present(), "an empty reader")
    visitor.lays_card(PERSON)

    def read():
        if visitor.can_tap("card.again"):
            visitor.tap("card.again")
        return visitor.page == "ConfirmByPhone"

    visitor.until(read, "the right card")
    assert visitor.shell.session.badge_text() == BADGE


@pytest.mark.parametrize(
    "wrong",
    [pytest.param(w, id=w.case, marks=[] if w.case in SAMPLE else [pytest.mark.soak]) for w in CARDS],
)
def test_a_card_that_does_not_do_is_named_and_the_right_one_goes_through(visitor, wrong):
    visitor.tap("item.si-certificate", "agree")
    visitor.sees("ReadCard")
    state.update(visitor.place.states, state.CardReaderState, **{"card": PERSON} | wrong.reader)
    says_once(visitor, wrong.says)
    assert visitor.page == "ReadCard" and visitor.shell.session.badge_text() == ""
    assert f'"fault":"{wrong.fault}"' in "".join(journal(visitor, Event.CARD_FAILED))
    right_card(visitor)


def test_an_expired_card_leads_to_where_it_is_renewed_and_to_nothing_else(visitor):
    visitor.tap("item.si-certificate", "agree")
    visitor.lays_card("expired-zhao")
    visitor.sees("Stop")
    page = says_once(visitor, "这张身份证过期了")
    assert "派出所" in page and not visitor.can_tap("back")
    visitor.takes_card()
    visitor.tap("stop.home")
    visitor.until(lambda: visitor.overs, "the end")


def test_a_card_that_is_lifted_after_it_was_read_changes_nothing(visitor):
    visitor.walks_to_phone()
    visitor.takes_card()
    visitor.tap("phone.without", "choice.330500", "choice.insured")
    visitor.sees("Review")
    assert visitor.shell.session.badge_text() == BADGE


def test_another_persons_card_becomes_nobody_and_is_asked_away(visitor):
    visitor.walks_to_phone()
    visitor.lays_card(OTHER)
    visitor.sees("OtherCard")
    page = says_once(visitor, "请拿开另一张身份证")
    assert f"现在办的是 {BADGE} 的事" in page and "伟" not in page
    assert f'"fault":"{cards.OTHER.fault.code}"' in "".join(journal(visitor, Event.CARD_FAILED))
    visitor.takes_card()
    visitor.sees("ConfirmByPhone")
    visitor.tap("phone.without", "choice.330500", "choice.insured", "submit")
    visitor.sees("Outcome")
    store, session = visitor.terminal.store, visitor.shell.session._session
    assert len(store.filings.of_person(visitor.terminal._person(session))) == 1
    assert session.applicant.id_number == persons.load()[PERSON].number


def test_the_same_card_laid_down_again_is_no_other_one(visitor):
    visitor.walks_to_phone()
    visitor.takes_card()
    visitor.until(lambda: not visitor.terminal.card_present(), "an empty reader")
    visitor.lays_card()
    visitor.until(lambda: visitor.terminal.card_present(), "the card")
    visitor.scans()
    assert visitor.page == "ConfirmByPhone"
    assert "card.other" not in "".join(journal(visitor, Event.CARD_FAILED))


def test_another_persons_card_that_is_left_keeps_the_next_one_from_being_them(visitor):
    visitor.walks_to_phone()
    visitor.lays_card(OTHER)
    visitor.sees("OtherCard")
    visitor.tap("exit")
    visitor.until(lambda: visitor.shell.view._departure._state == "card", "the word about the card")
    says_once(visitor, "请取走身份证")
    assert visitor.overs == []
    visitor.takes_card()
    visitor.until(lambda: visitor.overs, "the end")


def test_in_english_a_card_that_is_no_identity_card_is_not_asked_to_be_wiped(visitor):
    visitor.tap("variant.language", "item.si-certificate", "agree")
    visitor.lays_card("bank-card")
    visitor.until(lambda: "it may be no ID card" in visitor.reads(), "the word about the card")
    assert "Wipe" not in visitor.reads()

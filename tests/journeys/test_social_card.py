"""Without a phone: the person's own social-security card and its PIN open what a confirmed phone opens."""

import pytest

from kiosk.devices.virtual import state
from kiosk.devices.virtual.social_card import SocialCardState
from kiosk.model import Status
from kiosk.store.journal import Event
from kiosk.wire import messages
from tests.journeys.sayings import journal

PIN, WRONG = "482951", "111111"
PERSON, OTHER = "liu-yang", "chen-wei"


def insert(visitor, **card):
    state.update(visitor.place.states, SocialCardState, **{"card": PERSON, "pin": PIN} | card)


def walks_to_social_card(visitor):
    visitor.walks_to_phone()
    visitor.scans()
    visitor.tap("phone.social")
    visitor.sees("SocialCard")


def social(visitor):
    return visitor.shell.session._confirming.social


def becomes(visitor, word):
    visitor.until(lambda: social(visitor).property("state") == word, f"the state {word}")


def enters(visitor, pin):
    becomes(visitor, "pin")
    visitor.types(pin)
    visitor.tap("social.show")


def test_the_card_and_its_pin_file_and_print_a_certificate(equipped_visitor):
    visitor = equipped_visitor
    walks_to_social_card(visitor)
    insert(visitor)
    enters(visitor, PIN)
    visitor.sees("Choose", "region")
    visitor.until(
        lambda: visitor.can_tap("choice.330500"), "what the records say: the platform took the word"
    )
    visitor.tap("choice.330500", "choice.insured", "submit")
    visitor.sees("Preview")
    filing = visitor.shell.session.aftermath.filing
    assert visitor.terminal.outcome(filing.id).status in (Status.ACCEPTED, Status.RESULT_READY)
    (kept,) = [kept for kept in visitor.terminal.store.filings.receipts() if kept.id == filing.id]
    payload = visitor.place.identity.receipts.verify(messages.RECEIPT, kept.receipt)
    assert messages.Receipt.read(payload).object == filing.id
    assert '"method":"social_card"' in "".join(journal(visitor, Event.CONFIRMED))


def test_the_card_opens_the_persons_own_results(equipped_visitor):
    visitor = equipped_visitor
    visitor.tap("collect")
    visitor.lays_card()
    visitor.sees("ConfirmByPhone")
    visitor.scans()
    visitor.tap("phone.social")
    insert(visitor)
    enters(visitor, PIN)
    visitor.sees("Results")
    assert visitor.shell.session.aftermath.results.property("state") == "listed"


def test_a_card_that_says_whose_it_is_after_its_pin_only_is_compared_then(equipped_visitor):
    visitor = equipped_visitor
    walks_to_social_card(visitor)
    insert(visitor, card=OTHER)
    enters(visitor, PIN)
    becomes(visitor, "failed")
    assert "这不是您本人的社保卡。请放和身份证同一个人的社保卡。" in visitor.reads()
    assert "confirmation" not in visitor.shell.session._session.facts
    insert(visitor)
    visitor.tap("social.again")
    enters(visitor, PIN)
    visitor.sees("Choose", "region")


def test_a_wrong_pin_says_how_many_tries_are_left_before_and_after(equipped_visitor):
    visitor = equipped_visitor
    walks_to_social_card(visitor)
    insert(visitor)
    becomes(visitor, "pin")
    assert "卡会被锁住" in visitor.reads()
    enters(visitor, WRONG)
    visitor.until(lambda: social(visitor).property("tries") == 2, "what the card says")
    becomes(visitor, "pin")
    assert "还可以试 2 次" in visitor.reads()
    assert social(visitor).property("digits") == 0
    enters(visitor, PIN)
    visitor.sees("Choose", "region")


def test_a_card_that_locks_says_where_to_go_and_leaves_the_phone(equipped_visitor):
    visitor = equipped_visitor
    walks_to_social_card(visitor)
    insert(visitor, tries=1)
    enters(visitor, WRONG)
    becomes(visitor, "blocked")
    page = visitor.reads()
    assert "社保服务窗口或发卡银行" in page and not visitor.can_tap("social.show")
    visitor.tap("social.phone")
    visitor.sees("ConfirmByPhone")
    visitor.confirms()
    visitor.sees("Choose", "region")


def test_a_card_that_is_lifted_before_the_pin_costs_no_try(equipped_visitor):
    visitor = equipped_visitor
    walks_to_social_card(visitor)
    insert(visitor)
    becomes(visitor, "pin")
    visitor.types(PIN)
    insert(visitor, card=None)
    visitor.tap("social.show")
    visitor.until(
        lambda: social(visitor).property("state") in ("card", "failed"), "another look for the card"
    )
    assert state.read(visitor.place.states, SocialCardState).tries == 3
    assert social(visitor).property("digits") == 0


def test_back_leads_to_the_phone_and_forgets_what_was_entered(equipped_visitor):
    visitor = equipped_visitor
    walks_to_social_card(visitor)
    insert(visitor)
    becomes(visitor, "pin")
    visitor.types("4829")
    buffer = social(visitor)._pin
    visitor.tap("back")
    visitor.sees("ConfirmByPhone")
    assert buffer == bytes(4) and social(visitor).property("digits") == 0


def test_no_pin_and_no_number_is_in_journal_store_or_repr(equipped_visitor):
    visitor = equipped_visitor
    walks_to_social_card(visitor)
    insert(visitor)
    enters(visitor, WRONG)
    visitor.until(lambda: social(visitor).property("tries") == 2, "what the card says")
    enters(visitor, PIN)
    visitor.sees("Choose", "region")
    person = visitor.shell.session._session.applicant
    said = "".join(journal(visitor, Event.CARD_FAILED)) + "".join(journal(visitor, Event.CONFIRMED))
    said += repr(visitor.shell.session._session) + repr(visitor.terminal)
    assert not [secret for secret in (PIN, WRONG, person.id_number) if secret in said]


@pytest.mark.parametrize("fault", ["unplugged", "stopped"])
def test_without_a_working_reader_the_card_is_not_offered(equipped_visitor, fault):
    visitor = equipped_visitor
    state.update(visitor.place.states, SocialCardState, fault=fault)
    visitor.until(
        lambda: not visitor.terminal.devices()["social_card_reader"].ready, "the look at the reader"
    )
    visitor.walks_to_phone()
    visitor.scans()
    visitor.until(lambda: visitor.can_tap("phone.without"), "the other way")
    assert not visitor.can_tap("phone.social")

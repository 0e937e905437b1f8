"""Clerks who file with people and for them: who they are, whose turn it is, what nobody does for anybody."""

from __future__ import annotations

import pytest

from kiosk.model import Role, Status
from kiosk.store.journal import Event
from kiosk.terminal.staff import TurnError
from tests.journeys.clerk import CLERK, WRONG, counter, has_account
from tests.ui.visitor import PEOPLE

PERSON = "liu-yang"
PERSONS_ALONE = ("agree", "submit", "sign.start", "commit.agree", "face.agree", "rate.5")


@pytest.fixture
def account(place):
    place.server.nobody_was_here()
    return has_account(place.server)


@pytest.fixture
def desk(place, account, tmp_path):
    with counter(place, tmp_path) as somebody:
        somebody.account = account
        yield somebody


def helps_to_review(desk):
    """The clerk with somebody who is here, up to what only that person may do."""
    desk.begins_for(PERSON)
    desk.gives_turn(PERSON)
    desk.sees("Notice")
    desk.tap("agree")
    desk.confirms(PERSON)
    desk.sees("Choose", "region")
    desk.until(lambda: not desk.staff.persons_turn, "the clerk's turn")
    desk.tap("choice.330500")
    desk.sees("Choose", "certificate")
    desk.tap("choice.insured")
    desk.sees("Turn", at_rest=False)


def test_a_clerk_signs_in_by_card_and_pin_and_everything_after_says_so(desk):
    desk.signs_in()
    assert desk.staff.operator.account == desk.account
    desk.tap("bench.leave")
    desk.sees("Home")
    desk.until(lambda: desk.noted(Event.SIGNED_OUT), "the end of the shift")
    assert [subject for subject, _ in desk.noted(Event.SIGNED_IN)] == [desk.account]
    assert desk.store.journal.verify() is None


@pytest.mark.soak
def test_who_taps_the_mark_once_or_comes_by_chance_sees_no_clerks_page(desk):
    desk.tap("mark", "mark")
    desk.sees("Home")
    desk.waits(5)
    desk.tap("mark", "mark")
    desk.sees("Home")
    desk.waits(5)
    desk.knocks()
    desk.tap("back")
    desk.sees("Home")


def test_five_wrong_pins_lock_the_clerk_out(desk):
    desk.knows_staff()
    desk.knocks()
    desk.lifts_and_lays(CLERK)
    for left in (4, 3, 2, 1, 0):
        desk.until(lambda: desk.can_tap("key.1"), "the keys")
        desk.enters(WRONG)
        desk.until(lambda left=left: f"试 {left} 次" in desk.reads() or not left, "the word on it")
    desk.until(lambda: "30 分钟" in desk.reads(), "the word that the account rests")
    assert not desk.can_tap("key.1")
    assert desk.staff.operator is None


def test_staff_cannot_rate_sign_commit_or_choose_face_consent_for_the_citizen(desk):
    desk.signs_in()
    desk.begins_for(PERSON)
    desk.sees("Turn", at_rest=False)
    assert not any(desk.can_tap(name) for name in PERSONS_ALONE)
    with pytest.raises(TurnError):
        desk.terminal.agree(desk.shell.session.of_person, "notice")
    desk.lifts_and_lays("chen-wei")  # nor does anybody else's card help
    desk.until(lambda: "不是办事人" in desk.reads(), "the word on the other card")
    assert desk.page == "Turn"
    desk.gives_turn(PERSON)
    desk.sees("Notice")
    desk.until(lambda: desk.can_tap("agree"), "what only the person may do")


def test_somebody_is_helped_and_filing_slip_journal_and_platform_name_both(desk):
    desk.signs_in()
    helps_to_review(desk)
    assert not desk.can_tap("submit")
    desk.gives_turn(PERSON)
    desk.sees("Review")
    desk.tap("submit")
    desk.until(lambda: desk.shell.session.aftermath.filing, "the filing")
    filing = desk.shell.session.aftermath.filing
    desk.until(lambda: desk.terminal.outcome(filing.id).status is Status.RESULT_READY, "the platform's word")
    (entry,) = desk.staff.book()
    assert (entry.filing, entry.role) == (filing.id, Role.ASSIST)
    facts = desk.store.filings.slip(filing.id)
    assert facts["operator"].endswith(desk.account) and facts["role"] == "assist"
    by = f'"by":"{desk.account}"'
    for event in (Event.ASSISTING, Event.CONSENTED, Event.CONFIRMED, Event.TURN, Event.FILED):
        assert all(by in detail for _, detail in desk.noted(event)) and desk.noted(event)


def test_every_print_of_personal_paper_is_counted_and_logged(desk):
    desk.signs_in()
    helps_to_review(desk)
    desk.gives_turn(PERSON)
    desk.sees("Review")
    desk.tap("submit")
    desk.sees("Preview")
    desk.tap("print")
    desk.until(lambda: desk.noted(Event.RESULT_PRINTED), "the document")
    desk.until(lambda: desk.noted(Event.SLIP_PRINTED), "the slip")
    by = f'"by":"{desk.account}"'
    printed = desk.noted(Event.RESULT_PRINTED) + desk.noted(Event.SLIP_PRINTED)
    assert len(printed) == 2 and all(by in detail for _, detail in printed)


def test_self_service_goes_over_to_staff_and_back_with_every_answer(desk):
    desk.knows_staff()
    desk.tap("item.si-certificate", "agree")
    desk.lays_card(PERSON)
    desk.confirms(PERSON)
    desk.sees("Choose", "region")
    desk.tap("choice.330500")
    desk.sees("Choose", "certificate")
    desk.takes_card()
    desk.tap("help", "help.staff", "takeover.agree")
    desk.sees("StaffSignIn", at_rest=False)
    desk.lifts_and_lays(CLERK)
    desk.until(lambda: desk.can_tap("key.1"), "the keys")
    desk.enters("258036")
    desk.sees("Choose", "certificate")
    assert desk.shell.session.of_person.answers["region"] == "330500"
    assert desk.shell.view.clerk.property("principal") == PEOPLE.by_id(PERSON).names[0][-1:].rjust(2, "*")
    desk.takes_card()
    desk.tap("choice.insured")
    desk.sees("Turn", at_rest=False)  # identity re-confirmed before anything is filed
    desk.tap("help", "help.alone")
    desk.gives_turn(PERSON)
    desk.sees("Review")
    assert desk.staff.operator is None
    desk.tap("submit")
    desk.until(lambda: desk.shell.session.aftermath.filing, "the filing")
    assert desk.noted(Event.TAKEN_OVER) and desk.noted(Event.HANDED_BACK)
    filing = desk.shell.session.aftermath.filing
    assert desk.store.filings.slip(filing.id)["operator"].endswith(desk.account)


def test_delegated_filing_without_authorisation_stays_a_draft(desk):
    desk.signs_in()
    desk.begins_for("shen-guiying", role="agent")  # whose phone nobody knows
    desk.sees("Notice")
    desk.tap("agree", "phone.later")
    desk.sees("Choose", "region")
    desk.tap("choice.other")
    desk.types("huzhou")
    desk.tap("result.330500")
    desk.sees("Choose", "certificate")
    desk.tap("choice.insured")
    desk.sees("Review")
    desk.tap("submit")
    desk.until(lambda: "委托" in desk.reads(), "what is missing")
    assert desk.page == "Review" and not desk.store.filings.receipts()
    desk.until(lambda: desk.store._database.rows("select 1 from draft"), "the draft")


def test_an_absent_person_authorises_by_phone_and_the_platform_takes_it(desk):
    desk.signs_in()
    desk.begins_for(PERSON, role="agent")
    desk.tap("agree")
    desk.confirms(PERSON)
    desk.sees("Choose", "region")
    desk.tap("choice.330500")
    desk.sees("Choose", "certificate")
    desk.tap("choice.insured")
    desk.sees("Review")
    desk.tap("submit")
    desk.until(lambda: desk.shell.session.aftermath.filing, "the filing")
    filing = desk.shell.session.aftermath.filing
    desk.until(lambda: desk.terminal.outcome(filing.id).status is Status.RESULT_READY, "the platform's word")
    assert desk.store.filings.slip(filing.id)["role"] == "agent"


def test_direct_search_by_name_returns_nothing_personal(desk):
    desk.signs_in()
    helps_to_review(desk)
    desk.gives_turn(PERSON)
    desk.tap("submit")
    desk.until(lambda: desk.shell.session.aftermath.filing, "the filing")
    name, number = PEOPLE.by_id(PERSON).names[0], PEOPLE.by_id(PERSON).number
    book = repr(desk.staff.book()) + str(desk.shell.view.clerk.book.property("rows"))
    assert name not in book and number not in book
    desk.shell.view.machine.search.type(name)
    found = str(desk.shell.view.machine.search.property("found"))
    assert name not in found and number not in found


def test_after_a_person_the_next_process_shows_the_workbench_by_the_ticket(place, account, tmp_path):
    with counter(place, tmp_path) as desk:
        desk.signs_in()
        desk.begins_for(PERSON)
        desk.tap("exit")
        desk.until(lambda: desk.overs, "the end of the session")
        ticket = desk.staff.ticket
    with counter(place, tmp_path) as after:
        after.shell.view.clerk.redeem(ticket)
        after.sees("Workbench", at_rest=False)
        assert after.staff.operator.account == account
        assert after.shell.session.of_person is None
        after.tap("bench.leave")
        after.sees("Home")


def test_what_the_first_of_a_row_chose_is_not_asked_of_the_next(place, account, tmp_path):
    with counter(place, tmp_path) as desk:
        desk.signs_in()
        desk.begins_for(PERSON, role="many")
        desk.gives_turn(PERSON)
        desk.tap("agree")
        desk.confirms(PERSON)
        desk.sees("Choose", "region")
        desk.tap("choice.330500")
        desk.sees("Choose", "certificate")
        desk.tap("choice.insured")
        desk.gives_turn(PERSON)
        desk.tap("submit")
        desk.until(lambda: desk.staff.batch() and desk.staff.batch().answers, "the shared choices")
        desk.until(lambda: desk.can_tap("exit"), "the way out")
        desk.tap("exit")
        desk.until(lambda: desk.overs, "the end of the session")
        ticket = desk.staff.ticket
    with counter(place, tmp_path) as after:
        after.shell.view.clerk.redeem(ticket)
        after.tap("bench.next")
        after.lifts_and_lays("chen-wei")
        after.until(lambda: after.page == "Turn", "the next person's matter")
        after.takes_card()
        after.gives_turn("chen-wei")
        after.tap("agree")
        after.confirms("chen-wei")
        after.sees("Review")  # nothing was asked: what is left is theirs to check, and they have the screen

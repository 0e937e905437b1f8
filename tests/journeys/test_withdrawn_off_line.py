"""What a person was told is safe is never deleted: it goes out, and what takes it back follows."""

import pytest

from kiosk.model import Status
from kiosk.terminal.words import NotConfirmedError, TooLateError

ADULT, OTHER = "liu-yang", "chen-wei"


def test_what_is_held_here_goes_first_and_its_withdrawal_follows(visit):
    session = visit.finished(ADULT)
    visit.line(cut=True)
    filing = visit.terminal.file(session)
    withdrawing = visit.terminal.withdrawing
    back = withdrawing.withdraw(session, filing.id)
    assert withdrawing.withdraw(session, filing.id).id == back.id, "a second tap makes no second one"
    matter = withdrawing.matters(session)[0]
    assert (matter.filing.id, matter.outcome.status, matter.asked_back) == (filing.id, Status.HELD, True)
    store = visit.terminal.store
    assert [found.id for found in store.outbox.due(visit.terminal.clock())] == [filing.id]
    visit.line(cut=False)
    visit.sync_line()
    assert visit.outcome(filing).status in (Status.ACCEPTED, Status.RESULT_READY)
    visit.sync_line()
    said = visit.outcome(back)
    assert (said.status, said.reason) == (Status.REFUSED, "TOO_LATE")
    assert not withdrawing.may_withdraw(withdrawing.matters(session)[0])
    with pytest.raises(TooLateError):
        withdrawing.withdraw(session, filing.id)


def test_only_who_filed_it_and_confirmed_takes_it_back(visit):
    visit.line(cut=True)
    filing = visit.terminal.file(visit.answer(visit.terminal.defer_confirmation(visit.identify(ADULT))))
    withdrawing = visit.terminal.withdrawing
    with pytest.raises(NotConfirmedError):
        withdrawing.withdraw(visit.identify(ADULT), filing.id)
    with pytest.raises(TooLateError):
        withdrawing.withdraw(visit.identify(OTHER), filing.id)
    assert [found.id for found in visit.terminal.store.outbox.due(visit.terminal.clock())][-1] == filing.id

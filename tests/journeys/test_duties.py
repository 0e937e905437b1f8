"""Between two people, at the screen: a list that both sign, people called back, the month on paper."""

import pytest

from kiosk.devices.virtual import state
from kiosk.model import SealedPart
from kiosk.store import Store
from kiosk.store.filings import Prepared
from kiosk.store.journal import Event
from tests import shipped
from tests.journeys.clerk import counter, has_account


@pytest.fixture
def desk(place, tmp_path):
    place.server.nobody_was_here()
    account = has_account(place.server)
    earlier = Store(tmp_path / "kiosk.db")  # before anything syncs it
    files(earlier, place.clock(), account, "0197-a", "school-enrolment")
    files(earlier, place.clock(), account, "0197-b", "si-certificate")
    earlier.close()
    with counter(place, tmp_path) as somebody:
        somebody.signs_in()
        somebody.tap("bench.duties")
        somebody.sees("Duties", at_rest=False)
        somebody.before = len(slips(somebody))
        yield somebody


def files(store, at, account, id, item):
    """What a clerk filed earlier, and what has ended since; it never leaves, as no line of it is due."""
    part = SealedPart("body", "application/json", "d" * 64, b"sealed")
    hands = {"operator": (account, "assist"), "slip": {"title": shipped.items()[item].title.zh}}
    prepared = Prepared(id, item, "p" * 64, at, (part,), **hands)
    store.filings.queue(prepared, "3305210001001", lambda place: id)
    with store._database.write() as db:
        db.execute("update filing set status = 'concluded' where id = ?", (id,))
        db.execute("delete from outbox where id = ?", (id,))


def slips(desk):
    return list(desk.place.paper.glob("slip-*.png"))


def test_papers_are_counted_printed_twice_and_gone_once_both_have_signed(desk):
    desk.tap("duty.hand_over")
    desk.until(lambda: desk.can_tap("more.0197-a"), "the matter with papers")
    assert not desk.can_tap("more.0197-b") and not desk.can_tap("duty.print")
    desk.tap("more.0197-a", "more.0197-a", "more.0197-a", "less.0197-a", "more.keys", "duty.print")
    desk.until(lambda: desk.can_tap("duty.signed"), "two copies")
    assert not desk.can_tap("more.0197-a")  # what is printed is not changed any more
    assert len(slips(desk)) == desk.before + 2
    assert not desk.noted(Event.HANDED_OVER)
    desk.tap("duty.signed")
    desk.until(lambda: "已交接" in desk.reads(), "the word on it")
    desk.until(lambda: not desk.can_tap("more.0197-a"), "the papers gone")
    assert [subject for subject, _ in desk.noted(Event.HANDED_OVER)] == ["0197-a"]
    assert desk.store.journal.verify() is None


def test_a_list_that_did_not_come_out_is_handed_over_by_nobody(desk):
    state.update(desk.place.states, state.ReceiptPrinterState, paper="out")
    desk.tap("duty.hand_over", "more.0197-a", "duty.print")
    desk.until(lambda: desk.shell.view.clerk.duties.property("tone") == "bad", "what went wrong")
    assert desk.can_tap("duty.print") and not desk.can_tap("duty.signed")
    desk.tap("back")
    desk.until(lambda: desk.can_tap("duty.calls"), "the menu")
    assert not desk.noted(Event.LIST_SIGNED)


def test_call_backs_are_noted_and_who_was_not_reached_stays_on_the_list(desk):
    desk.tap("duty.calls", "call.0197-b", "result.unreached")
    desk.until(lambda: "没打通过" in desk.reads(), "the one who was tried")
    desk.tap("call.0197-b", "result.well")
    desk.until(lambda: not desk.can_tap("call.0197-b") and desk.can_tap("call.0197-a"), "who is left")
    noted = desk.noted(Event.CALLED_BACK)
    assert [subject for subject, _ in noted] == ["0197-b", "0197-b"]
    assert '"result":"well"' in noted[1][1] and desk.account in noted[1][1]


def test_the_month_is_read_and_printed_without_a_name(desk):
    desk.tap("duty.month")
    desk.until(lambda: "2 件" in desk.reads(), "the month")
    desk.tap("duty.other")
    desk.until(lambda: "0 件" in desk.reads(), "the month before")
    desk.tap("duty.other", "duty.print")
    desk.until(lambda: "已打印" in desk.reads(), "the report")
    assert len(slips(desk)) == desk.before + 1

"""A printer that presents its slips: what stands at its mouth is said to stand there, and nothing is called
taken that was drawn back."""

from kiosk.devices.virtual import state
from kiosk.store.journal import Event
from tests.journeys.sayings import journal, says_once


def walks_to_slip(visitor):
    visitor.walks_to_review()
    visitor.tap("submit")
    visitor.sees("Preview")
    visitor.tap("to-slip" if visitor.can_tap("to-slip") else "print")
    visitor.until(lambda: slip(visitor).property("state") == "present", "the slip at the mouth")


def slip(visitor):
    return visitor.shell.session.aftermath.slip


def takes(visitor):
    number = max(int(path.stem[5:]) for path in visitor.place.paper.glob("slip-*.png"))
    state.update(visitor.place.states, state.ReceiptPrinterState, torn=number)


def test_a_slip_at_the_mouth_is_said_to_stand_there_and_its_taking_goes_on(equipped_visitor):
    visitor = equipped_visitor
    walks_to_slip(visitor)
    page = says_once(visitor, "请取走凭条")
    assert "已取走" not in page and not visitor.can_tap("slip.done")
    takes(visitor)
    visitor.sees("Rating")
    assert len(journal(visitor, Event.SLIP_PRINTED)) == 1


def test_a_slip_that_is_left_is_drawn_back_and_said_to_be(equipped_visitor):
    visitor = equipped_visitor
    walks_to_slip(visitor)
    visitor.until(lambda: slip(visitor).property("state") == "retracted", "the slip drawn back")
    page = says_once(visitor, "凭条没有取走，已经收回")
    assert "已取走" not in page and visitor.shell.session.aftermath.filing.number in page
    visitor.tap("slip.again")
    visitor.until(lambda: slip(visitor).property("state") == "present", "another slip at the mouth")
    takes(visitor)
    visitor.sees("Rating")


def test_whoever_wants_no_slip_may_go_on_and_it_is_not_called_taken(equipped_visitor):
    visitor = equipped_visitor
    walks_to_slip(visitor)
    visitor.tap("slip.leave")
    visitor.sees("Rating")
    assert "已取走" not in visitor.reads()

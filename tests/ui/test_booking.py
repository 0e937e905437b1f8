"""预约取号 before a citizen: a time and its slip, a number, what was booked seen, moved and given back."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import delete

from acceptance.appointment_tables import appointments, queues, seats, tickets
from acceptance.appointments import Start, Wanted, book, hold
from acceptance.platform import CHINA
from kiosk.devices.virtual import state
from tests.acceptance.hall import HERE, open_hall
from tests.acceptance.station import Server, new_id, person
from tests.ui.place import Place
from tests.ui.test_glass import Inspector
from tests.ui.visitor import Visitor

LIU = person("liu-yang")
MONDAY = datetime(2026, 11, 23, 9, 10, tzinfo=CHINA)


@pytest.fixture(scope="module")
def monday_place(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("monday") / "data", "--sandbox", at=MONDAY)
    with Place.open(tmp_path_factory.mktemp("monday-place"), server, MONDAY) as open_place:
        yield open_place
    assert server.stop() == 0


@pytest.fixture
def hall(monday_place):
    """The same platform in this process: what happens at other terminals, and did before."""
    server = monday_place.server
    return open_hall(server.data, server.database, monday_place.clock)


def fill(hall, service, start):
    """Other people take the two seats of a time."""
    for number in range(2):
        who = f"33052119900307{number:04d}"
        hold(hall, HERE, Wanted(new_id(), who, (Start(service, datetime.fromisoformat(start)),)))


def booked_before(hall, start="2026-11-24T09:00:00+08:00"):
    wanted = Wanted(new_id(), LIU.number, (Start("general", datetime.fromisoformat(start)),))
    return book(hall, HERE, hold(hall, HERE, wanted).id, LIU.number)


@pytest.fixture
def visitor(monday_place, tmp_path):
    """Somebody on a Monday morning; nobody has booked anything yet."""
    monday_place.server.nobody_was_here()
    with monday_place.server.database.writing() as connection:
        for table in (seats, appointments, tickets, queues):
            connection.execute(delete(table))
    with Visitor.arrives(monday_place, tmp_path) as somebody:
        yield somebody


def begins(visitor, wish):
    visitor.tap("booking", f"choice.{wish}")
    visitor.sees("ReadCard")
    visitor.lays_card()
    if wish == "mine":
        visitor.sees("ConfirmByPhone")
        visitor.confirms()
    visitor.sees("Booking")


def chooses(visitor, service="general", day="2026-11-24", time="09:00"):
    visitor.tap(f"choice.{service}", f"day.{day}", f"time.{time}")


def test_a_time_is_asked_once_more_booked_and_printed_with_its_code(visitor):
    begins(visitor, "book")
    assert "预约时间" not in visitor.reads()
    chooses(visitor)
    visitor.until(lambda: visitor.can_tap("booking.confirm"), "the question")
    page = visitor.reads()
    assert "还没有约上" in page and "09:00–09:30" not in page and "09:00–09:15" in page
    visitor.tap("booking.confirm")
    visitor.until(lambda: "请取走" in visitor.reads(), "the slip")
    page = visitor.reads()
    assert "已经约好" in page and "综合受理窗口" in page
    code = next(line for line in page.splitlines() if line.startswith("预约码")).split(" ", 1)[1]
    with visitor.place.server.database.reading() as connection:
        rows = connection.execute(appointments.select()).all()
    assert [(row.state, row.code) for row in rows] == [("booked", code.replace(" ", ""))]


def test_a_number_says_how_many_are_ahead_and_asked_again_it_is_the_same(visitor):
    begins(visitor, "ticket")
    visitor.tap("choice.insurance")
    visitor.until(lambda: "您的号码 B001" in visitor.reads() and "请取走" in visitor.reads(), "the number")
    assert "前面还有 0 人" in visitor.reads()


def prints(visitor):
    """With paper again; the printer may take a moment to notice it."""
    state.update(visitor.place.states, state.ReceiptPrinterState, paper="full")
    paper = visitor.shell.session.aftermath._booking._paper

    def printed():
        if paper._state in ("failed", "unsure"):
            paper.print()
        return paper._state == "printed"

    visitor.until(printed, "the slip")


def states(visitor):
    with visitor.place.server.database.reading() as connection:
        return [row.state for row in connection.execute(appointments.select())]


def test_what_was_booked_is_moved_after_the_phone_confirmed(visitor, hall):
    told = booked_before(hall)
    begins(visitor, "mine")
    visitor.until(lambda: "11月24日（星期二） 09:00" in visitor.reads(), "the list")
    visitor.tap(f"choice.{told.id}", "booking.move", "day.2026-11-25", "time.14:00")
    visitor.until(
        lambda: "11月25日（星期三）" in visitor.reads() and "请取走" in visitor.reads(), "the new time"
    )
    assert states(visitor) == ["booked"]


@pytest.mark.soak
def test_what_was_booked_is_given_back_once_it_was_asked_twice(visitor, hall):
    told = booked_before(hall)
    begins(visitor, "mine")
    visitor.tap(f"choice.{told.id}", "booking.cancel")
    visitor.until(lambda: "真的要取消吗" in visitor.reads(), "the question")
    assert states(visitor) == ["booked"]
    visitor.tap("booking.confirm")
    visitor.until(lambda: "已经取消" in visitor.reads(), "that it is cancelled")
    assert states(visitor) == ["cancelled"]


def test_a_time_that_somebody_else_took_meanwhile_is_said_and_another_one_chosen(visitor, hall):
    begins(visitor, "book")
    visitor.tap("choice.house-transfer", "day.2026-11-24")
    visitor.until(lambda: visitor.can_tap("time.10:00"), "the times")
    fill(hall, "house-transfer", "2026-11-24T10:00:00+08:00")
    visitor.tap("time.10:00")
    visitor.until(lambda: "刚被别人约走了" in visitor.reads() and "约满" in visitor.reads(), "the word on it")
    assert not visitor.can_tap("time.10:00")
    visitor.tap("time.10:30")
    visitor.until(lambda: visitor.can_tap("booking.confirm"), "the question")


@pytest.mark.soak
def test_a_second_appointment_at_one_counter_is_not_made_and_it_is_said_where_to_move_the_first(
    visitor, hall
):
    booked_before(hall)
    begins(visitor, "book")
    chooses(visitor, day="2026-11-25")
    visitor.until(lambda: "您已经约过这个窗口了" in visitor.reads(), "the word about the first one")
    assert states(visitor) == ["booked"]


def test_a_line_that_breaks_is_said_and_what_was_chosen_goes_on_once_it_is_back(visitor):
    begins(visitor, "book")
    visitor.tap("choice.general", "day.2026-11-24")
    visitor.until(lambda: visitor.can_tap("time.09:00"), "the times")
    visitor.place.troubles(busy_next=10_000)
    visitor.tap("time.09:00")
    visitor.until(lambda: "还没有约上" in visitor.reads(), "that nothing was booked")
    visitor.place.troubles(busy_next=0)
    visitor.tap("booking.again")
    visitor.until(lambda: visitor.can_tap("booking.confirm"), "the question")
    assert "09:00–09:15" in visitor.reads()


def test_without_a_line_home_says_so_before_anybody_begins(visitor):
    visitor.until(lambda: visitor.can_tap("booking"), "home")
    visitor.place.troubles(busy_next=10_000)
    visitor.until(lambda: "现在网络不通，不能预约和取号" in visitor.reads(), "the word on home")
    assert not visitor.can_tap("booking") and visitor.can_tap("collect")
    visitor.place.troubles(busy_next=0)


@pytest.mark.soak
def test_without_paper_the_code_can_be_photographed_and_the_slip_printed_later(visitor):
    state.update(visitor.place.states, state.ReceiptPrinterState, paper="out")
    begins(visitor, "book")
    chooses(visitor)
    visitor.tap("booking.confirm")
    visitor.until(lambda: visitor.can_tap("booking.print"), "that it was not printed")
    assert visitor.scans().startswith("kiosk:appointment:")
    prints(visitor)
    assert "请取走" in visitor.reads()


@pytest.mark.parametrize(
    "variant, taps",
    [
        pytest.param("standard", [], id="standard", marks=pytest.mark.soak),
        pytest.param("large", ["variant.large"], id="large", marks=pytest.mark.soak),
        pytest.param("en", ["variant.language"], id="en", marks=pytest.mark.soak),
        pytest.param("large", ["variant.large", "variant.language"], id="large-en"),
    ],
)
def test_every_page_of_booking_keeps_the_measures(visitor, hall, variant, taps):
    inspector = Inspector(visitor, variant)
    visitor.tap(*taps)
    fill(hall, "house-transfer", "2026-11-24T09:00:00+08:00")
    visitor.tap("booking")
    inspector.turn("Wish")
    visitor.tap("choice.book")
    inspector.turn("Card")
    visitor.lays_card()
    visitor.until(lambda: visitor.can_tap("choice.general"), "the services")
    inspector.turn("Services")
    visitor.tap("choice.house-transfer")
    visitor.until(lambda: visitor.can_tap("day.2026-11-24"), "the days")
    inspector.turn("Days")
    while not visitor.can_tap("day.2026-11-24"):
        visitor.tap("page.up")
    visitor.tap("day.2026-11-24")
    visitor.until(lambda: visitor.can_tap("time.09:30"), "the times")
    inspector.turn("Times")
    while not visitor.can_tap("time.09:30"):
        visitor.tap("page.up")
    visitor.tap("time.09:30")
    visitor.until(lambda: visitor.can_tap("booking.confirm"), "the question")
    inspector.turn("Held")
    state.update(visitor.place.states, state.ReceiptPrinterState, paper="out")
    visitor.tap("booking.confirm")
    visitor.until(lambda: visitor.can_tap("booking.print"), "that it was not printed")
    inspector.turn("Not printed")
    prints(visitor)
    inspector.turn("Printed")
    assert "\n".join(inspector.found) == ""
    assert len(inspector.seen) >= 8

"""A clerk's tries are counted whatever happens to power and clock, and a ticket counts once."""

import pytest

from kiosk.model import Role
from kiosk.store import Store
from kiosk.store.shifts import FREE, Batch, Instant, Operator

ACCOUNT = "330521-0001-W01"
CLERK = Operator(ACCOUNT, "王*", frozenset(Role))
HOUR = 3600 * 1000


FIRST = Instant("first", 0)


def tried(store, clock, times, at=FIRST):
    for _ in range(times):
        store.shifts.count(ACCOUNT, at, clock())


def test_four_wrong_pins_cost_nothing_and_the_fifth_half_an_hour(store, clock):
    tried(store, clock, FREE - 1)
    assert store.shifts.rests(ACCOUNT, Instant("first", 0)) == 0
    tried(store, clock, 1)
    assert store.shifts.rests(ACCOUNT, Instant("first", 0)) == 1800
    assert store.shifts.rests(ACCOUNT, Instant("first", 1_799_000)) == 1
    assert store.shifts.rests(ACCOUNT, Instant("first", 1_800_000)) == 0


def test_each_further_one_doubles_the_wait_up_to_a_day(store, clock):
    waits = []
    tried(store, clock, FREE - 1)
    for _ in range(8):
        tried(store, clock, 1)
        waits.append(store.shifts.rests(ACCOUNT, Instant("first", 0)) / 60)
    assert waits == [30, 60, 120, 240, 480, 960, 1440, 1440]


def test_a_restart_and_a_clock_that_is_set_shorten_no_wait(store, clock, tmp_path):
    tried(store, clock, FREE, Instant("first", HOUR))
    clock.pass_time(days=400)
    store.close()
    again = Store(tmp_path / "kiosk.db")
    assert again.shifts.rests(ACCOUNT, Instant("first", HOUR)) == 1800
    assert again.shifts.rests(ACCOUNT, Instant("second", 60_000)) == 1740  # a minute after the next boot
    assert again.shifts.rests(ACCOUNT, Instant("second", HOUR)) == 0
    again.close()


def test_a_try_that_a_power_cut_swallowed_was_counted(store, clock):
    tried(store, clock, FREE)  # counted before the PIN was looked at, and nothing came after
    assert store.shifts.rests(ACCOUNT, Instant("first", 0)) > 0


def test_the_right_pin_ends_the_count(store, clock):
    tried(store, clock, FREE)
    store.shifts.open(CLERK, clock())
    tried(store, clock, FREE - 1)
    assert store.shifts.rests(ACCOUNT, Instant("first", 0)) == 0


@pytest.mark.parametrize(
    ("ticket", "now"),
    [
        ("other", Instant("first", 500)),
        ("ticket", Instant("first", 1001)),
        ("ticket", Instant("second", 500)),
    ],
    ids=["another ticket", "too late", "after a restart"],
)
def test_whoever_shows_no_good_ticket_ends_the_shift(store, clock, ticket, now):
    store.shifts.open(CLERK, clock())
    store.shifts.pass_on("ticket", "first", 1000)
    assert store.shifts.redeem(ticket, now, clock()) is None
    assert store.shifts.redeem("ticket", Instant("first", 500), clock()) is None


def test_a_ticket_carries_the_clerk_once(store, clock):
    store.shifts.open(CLERK, clock())
    store.shifts.pass_on("ticket", "first", 1000)
    assert store.shifts.redeem("ticket", Instant("first", 1000), clock()) == CLERK
    assert store.shifts.redeem("ticket", Instant("first", 1000), clock()) is None


def test_what_a_clerk_does_names_them_in_the_journal_and_the_chain_holds(store, clock, queue):
    store.shifts.open(CLERK, clock())
    store.shifts.act(ACCOUNT)
    queue("0197-a", operator=(ACCOUNT, "assist"))
    store.shifts.act("")
    queue("0197-b")
    rows = store._database.rows("select detail from journal where event = 'filed' order by seq")
    assert [f'"by":"{ACCOUNT}"' in row["detail"] for row in rows] == [True, False]
    assert store.journal.verify() is None


def test_the_day_book_has_what_came_by_these_hands_newest_first(store, clock, queue):
    queue("0197-a", operator=(ACCOUNT, "assist"))
    queue("0197-b")
    queue("0197-c", operator=(ACCOUNT, "agent"))
    assert [(e.filing, e.role) for e in store.shifts.entries(ACCOUNT)] == [
        ("0197-c", Role.AGENT),
        ("0197-a", Role.ASSIST),
    ]
    assert store.shifts.entries("330521-0001-W02") == []


def test_a_batch_lasts_as_long_as_the_shift(store, clock):
    batch = Batch("si-certificate", Role.ASSIST, {"region": "330500"})
    store.shifts.open(CLERK, clock())
    store.shifts.keep_batch(batch)
    assert store.shifts.batch() == batch
    store.shifts.close(clock(), "left")
    assert store.shifts.batch() is None

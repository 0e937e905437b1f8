"""What is owed to the platform stays owed until its signed word, and nothing stands in another's way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.model import SignedReceipt, Status
from kiosk.store.feed import StatusChange


def receipt(id: str, clock, status: Status = Status.ACCEPTED) -> SignedReceipt:
    return SignedReceipt(id, "d", status, clock(), "330521-26-1", None, "signed")


def due(store, clock) -> list[str]:
    return [o.id for o in store.outbox.due(clock())]


def test_only_a_receipt_takes_a_filing_off(store, clock, queue):
    queue("a")
    store.outbox.settle(receipt("a", clock), clock())
    assert due(store, clock) == []
    outcome = store.filings.outcome("a")
    assert (outcome.status, outcome.acceptance_number) == (Status.ACCEPTED, "330521-26-1")


def test_a_receipt_that_comes_twice_changes_nothing(store, clock, queue):
    queue("a")
    store.outbox.settle(receipt("a", clock), clock())
    head = store.journal.head()
    store.outbox.settle(receipt("a", clock, Status.REFUSED), clock())
    assert store.filings.outcome("a").status is Status.ACCEPTED
    assert store.journal.head() == head


def test_a_garbled_answer_postpones_one_and_lets_the_others_through(store, clock, queue):
    queue("a"), queue("b")
    store.outbox.postpone("a", "status 500", clock())
    assert due(store, clock) == ["b"]
    clock.pass_time(seconds=300)
    assert due(store, clock) == ["a", "b"]


def test_waits_grow_and_are_capped(store, clock, queue):
    queue("a")
    waits = []
    for _ in range(12):
        before = clock()
        store.outbox.postpone("a", "status 500", before)
        (row,) = store._database.rows("select next_attempt_at from outbox")
        waits.append((type(before).fromisoformat(row[0]) - before).total_seconds())
        clock.pass_time(hours=1)
    assert 1 <= waits[0] <= 2
    assert all(wait <= 300 for wait in waits)
    assert waits[-1] >= 150


def test_a_refusal_is_kept_for_a_person_and_is_in_nobodys_way(store, clock, queue):
    queue("a"), queue("b")
    store.outbox.quarantine("a", "urn:kiosk:problem:digest", clock())
    clock.pass_time(days=30)
    assert due(store, clock) == ["b"]
    assert store.outbox.backlog().quarantined == 1
    assert store.filings.outcome("a").status is Status.QUARANTINED
    assert store._database.rows("select envelope from filing where id = 'a'")[0][0]


def test_a_payload_goes_a_day_after_its_receipt_and_never_before(store, clock, queue):
    queue("a"), queue("b")
    store.outbox.settle(receipt("a", clock), clock())
    clock.pass_time(hours=23)
    assert store.outbox.purge(clock()) == 0
    clock.pass_time(hours=2)
    assert store.outbox.purge(clock()) == 1
    assert [r["filing"] for r in store._database.rows("select filing from part")] == ["b"]
    assert store.filings.outcome("a").status is Status.ACCEPTED
    assert due(store, clock) == ["b"]


def test_purged_bytes_are_gone_from_the_file(store, clock, queue):
    queue("a")
    store.outbox.settle(receipt("a", clock), clock())
    clock.pass_time(hours=25)
    store.outbox.purge(clock())
    store._database.rows("pragma wal_checkpoint(truncate)")
    assert b"sealed a" not in store._database.path.read_bytes()


def change(seq: int, filing: str, status: Status, clock) -> StatusChange:
    return StatusChange(seq, filing, status, clock(), None, date(2026, 2, 1))


def test_the_feed_moves_status_and_cursor_together(store, clock, queue):
    queue("a")
    store.outbox.settle(receipt("a", clock, Status.RECEIVED), clock())
    store.feed.restart("e1")
    applied = store.feed.apply("e1", [change(1, "a", Status.ACCEPTED, clock)], clock())
    assert applied == 1
    assert store.feed.cursor().after == 1
    assert store.filings.outcome("a").due == date(2026, 2, 1)


def test_an_event_waits_for_the_receipt_before_it(store, clock, queue):
    queue("a"), queue("b")
    store.outbox.settle(receipt("a", clock), clock())
    store.feed.restart("e1")
    changes = [change(1, "a", Status.RESULT_READY, clock), change(2, "b", Status.RESULT_READY, clock)]
    assert store.feed.apply("e1", changes, clock()) == 1
    assert store.feed.cursor().after == 1
    assert store.filings.outcome("b").status is Status.HELD


def test_a_dead_line_is_one_fact(store, clock, queue):
    queue("a")
    assert store.line.contact().network == "unknown"
    store.line.lost("connection refused", clock(), 1)
    contact = store.line.contact()
    assert contact.network == "down"
    assert contact.next_attempt_at <= clock() + timedelta(seconds=1)
    assert due(store, clock) == ["a"]
    store.line.lost("platform busy (503)", clock(), 120)
    assert store.line.contact().next_attempt_at == clock() + timedelta(seconds=120)
    assert store.line.contact().lost_at == contact.lost_at
    store.line.reached(clock())
    assert store.line.contact().network == "ok"


def test_a_filing_taken_while_the_clock_was_ahead_is_sent_when_it_is_put_right(store, clock, queue):
    clock.pass_time(days=365)
    queue("a")
    store.outbox.postpone("a", "status 500", clock())
    store.line.lost("connection refused", clock(), 1)
    clock.pass_time(days=-365)
    assert due(store, clock) == ["a"]
    assert not store.line.contact().rests(clock())


def test_a_line_rests_for_the_slot_that_it_was_given(store, clock):
    store.line.lost("platform busy (503)", clock(), 120)
    assert store.line.contact().rests(clock())
    clock.pass_time(seconds=121)
    assert not store.line.contact().rests(clock())


@pytest.mark.parametrize("type", ["https://x.example/p?a=1#b", "出错", "", "~" * 300])
def test_whatever_a_refusal_is_called_it_is_quarantined(store, clock, queue, type):
    queue("a"), queue("b")
    store.outbox.quarantine("a", type, clock())
    assert due(store, clock) == ["b"]
    assert store.journal.verify() is None


def test_filings_go_out_in_the_order_of_their_sequence(store, clock, queue):
    queue("b"), queue("a")
    assert due(store, clock) == ["b", "a"]

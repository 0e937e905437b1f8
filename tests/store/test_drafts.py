"""A draft is for an unfinished session, for three days, and never in the place of a filing."""

from __future__ import annotations

from kiosk.store.drafts import Draft


def test_a_draft_is_found_until_it_expires(store, clock):
    store.drafts.keep("p", "item", Draft("a", "hash", b"sealed"), clock())
    clock.pass_time(hours=71)
    assert store.drafts.find("p", "item", clock()) == Draft("a", "hash", b"sealed")
    clock.pass_time(hours=2)
    assert store.drafts.find("p", "item", clock()) is None
    store.outbox.purge(clock())
    assert store._database.rows("select * from draft") == []


def test_filing_ends_the_draft_and_a_save_that_comes_late_does_not_bring_it_back(store, clock, queue):
    store.drafts.keep("p", "item", Draft("a", "hash", b"sealed"), clock())
    queue("a")
    assert store.drafts.find("p", "item", clock()) is None
    store.drafts.keep("p", "item", Draft("a", "hash", b"late"), clock())
    assert store.drafts.find("p", "item", clock()) is None


def test_a_draft_belongs_to_one_person_and_one_item(store, clock):
    store.drafts.keep("p", "item", Draft("a", "hash", b"sealed"), clock())
    assert store.drafts.find("q", "item", clock()) is None
    assert store.drafts.find("p", "other", clock()) is None
    store.drafts.drop("p", "item")
    assert store.drafts.find("p", "item", clock()) is None

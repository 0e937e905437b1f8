"""The photographed pages of a draft: written once, and gone with what named them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.store import Store
from kiosk.store.drafts import Draft

NOON = datetime(2026, 7, 10, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "kiosk.db")
    yield store
    store.close()


def pages(store):
    return {row["name"] for row in store._database.rows("select name from draft_page")}


def test_a_draft_writes_each_page_once_and_lets_go_of_what_it_no_longer_names(store):
    drafts = store.drafts
    drafts.keep("p", "i", Draft("a", "h", b"1", {"x": b"X", "y": b"Y"}), NOON, ("x", "y"))
    drafts.keep("p", "i", Draft("a", "h", b"2"), NOON, ("x", "y"))
    found = drafts.find("p", "i", NOON)
    assert (found.sealed, found.pages) == (b"2", {"x": b"X", "y": b"Y"})
    drafts.keep("p", "i", Draft("a", "h", b"3"), NOON, ("y",))
    assert drafts.find("p", "i", NOON).pages == {"y": b"Y"}


def test_the_pages_of_a_draft_go_with_it(store):
    drafts = store.drafts
    drafts.keep("p", "i", Draft("a", "h", b"1", {"x": b"X"}), NOON, ("x",))
    drafts.keep("p", "i", Draft("b", "h", b"1", {"z": b"Z"}), NOON, ("z",))  # begun anew
    assert pages(store) == {"z"}
    drafts.drop("p", "i")
    assert pages(store) == set()
    drafts.keep("p", "i", Draft("c", "h", b"1", {"x": b"X"}), NOON, ("x",))
    store.outbox.purge(NOON.replace(year=2027))
    assert pages(store) == set()

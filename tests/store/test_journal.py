"""No edit of the journal goes unnoticed, and nothing personal gets in."""

from __future__ import annotations

import pytest

from kiosk.store.journal import Event


@pytest.fixture
def written(store, clock):
    for number in range(6):
        store.journal.append(Event.SESSION_BEGUN, clock(), "si-certificate", n=number)
    assert store.journal.verify() is None
    return store


EDITS = {
    "changed event": ("update journal set event = 'filed' where seq = 3", 3),
    "changed subject": ("update journal set subject = 'x' where seq = 3", 3),
    "changed detail": ("update journal set detail = '{\"n\":9}' where seq = 4", 4),
    "changed time": ("update journal set at = '2020' where seq = 1", 1),
    "changed hash": ("update journal set hash = 'f' where seq = 2", 2),
    "removed": ("delete from journal where seq = 3", 3),
    "removed first": ("delete from journal where seq = 1", 1),
    "put elsewhere": ("update journal set seq = 99 where seq = 2", 2),
}


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_is_named_with_its_place(written, edit):
    statement, place = EDITS[edit]
    with written._database.write() as db:
        db.execute(statement)
    broken = written.journal.verify()
    assert broken is not None
    assert broken.seq == place


def test_a_cut_off_end_shows_in_the_head(written):
    head = written.journal.head()
    with written._database.write() as db:
        db.execute("delete from journal where seq = 6")
    assert written.journal.verify() is None
    assert written.journal.head() != head


@pytest.mark.parametrize("text", ["张小明", "a name", "x" * 100, "a\nb"])
def test_texts_do_not_get_in(store, clock, text):
    with pytest.raises(ValueError, match="codes, not texts"):
        store.journal.append(Event.CARD_READ, clock(), kind=text)
    assert store.journal.head()[0] == 0

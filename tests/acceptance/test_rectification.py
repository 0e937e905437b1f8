"""A bad rating waits for somebody, fifteen working days, on both databases; it is closed once."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from acceptance import rectification
from acceptance.database import Database
from acceptance.rectification import ClosedError, Ending
from acceptance.tables import metadata
from tests.acceptance import postgres
from tests.acceptance.hall import HERE, MONDAY, open_hall
from tests.acceptance.station import new_id


@contextmanager
def somewhere(kind, folder):
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'platform.sqlite'}"
    else:
        with postgres.running() as url:
            yield url


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def address(request, tmp_path_factory):
    with somewhere(request.param, tmp_path_factory.mktemp("rated")) as url:
        yield url


@pytest.fixture
def database(address, tmp_path):
    opened = Database(address)
    with opened.writing() as connection:
        metadata.drop_all(connection)
    opened.close()
    opened = Database(address)
    open_hall(tmp_path / "keys", opened, lambda: MONDAY)
    yield opened
    opened.close()


def rated(database, grade, at=MONDAY, reasons=("slow",)):
    filing = new_id()
    rating = {"filing": filing, "terminal": HERE.id, "grade": grade, "reasons": list(reasons)}
    with database.writing() as connection:
        rectification.note(connection, database, rating, at)
    return filing


def listed(database, closed=False):
    with database.reading() as connection:
        return rectification.listed(connection, closed=closed)


def test_only_the_two_worst_of_five_grades_wait_the_oldest_first(database):
    later = rated(database, 2, MONDAY + timedelta(days=1))
    filings = {grade: rated(database, grade) for grade in range(1, 6)}
    assert {one.filing for one in listed(database)[:2]} == {filings[1], filings[2]}
    assert [one.filing for one in listed(database)[2:]] == [later]


def test_it_is_due_after_fifteen_working_days_and_late_only_then(database):
    filing = rated(database, 1, reasons=["slow", "help", *["x" * 100] * 20])
    [poor] = listed(database)
    assert poor.due == date(2026, 12, 14)  # three weeks without a day off
    assert not poor.late(date(2026, 12, 14)) and poor.late(date(2026, 12, 15))
    assert poor.reasons[:2] == ("slow", "help") and len(poor.reasons) == 10 and len(poor.reasons[2]) == 40
    for days, late in ((21, False), (22, True)):  # closed on the last day, and on the one after
        again = rated(database, 2) if late else filing
        with database.writing() as connection:
            rectification.close(
                connection, again, "somebody", Ending.RECTIFIED, MONDAY + timedelta(days=days)
            )
        [closed] = [one for one in listed(database, closed=True) if one.filing == again]
        assert closed.late(date(2027, 1, 1)) is late


def test_of_two_who_close_it_at_once_one_is_told(database):
    filing, told = rated(database, 1), []
    begun = threading.Barrier(2)

    def close(name):
        begun.wait()
        try:
            with database.writing() as connection:
                rectification.close(connection, filing, name, Ending.UNFOUNDED, MONDAY)
            told.append(name)
        except ClosedError:
            told.append("closed")

    both = [threading.Thread(target=close, args=(name,)) for name in ("one", "other")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(told)[0] == "closed" and len(set(told)) == 2
    with pytest.raises(ClosedError), database.writing() as connection:
        rectification.take(connection, filing, "late")
    with database.reading() as connection:
        assert rectification.count(connection) == 0
        assert rectification.find(connection, new_id()) is None

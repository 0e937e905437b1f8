"""How long a matter takes, from how long it took: medians of what was filed here, and of nothing else."""

from __future__ import annotations

from random import Random
from statistics import median
from uuid import UUID

import pytest

from kiosk.store.durations import LEAST, begun

HASH = "p" * 64


def made_at(seconds: float, random: Random) -> str:
    """A UUIDv7 of that moment (RFC 9562)."""
    return str(UUID(int=int(seconds * 1000) << 80 | 7 << 76 | 2 << 62 | random.getrandbits(62)))


@pytest.fixture
def takes(queue, clock):
    random = Random(7)

    def file(minutes: float, **changes) -> None:
        clock.pass_time(hours=2)
        queue(made_at(clock().timestamp() - minutes * 60, random), **changes)

    return file


def test_after_twenty_filings_the_estimate_is_their_median(store, takes):
    random = Random(1)
    spent = [random.uniform(2, 14) for _ in range(LEAST)]
    for minutes in spent[:-1]:
        takes(minutes)
    assert store.durations.minutes() == {}
    takes(spent[-1])
    (told,) = store.durations.minutes().values()
    assert abs(told - median(spent)) <= 0.5


def test_matters_are_told_apart_and_what_took_seconds_takes_a_minute(store, takes):
    for _ in range(LEAST):
        takes(0.2)
        takes(9, item="birth")
    assert store.durations.minutes() == {"si-certificate": 1, "birth": 9}


def test_a_draft_of_yesterday_a_clock_that_was_put_back_and_another_id_count_for_nothing(
    store, takes, queue, clock
):
    for _ in range(LEAST - 1):
        takes(5)
    takes(24 * 60)
    takes(-3)
    queue("5f0c2f6e-8f0e-4c54-9d0e-2b7f6f1f6a11")
    assert store.durations.minutes() == {}
    takes(7)
    assert store.durations.minutes() == {"si-certificate": 5}


def test_a_withdrawal_is_no_run_of_its_matter(store, takes):
    for _ in range(LEAST):
        takes(5)
    first = store.durations._db.rows("select id from filing order by seq limit 1")[0]["id"]
    for _ in range(LEAST * 2):
        takes(1, parent=first, relation="withdrawal")
    assert store.durations.minutes() == {"si-certificate": 5}


def test_what_is_long_ago_says_nothing_any_more(store, takes):
    for minutes in [12] * 200 + [3] * 401:
        takes(minutes)
    assert store.durations.minutes() == {"si-certificate": 3}


def test_an_id_says_to_the_millisecond_when_it_was_made():
    assert begun("017f22e2-79b0-7cc3-98c4-dc0c0c07398f") == 1645557742.0

"""When a terminal asks again, and how much it carries at once."""

from __future__ import annotations

import random

import pytest

from kiosk.wire import pacing
from kiosk.wire.batching import ALONE, HEAVIEST, LARGEST, Batching


def test_waits_double_and_are_capped_and_jittered():
    chance = random.Random(1)
    waits = [[pacing.after_failures(count, chance) for _ in range(200)] for count in range(40)]
    for count, found in enumerate(waits):
        ceiling = min(2**count, pacing.LONGEST_WAIT)
        assert ceiling / 2 <= min(found) < max(found) <= ceiling


@pytest.mark.parametrize("slot", [0, 1, 60, 1800, 3600])
def test_a_slot_is_never_early_and_not_much_later(slot):
    chance = random.Random(1)
    waits = [pacing.in_slot(slot, chance) for _ in range(200)]
    assert slot <= min(waits) and max(waits) <= min(slot + min(slot / 10, 15), pacing.LONGEST_SLOT)
    assert slot in (0, 3600) or len(set(waits)) > 1


def sizes(batching: Batching, weights: list[int | None]) -> list[list[int | None]]:
    return [list(group) for group in batching.groups(weights, lambda weight: weight)]


def test_what_waits_goes_in_order_as_many_at_once_as_may():
    groups = sizes(Batching(), [1] * 120)
    assert [len(group) for group in groups] == [LARGEST, LARGEST, 20]
    assert sizes(ALONE, [1, 2, 3]) == [[1], [2], [3]]
    assert sizes(Batching(), []) == []


def test_what_is_heavy_or_no_filing_goes_by_itself():
    assert sizes(Batching(), [1, None, 2, 3]) == [[1], [None], [2, 3]]
    assert sizes(Batching(), [1, HEAVIEST, 2]) == [[1], [HEAVIEST], [2]]
    assert sizes(Batching(), [5 * HEAVIEST, 2, 3]) == [[5 * HEAVIEST], [2, 3]]


def test_a_line_that_breaks_carries_half_and_one_that_holds_twice_as_much():
    batching, seen = Batching(), []
    for _ in range(8):
        batching = batching.smaller()
        seen.append(batching.size)
    assert seen == [25, 12, 6, 3, 1, 1, 1, 1]
    for _ in range(8):
        batching = batching.larger()
    assert batching.size == LARGEST
    assert ALONE.larger() == ALONE

"""What a face policy says, which one follows which, and that nothing of another shape is one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.wire.messages import MessageError
from kiosk.wire.policy import FacePolicy

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WEEK, MINUTE = timedelta(days=7), timedelta(minutes=1)
POLICY = FacePolicy(3, frozenset({"si-certificate"}), 0.363, NOW, NOW + WEEK)
WITHDRAWN = FacePolicy(0, frozenset(), 0.999, NOW + MINUTE, NOW + WEEK)


def issued(policy, **later):
    by = timedelta(**later)
    return replace(policy, valid_from=policy.valid_from + by, valid_to=policy.valid_to + by)


def test_it_is_read_as_it_was_written():
    assert FacePolicy.read(POLICY.payload()) == POLICY


@pytest.mark.parametrize(
    ("item", "at", "allowed"),
    [
        ("si-certificate", NOW, True),
        ("si-certificate", NOW + WEEK, True),
        ("si-certificate", NOW - MINUTE, False),
        ("si-certificate", NOW + WEEK + MINUTE, False),
        ("si", NOW, False),
        ("", NOW, False),
    ],
)
def test_it_allows_its_items_in_its_time_and_nothing_else(item, at, allowed):
    assert POLICY.allows(item, at) is allowed


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "confirmation"},
        {"version": True},
        {"version": "3"},
        {"version": 3.0},
        {"items": "si-certificate"},
        {"items": ["si-certificate", 7]},
        {"items": None},
        {"threshold": 0.0},
        {"threshold": 1.0},
        {"threshold": -0.4},
        {"threshold": float("nan")},
        {"threshold": "0.4"},
        {"threshold": True},
        {"valid_from": "2026-11-22T09:00:00"},
        {"valid_to": "soon"},
        {"valid_to": None},
        {"photos": "yes"},
    ],
    ids=str,
)
def test_what_has_another_shape_is_no_policy(changes):
    with pytest.raises(MessageError):
        FacePolicy.read(POLICY.payload() | changes)


def test_a_platform_that_says_nothing_of_photos_hands_out_none():
    payload = POLICY.payload()
    del payload["photos"]
    assert FacePolicy.read(payload) == POLICY and not POLICY.photos


@pytest.mark.parametrize("missing", sorted({*POLICY.payload()} - {"photos"}))
def test_what_lacks_something_is_no_policy(missing):
    payload = POLICY.payload()
    del payload[missing]
    with pytest.raises(MessageError):
        FacePolicy.read(payload)


FOLLOWS = {
    "the same, a day later": (issued(POLICY, days=1), True),
    "the same, a day earlier": (issued(POLICY, days=-1), False),
    "the next version": (replace(POLICY, version=4, threshold=0.5), True),
    "the next version, of an earlier day": (issued(replace(POLICY, version=4), days=-1), False),
    "the version before, said again": (issued(replace(POLICY, version=2, threshold=0.1), days=1), False),
    "withdrawn": (WITHDRAWN, True),
    "withdrawn, an earlier word": (issued(WITHDRAWN, days=-2), True),
}


@pytest.mark.parametrize("case", FOLLOWS)
def test_only_a_later_word_gives_anything(case):
    told, follows = FOLLOWS[case]
    assert told.follows(POLICY, NOW) is follows


def test_what_was_withdrawn_is_not_given_back_by_an_earlier_word():
    assert not issued(POLICY, hours=-1).follows(WITHDRAWN, NOW)
    assert issued(POLICY, hours=1).follows(WITHDRAWN, NOW), "put back by the operator"


def test_what_has_run_out_holds_nobody_up():
    assert replace(POLICY, version=1).follows(POLICY, NOW + WEEK + MINUTE)


@pytest.mark.parametrize(
    ("told", "repeats"),
    [
        (issued(POLICY, minutes=59), True),
        (issued(POLICY, minutes=61), False),
        (replace(POLICY, threshold=0.364), False),
        (replace(POLICY, version=4), False),
        (replace(POLICY, items=frozenset()), False),
    ],
)
def test_only_what_says_the_same_for_hardly_longer_is_not_worth_keeping(told, repeats):
    assert told.repeats(POLICY) is repeats

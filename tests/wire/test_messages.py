"""What goes out is read back the same; what is of another shape is refused by name."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kiosk.model import Status
from kiosk.wire.messages import (
    ClockClaim,
    Event,
    FilingBody,
    FilingObject,
    MessageError,
    PartRef,
    Receipt,
    ResultObject,
    gaps,
)

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
VALUES = [
    FilingObject(
        *("id", "number", "terminal", "epoch"),
        *(7, "0" * 64, "si-certificate", "hash", 1, NOW),
        clock=ClockClaim(None, "boot", 12),
        parts=(PartRef("body", "application/json", 3, "d"),),
        journal="j",
    ),
    FilingBody("id", "hash", {"name": "x"}, {"region": "310000"}, {"card": {}}, {"path": []}),
    Receipt("id", "d", Status.ACCEPTED, NOW, "A1", None, ("region",)),
    Event("e", 1, "id", Status.RESULT_READY, NOW, None, date(2026, 12, 1)),
    ResultObject("r", "id", "si-certificate", "t", "d", NOW, "code"),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_round_trip(value):
    assert type(value).read(value.payload()) == value


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_every_key_is_needed(value):
    payload = value.payload()
    for key in payload:
        with pytest.raises(MessageError):
            type(value).read({k: v for k, v in payload.items() if k != key})


@pytest.mark.parametrize(
    ("value", "key", "bad"),
    [
        (VALUES[0], "filed_at", "2026-11-21T09:30:00"),
        (VALUES[0], "filed_at", "yesterday"),
        (VALUES[0], "parts", [{"name": "body"}]),
        (VALUES[0], "id", 7),
        (VALUES[2], "status", "done"),
        (VALUES[2], "object", None),
        (VALUES[3], "due", "soon"),
        (VALUES[1], "v", 2),
    ],
)
def test_a_value_of_another_shape_is_refused(value, key, bad):
    with pytest.raises(MessageError):
        type(value).read(value.payload() | {key: bad})


def test_nothing_personal_shows_in_a_repr():
    body = FilingBody("id", "h", {"name": "张小明"}, {"a": "310000"}, {"card": "33052119900307001X"}, {})
    assert "张小明" not in repr(body)
    assert "310000" not in repr(body)
    assert "33052119900307001X" not in repr(body)


@pytest.mark.parametrize(
    "known",
    [
        None,
        [],
        {"epoch": "e"},
        {"epoch": 1, "missing": [[1, 2]]},
        {"epoch": "e", "missing": [[2, 1]]},
        {"epoch": "e", "missing": [[0, 1]]},
        {"epoch": "e", "missing": [[1, 2], [3]]},
        {"epoch": "e", "missing": [["1", 2]]},
        {"epoch": "e", "missing": 3},
    ],
)
def test_what_is_no_list_of_gaps_names_none(known):
    assert gaps(known)[1] == []


def test_gaps_are_read_as_they_stand():
    assert gaps({"epoch": "e", "max_seq": 9, "missing": [[1, 1], [3, 9]]}) == ("e", [(1, 1), (3, 9)])

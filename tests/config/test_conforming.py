"""The quick yes to a configuration never says yes where JSON Schema says no."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as any_of
from jsonschema_rs import validator_for

from kiosk.config import SCHEMA
from kiosk.config.conforming import conforms

TERMINAL = json.loads(SCHEMA.read_text("utf-8"))
RIGHT = {
    "terminal": {"place": "p", "phone": "12345", "data": "data", "sealed": False},
    "platform": {"url": "https://platform.example:8443", "timeout": 10},
    "screen": {"width": 1080, "mm_per_px": 0.369},
    "devices": {"card_reader": {"adapter": "sdt_serial", "options": {"port": "/dev/ttyS0"}}},
}
SHORT = any_of.text(max_size=5)
SINGLE = any_of.none() | any_of.booleans() | any_of.integers() | any_of.floats() | any_of.text(max_size=50)
VALUES = any_of.recursive(
    SINGLE,
    lambda inner: any_of.lists(inner, max_size=3) | any_of.dictionaries(SHORT, inner, max_size=3),
    max_leaves=5,
)
PLACES = [(table, key) for table, entries in RIGHT.items() for key in (*entries, "unknown")]


def test_what_is_right_is_known_to_be_right():
    assert conforms(RIGHT, TERMINAL)


@given(any_of.sampled_from(PLACES), VALUES)
def test_it_says_yes_only_where_the_schema_does(place, value):
    table, key = place
    data = RIGHT | {table: RIGHT[table] | {key: value}}
    if conforms(data, TERMINAL):
        assert validator_for(TERMINAL).is_valid(data)


@pytest.mark.parametrize("table, key", [("terminal", "place"), ("platform", "url")])
def test_it_does_not_say_yes_to_what_is_missing(table, key):
    lacking = {name: value for name, value in RIGHT[table].items() if name != key}
    assert not conforms(RIGHT | {table: lacking}, TERMINAL)


@pytest.mark.parametrize("timeout", [0, 61, True, "10", math.nan])
def test_it_keeps_to_the_limits(timeout):
    assert not conforms(RIGHT | {"platform": RIGHT["platform"] | {"timeout": timeout}}, TERMINAL)


def test_a_rule_that_it_does_not_know_is_left_to_others():
    assert not conforms("x", {"type": "string", "format": "date"})

"""Each promise between terminal and platform names its tests, and they are there."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from acceptance.conformance.promises import promises
from tests.packaging.test_mechanisms import mechanisms

ROOT = Path(__file__).parents[2]
TABLE = yaml.safe_load((ROOT / "docs" / "promises.yaml").read_text("utf-8"))
NAMES = [f"P{number}" for number in range(1, 17)]


def test_all_sixteen_are_there_in_order():
    assert [entry["id"] for entry in TABLE] == NAMES
    assert [promise.name for promise in promises(())] == NAMES


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry["id"])
def test_a_promise_has_a_name_a_reach_and_tests_that_exist(entry):
    assert set(entry) == {"id", "name", "here", "tests"}
    assert entry["name"].strip() and entry["here"].strip() and entry["tests"]
    assert [node for node in entry["tests"] if not mechanisms.exists(node, ROOT)] == []


def test_a_test_that_is_not_there_would_be_found_missing():
    path = TABLE[0]["tests"][0].partition("::")[0]
    for node in (f"{path}::test_nobody_wrote_this", "tests/none.py::test_x", f"{path}::journeys"):
        assert not mechanisms.exists(node, ROOT)

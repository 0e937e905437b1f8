"""What `make fuzz` does for minutes, for a moment."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import PARSERS

ROOT = Path(__file__).resolve().parents[2]


def spoilt(seeds):
    """A seed with some bytes changed, left out or put in."""

    def spoil(seed, at, out, new):
        at %= len(seed) + 1
        return seed[:at] + new + seed[at + out :]

    return st.builds(
        spoil, st.sampled_from(seeds), st.integers(0, 4096), st.integers(0, 3), st.binary(max_size=3)
    )


@pytest.mark.parametrize("name", PARSERS)
def test_what_is_right_is_read(name):
    assert PARSERS[name].seeds
    assert all(PARSERS[name].target(seed) is not None for seed in PARSERS[name].seeds)


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=120)
@given(data=st.data())
def test_any_bytes_are_a_typed_value_or_a_typed_refusal(name, data):
    parser = PARSERS[name]
    parser.target(data.draw(st.one_of(st.binary(max_size=600), spoilt(parser.seeds))))


def test_the_fuzzer_runs_and_says_how_often():
    pytest.importorskip("atheris")  # it comes for one processor only
    command = [sys.executable, "-m", "tests.fuzz", "board", "--seconds", "1"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.startswith("board: Done ")

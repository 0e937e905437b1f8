"""The night of terminal.toml, minute by minute."""

from datetime import datetime

import pytest

from kiosk.config import load
from kiosk.config.night import Night
from tests.config.test_configuration import SMALLEST, mistakes


@pytest.mark.parametrize(
    ("night", "time", "is_night"),
    [
        (Night(), "21:59", False),
        (Night(), "22:00", True),
        (Night(), "23:59", True),
        (Night(), "00:00", True),
        (Night(), "05:59", True),
        (Night(), "06:00", False),
        (Night("00:30", "05:00"), "00:29", False),
        (Night("00:30", "05:00"), "00:30", True),
        (Night("00:30", "05:00"), "05:00", False),
        (Night("07:00", "07:00"), "07:00", False),
    ],
)
def test_it_is_night_from_its_first_minute_to_the_one_before_morning(night, time, is_night):
    assert night.now(datetime.fromisoformat(f"2026-11-20T{time}:59")) is is_night


@pytest.mark.parametrize(
    ("section", "night"),
    [
        ("", None),
        ("[night]", Night("22:00", "06:00")),
        ('[night]\nsince = "20:30"', Night("20:30", "06:00")),
        ('[night]\nuntil = "07:00"', Night("22:00", "07:00")),
    ],
)
def test_a_terminal_has_the_night_that_its_file_says_and_else_none(tmp_path, section, night):
    file = tmp_path / "terminal.toml"
    file.write_text(SMALLEST.format(sealed="true", terminal="") + section, "utf-8")
    assert load(file).night == night


@pytest.mark.parametrize("wrong", ["24:00", "6:00", "10pm", "22:60"])
def test_an_hour_that_is_none_is_said(tmp_path, wrong):
    text = SMALLEST.format(sealed="true", terminal="") + f'[night]\nsince = "{wrong}"\n'
    (line,) = mistakes(tmp_path, text)
    assert line.startswith("night.since: 写法不对") and 'since = "22:00"' in line

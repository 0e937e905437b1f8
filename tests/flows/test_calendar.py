"""Time limits: which days count, when a promise begins, stands still, warns and is broken."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kiosk.flows import calendar
from kiosk.flows.calendar import Calendar, CalendarError, Clock, Light, Limit, Pause, Unit

VECTORS = yaml.safe_load((Path(__file__).parent / "calendar_vectors.yaml").read_text("utf-8"))
OFFICIAL = calendar.load()
DAYS = st.dates(date(2024, 12, 1), date(2027, 3, 1))
COUNTS = st.integers(0, 60)
CALENDARS = st.builds(
    lambda off, on: Calendar(frozenset(off), frozenset(day for day in on if day.weekday() > 4) - off),
    st.frozensets(DAYS, max_size=40),
    st.frozensets(DAYS, max_size=40),
)


def named(name):
    if name == "official":
        return OFFICIAL
    entry = VECTORS["calendars"][name]
    off = [
        span["from"] + timedelta(days=n)
        for span in entry["holidays"]
        for n in range((span["to"] - span["from"]).days + 1)
    ]
    return Calendar(frozenset(off), frozenset(entry["made_up"]), frozenset({2026, 2027}))


def clock(entry):
    pauses = [Pause(pause["why"], pause["from"], pause["to"]) for pause in entry.get("pauses", ())]
    return Clock(Limit(entry["count"], Unit(entry.get("unit", "working_days"))), entry["accepted"], pauses)


@pytest.mark.parametrize("entry", VECTORS["limits"], ids=lambda entry: entry["name"])
def test_a_limit_runs_out_on_its_day(entry):
    due = clock(entry).due(named(entry["calendar"]))
    assert due.day == entry["due"] and due.confirmed is entry.get("confirmed", True)
    assert due.at == entry.get("at", datetime.combine(entry["due"], datetime.min.time()) + timedelta(days=1))


@pytest.mark.parametrize("entry", VECTORS["silence"], ids=lambda entry: str(entry["received"]))
def test_who_is_never_answered_counts_as_accepted_after_five_working_days(entry):
    received = datetime.combine(entry["received"], datetime.min.time()) + timedelta(hours=10)
    deemed = datetime.combine(entry["deemed"], datetime.min.time())
    before = deemed - timedelta(seconds=1)
    assert calendar.accepted_at(received, None, False, before, OFFICIAL) is None
    assert calendar.accepted_at(received, None, False, deemed, OFFICIAL) == received
    assert calendar.accepted_at(received, None, True, deemed, OFFICIAL) is None  # something was asked for
    word = received + timedelta(days=1)
    assert calendar.accepted_at(received, word, True, deemed, OFFICIAL) == word


@pytest.mark.parametrize("entry", VECTORS["lights"], ids=lambda entry: str(entry["now"]))
def test_four_fifths_are_yellow_and_the_whole_is_red(entry):
    running = Clock(Limit(5), datetime(2026, 9, 30, 15))
    assert running.light(OFFICIAL, entry["now"]) == Light(entry["light"])


def test_before_acceptance_no_promise_runs():
    waiting = Clock(Limit(5), None)
    assert waiting.due(OFFICIAL) is None
    assert waiting.part(OFFICIAL, datetime(2026, 12, 1)) == 0
    assert waiting.light(OFFICIAL, datetime(2026, 12, 1)) is Light.WAITING


def test_an_open_pause_stands_still_and_hides_the_day():
    paused = Clock(Limit(3), datetime(2026, 7, 6, 9), [Pause("correction", date(2026, 7, 8))])
    assert paused.due(OFFICIAL) is None
    assert paused.light(OFFICIAL, datetime(2026, 7, 20)) is Light.PAUSED
    assert paused.part(OFFICIAL, datetime(2026, 9, 1)) == pytest.approx(1 / 3)


def test_a_pause_does_not_mend_a_promise_that_was_broken_before_it():
    late = Clock(
        Limit(1), datetime(2026, 7, 6, 9), [Pause("inspection", date(2026, 7, 9), date(2026, 7, 10))]
    )
    assert late.light(OFFICIAL, datetime(2026, 7, 9, 12)) is Light.RED


def test_what_is_shipped_says_whether_it_was_announced():
    assert OFFICIAL.confirmed == {2025, 2026}
    assert sum(day.year == 2025 for day in OFFICIAL.holidays) == 1 + 8 + 3 + 5 + 3 + 8
    assert sum(day.year == 2026 for day in OFFICIAL.holidays) == 3 + 9 + 3 + 5 + 3 + 3 + 7
    assert OFFICIAL.works(date(2027, 10, 1)) and not OFFICIAL.is_confirmed(date(2027, 10, 1))


@pytest.mark.parametrize(
    "text, says",
    [
        ("year: 2026", "holidays"),
        ("[]", "calendar-x.yaml"),
        ("year: : 1", "calendar-x.yaml"),
        ("{year: 2026, confirmed: true, source: null, holidays: [], made_up: []}", "source"),
        ("{year: 2026, confirmed: false, source: a, holidays: [], made_up: [2026-07-06]}", "weekend"),
        (
            "{year: 2026, confirmed: false, source: a, holidays: [], made_up: [2027-01-02]}",
            "year",
        ),
        (
            "{year: 2026, confirmed: false, source: a, holidays: [{from: 2026-10-10, to: 2026-10-10}],"
            " made_up: [2026-10-10]}",
            "both",
        ),
        ("{year: 2026, confirmed: false, source: a, holidays: [], made_up: [5]}", "a day is written"),
        ("{year: 2026, confirmed: yes please, source: a, holidays: [], made_up: []}", "confirmed"),
        ("{year: 2026, confirmed: false, source: a, holidays: [], made_up: {}}", "made_up"),
        (
            "{year: 2026, confirmed: false, source: a, holidays: [{from: 0001-01-01, to: 9999-12-31}],"
            " made_up: []}",
            "another year",
        ),
        ("!!timestamp ''", "calendar-x.yaml"),
        ("[" * 4000, "RecursionError"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(tmp_path, text, says):
    (tmp_path / "calendar-x.yaml").write_text(text, "utf-8")
    with pytest.raises(CalendarError, match=says):
        calendar.load(tmp_path)


@given(CALENDARS, DAYS, DAYS, COUNTS)
def test_who_begins_later_is_never_done_earlier(days, one, other, count):
    first, second = sorted((one, other))
    assert days.plus(first, count) <= days.plus(second, count)


@given(CALENDARS, DAYS, COUNTS, COUNTS)
def test_days_add_up(days, day, some, more):
    assert days.plus(days.plus(day, some), more) == days.plus(day, some + more)


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_what_was_added_is_counted_again(days, day, count):
    end = days.plus(day, count)
    assert days.works(end) and days.between(day, end) == count


@given(CALENDARS, DAYS, st.integers(1, 30), st.integers(0, 40), st.integers(0, 20))
def test_a_pause_shifts_the_end_by_its_working_days(days, day, count, after, length):
    accepted = datetime.combine(day, datetime.min.time()) + timedelta(hours=9)
    plain = Clock(Limit(count), accepted).due(days).day
    pause = Pause("inspection", min(day + timedelta(days=1 + after), plain), None)
    pause = Pause(pause.why, pause.first, pause.first + timedelta(days=length))
    lost = days.between(pause.first - timedelta(days=1), pause.last)
    assert Clock(Limit(count), accepted, [pause]).due(days).day == days.plus(plain, lost)


@given(DAYS, st.integers(1, 30), st.integers(0, 20), st.integers(0, 20), st.sampled_from(Unit))
def test_a_limit_is_used_up_exactly_when_it_is_due(day, count, after, length, unit):
    accepted = datetime.combine(day, datetime.min.time()) + timedelta(hours=15)
    first = day + timedelta(days=after)
    running = Clock(
        Limit(count, unit), accepted, [Pause("publication", first, first + timedelta(days=length))]
    )
    due = running.due(OFFICIAL)
    assert running.part(OFFICIAL, due.at) == 1
    assert running.part(OFFICIAL, due.at - timedelta(seconds=1)) < 1
    assert running.light(OFFICIAL, due.at) is Light.RED

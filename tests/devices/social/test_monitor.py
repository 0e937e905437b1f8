"""The monitor tells what comes and goes, outlives the service, and leaves nothing behind."""

import gc
import os
import threading
import time

import pytest

from kiosk.devices._pcsc.monitor import Card, Event, Monitor, Scene, differences
from tests.devices.rigs import until

FIRST, SECOND = "Virtual PCD 00 00", "Virtual PCD 00 01"
READERS = [("reader_added", FIRST), ("reader_added", SECOND)]
GONE = [("reader_removed", FIRST), ("reader_removed", SECOND)]


@pytest.fixture
def told(social):
    """What the monitor told, as it comes in."""
    events = []
    monitor = Monitor(events.append)
    monitor.start()
    events_seen = lambda: [(event.word, event.reader) for event in events]  # noqa: E731
    until(lambda: events_seen() == [("service_up", ""), *READERS])
    events.clear()
    yield events_seen
    monitor.stop()
    assert not monitor._thread.is_alive()


def test_cards_come_and_go_with_their_reader(social, told):
    social.set(card="liu-yang", slot=1)
    until(lambda: told() == [("card_inserted", SECOND)])
    social.set(card=None)
    until(lambda: told() == [("card_inserted", SECOND), ("card_removed", SECOND)])


def test_the_service_stops_and_comes_back_with_everything_that_is_there(social, told):
    social.set(card="liu-yang")
    until(lambda: told() == [("card_inserted", FIRST)])
    social.set(fault="stopped")
    down = [("card_inserted", FIRST), ("card_removed", FIRST), *GONE, ("service_down", "")]
    until(lambda: told() == down)
    social.set(fault=None)
    until(lambda: ("card_inserted", FIRST) in told()[len(down) :])
    assert told()[len(down)] == ("service_up", "")


def test_stop_ends_the_thread_in_the_middle_of_a_wait(social):
    for _ in range(20):
        monitor = Monitor()
        monitor.start()
        until(lambda monitor=monitor: monitor.scene.readers)
        monitor.stop()
        assert not monitor._thread.is_alive()


def test_a_card_that_was_swapped_between_two_looks_is_another_card():
    before = Scene(True, {FIRST: Card(b"\x3b\x00", 3, False)})
    after = Scene(True, {FIRST: Card(b"\x3b\x00", 5, False)})
    words = [event.word for event in differences(before, after)]
    assert words == ["card_removed", "card_inserted"]
    assert differences(after, after) == []


def test_an_atr_shows_in_no_repr():
    assert "aabb" not in repr(Card(b"\xaa\xbb", 1, False)).lower() + repr(
        Event("card_inserted", FIRST, b"\xaa\xbb")
    )


def belongings():
    gc.collect()
    return len(os.listdir("/proc/self/fd")), threading.active_count()


def resident_kb():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def rounds(social, told, number):
    """The card goes from one reader to the other and back."""
    for _ in range(number):
        before, there = len(told()), social.state().slot
        social.set(card="liu-yang", slot=1 - there)
        until(lambda before=before: len(told()) == before + 2)
        gone, come = ("card_removed", (FIRST, SECOND)[there]), ("card_inserted", (FIRST, SECOND)[1 - there])
        assert sorted(told()[before:]) == [come, gone]


def test_cards_come_and_go_and_nothing_grows(social, told):
    social.set(card="liu-yang")
    until(lambda: told() == [("card_inserted", FIRST)])
    rounds(social, told, 1)
    before = belongings()
    rounds(social, told, 5)
    assert belongings() == before


@pytest.mark.soak
@pytest.mark.timeout(1500)
def test_a_thousand_cards_come_and_go_and_nothing_grows(social, told):
    social.set(card="liu-yang")
    until(lambda: told() == [("card_inserted", FIRST)])
    rounds(social, told, 100)
    before, weight = belongings(), resident_kb()
    rounds(social, told, 900)
    assert belongings() == before
    assert resident_kb() - weight < 4096


def test_nothing_waits_longer_than_it_was_told(social):
    monitor = Monitor()
    monitor.start()
    assert not monitor.wait(lambda scene: False, time.monotonic() + 0.05, threading.Event())
    monitor.stop()

"""A call that hangs holds nobody: its time ends, it can be broken, and the lane works again afterwards."""

import threading

import pytest

from kiosk.devices._pcsc.lane import Lane
from kiosk.devices._pcsc.trouble import PcscError, Trouble
from tests.devices.rigs import until


@pytest.fixture
def lane():
    found = Lane("lane-under-test")
    yield found
    found.close(lambda: None, 5)
    until(lambda: "lane-under-test" not in [thread.name for thread in threading.enumerate()])


def trouble(lane, call, within=0.05):
    with pytest.raises(PcscError) as caught:
        lane.run(call, within)
    return caught.value.trouble


def test_what_a_call_returns_or_raises_comes_back(lane):
    assert lane.run(lambda: 7, 5) == 7
    with pytest.raises(ZeroDivisionError):
        lane.run(lambda: 1 // 0, 5)


def test_a_call_that_hangs_ends_by_its_deadline_and_the_next_waits_for_it(lane):
    release, made = threading.Event(), []
    assert trouble(lane, release.wait) is Trouble.SILENT
    assert trouble(lane, lambda: made.append("too late")) is Trouble.SILENT
    release.set()
    assert lane.run(lambda: "works", 5) == "works"
    assert made == [], "what nobody waits for any longer is not done"


def test_another_thread_breaks_the_wait(lane):
    release = threading.Event()
    started = threading.Event()
    breaker = threading.Thread(target=lambda: (started.wait(), lane.interrupt()))
    breaker.start()
    assert trouble(lane, lambda: (started.set(), release.wait()), 30) is Trouble.CANCELED
    breaker.join()
    release.set()


def test_a_closed_lane_opens_again(lane):
    lane.run(lambda: None, 5)
    ended = []
    lane.close(lambda: ended.append("last"), 5)
    assert ended == ["last"]
    assert lane.run(lambda: 8, 5) == 8


def test_a_long_call_that_gets_on_is_waited_for(lane):
    """Each step is well within the time, all of them together are not."""
    pause = threading.Event()

    def steps():
        for _ in range(8):
            pause.wait(0.1)
            lane.moved()
        return "arrived"

    assert lane.run(steps, 0.4) == "arrived"


def test_a_call_that_was_given_up_goes_no_further(lane):
    release, went = threading.Event(), []

    def steps():
        release.wait()
        try:
            lane.moved()
        except PcscError as error:
            went.append(error.trouble)
            raise
        went.append("further")

    assert trouble(lane, steps) is Trouble.SILENT
    release.set()
    until(lambda: went == [Trouble.CANCELED])

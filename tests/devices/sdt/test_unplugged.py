"""A cable pulled at any byte of any answer, on every line: a value in time, and the reader is found again."""

import threading
from pathlib import Path

import pytest

from kiosk.model import Completion, DeviceError, DeviceState, Media
from tests.devices.rigs import HASTY, until

ONE_READ = 11 + 27 + 15 + 19 + 1295 + 11  # bytes of answers, from SAM status to newest address
EDGES = [1, 10, 11, 12, 38, 45, 53, 72, 80, 136, 700, 1366, 1367, ONE_READ - 1]
ENDS = (
    Completion.HARDWARE_ERROR,
    Completion.DEVICE_NOT_READY,
    Completion.TIME_OUT,
    Completion.INVALID_DATA,
)


def descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))


def refused_by(rig, adapter):
    """What reading ends with, once the cable is gone; a loaded machine may be late before that."""
    with pytest.raises(DeviceError) as caught:
        adapter.read(0)
    return caught.value if rig.state().fault == "unplugged" else None


def reads(rig, adapter, person="liu-yang"):
    """The card is lifted and laid again, so that a read that came too late for 50 ms is only repeated."""
    try:
        rig.set(card=None)
        until(lambda: not adapter.present())
        rig.set(card=person)
        return adapter.read(5).number == rig.people[person].number
    except DeviceError:
        return False


def pulled_at(rig, adapter, byte):
    """One adapter from the first byte to the last: what it does not give back would add up."""
    rig.set(card="liu-yang", unplug_at_byte=byte, fault=None)
    error = until(lambda: refused_by(rig, adapter))
    assert error.completion in ENDS
    assert error.fault.code in ("link.absent", "link.silent", "link.garbled")
    assert not adapter.status().ready
    rig.set(fault=None)
    until(lambda: adapter.status().state is DeviceState.ONLINE)
    until(lambda: reads(rig, adapter), 60)
    rig.set(card=None)
    until(lambda: adapter.status().media is Media.NOT_PRESENT)
    adapter.close()


def pulled_at_each(rig, places):
    adapter = rig.open(HASTY, poll=0.001)
    pulled_at(rig, adapter, 0)
    before = descriptors(), threading.active_count()
    for byte in places:
        pulled_at(rig, adapter, byte)
    assert (descriptors(), threading.active_count()) == before


def test_a_cable_pulled_at_an_edge_is_a_value_in_time_and_leaves_nothing_open(any_reader):
    pulled_at_each(any_reader, EDGES)


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_a_cable_pulled_at_every_byte(any_reader):
    pulled_at_each(any_reader, range(ONE_READ))


def test_a_usb_reader_that_is_pulled_while_it_is_waited_for_gives_its_handle_back(usb):
    rig = usb()
    adapter = rig.open(HASTY)
    assert adapter.status().ready and rig.bus.open_handles == 1
    rig.set(fault="unplugged")
    until(lambda: not adapter.status().ready)
    assert not rig.bus.open_handles

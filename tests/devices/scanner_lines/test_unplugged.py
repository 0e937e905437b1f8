"""A cable pulled at any byte: a code is read whole or it is said why not, and the scanner is found again."""

import gc
import os
import threading
from contextlib import contextmanager

import pytest

from kiosk.model import Completion, DeviceError, DeviceState
from tests.devices.rigs import until
from tests.devices.rigs.code_scanner_hid_pos import HidScannerRig
from tests.devices.rigs.code_scanner_serial import SerialScannerRig
from tests.devices.rigs.code_scanner_wedge import WedgeRig

CODE = "91330521MA2B5XY10P"
GONE = (Completion.HARDWARE_ERROR, Completion.DEVICE_NOT_READY)
# Bytes that a scanner sends for one code: answers to out, on and out again, and what carries the code.
EXCHANGES = {
    "grow": 3 * 7 + len(CODE) + 1,
    "newland": 3 + len(CODE) + 1,
    "honeywell": len(CODE) + 1,
    "continuous": len(CODE) + 1,
    "hid": 64,
    "keys": 24 * (4 * len(CODE) + 4 * sum(character.isupper() for character in CODE) + 4),
}
PACKETS = {"hid": 64, "keys": 24}


def rig_of(family, tmp_path):
    if family in PACKETS:
        return (HidScannerRig if family == "hid" else WedgeRig)(tmp_path)
    return SerialScannerRig(tmp_path, family)


@contextmanager
def opened(family, tmp_path):
    """Rig and adapter; when all is over, no descriptor and no thread of the adapter is left."""
    rig = rig_of(family, tmp_path)
    try:
        gc.collect()  # what the tests before left to be closed some time is not counted
        threads, descriptors = set(threading.enumerate()), len(os.listdir("/proc/self/fd"))
        adapter = rig.open(proven=False) if family == "keys" else rig.open()
        yield rig, adapter
        adapter.close()
        assert set(threading.enumerate()) == threads
        until(lambda: len(os.listdir("/proc/self/fd")) <= descriptors)
    finally:
        rig.stop()


def unplugged_at(rig, adapter, byte):
    rig.set(unplug_at_byte=byte, fault=None)
    try:
        assert rig.read(adapter, CODE).text == CODE, "never a part of it"
    except DeviceError as error:
        assert error.completion in GONE
        assert error.fault.code == "link.absent"
    until(lambda: rig.state().fault == "unplugged")
    until(lambda: adapter.status().state is DeviceState.ABSENT)
    rig.set(fault=None, code=None)
    until(lambda: rig.proven(adapter).ready)
    assert rig.read(adapter, CODE).text == CODE


@pytest.mark.parametrize("byte", [0, 1, 6, 7, 13, 14, 15, 24, 31, 32, 33, 39, 40])
def test_a_cable_pulled_in_the_middle_is_a_value_and_the_scanner_is_found_again(scanner, byte):
    unplugged_at(scanner, scanner.open(), byte)


@pytest.mark.parametrize(("family", "byte"), [
    ("newland", 0), ("newland", 2), ("newland", 20), ("newland", 21), ("honeywell", 5), ("continuous", 5),
    ("continuous", 18), ("hid", 0), ("hid", 63), ("hid", 64), ("keys", 0), ("keys", 200), ("keys", 1824),
])  # fmt: skip
def test_it_is_so_on_every_line(tmp_path, family, byte):
    with opened(family, tmp_path) as (rig, adapter):
        unplugged_at(rig, adapter, byte)


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("family", EXCHANGES)
def test_a_cable_pulled_at_every_byte(tmp_path, family):
    with opened(family, tmp_path) as (rig, adapter):
        for byte in range(0, EXCHANGES[family], PACKETS.get(family, 1)):
            unplugged_at(rig, adapter, byte)


def test_no_descriptor_and_no_thread_is_left(any_line):
    threads = set(threading.enumerate())
    gc.collect()
    descriptors = len(os.listdir("/proc/self/fd"))
    adapter = any_line.open(0.5)
    for trouble in ("unplugged", "silent", "garbage", None):
        any_line.set(fault=trouble)
        adapter.status()
        with pytest.raises(DeviceError):
            adapter.scan("diagnosis", 0)
    any_line.set(fault=None)
    until(lambda: adapter.status().ready)
    adapter.close()
    assert set(threading.enumerate()) == threads
    until(lambda: len(os.listdir("/proc/self/fd")) <= descriptors)

"""The cable is pulled out at any byte of a print: the outcome has a name, and the same object works again."""

import os
import threading

import pytest

from kiosk.devices.receipt_printer import escpos
from kiosk.model import DeviceError, SlipQr, SlipText
from tests.devices.receipt.cables import plugged
from tests.devices.rigs import until
from tests.devices.rigs.receipt_printer import SlipRig

HASTY = 0.05
MANY = 1_000_000
NAMED = {"printed", "link.absent", "link.silent", "link.garbled", "status.one_way", "timeout"}


@pytest.fixture(params=["tcp", "serial", "usblp", "usb"])
def cable(request):
    return request.param


def slip(name):
    return [SlipText(name), SlipText("已收件（还没受理）"), SlipQr("12345")]


def attempt(adapter, job):
    try:
        adapter.print(job, slip(job), 5)
    except DeviceError as error:
        return error.fault.code
    return "printed"


def whole(rig, job):
    """How many whole slips of that job lie there."""
    return sum(found["complete"] and found["texts"][:1] == [job] for found in rig.slips())


def length(rig):
    """Bytes to the printer for one whole print, with its questions."""
    adapter = rig.open()
    adapter.print("warm", slip("warm"), 20)
    rig.mechanism(unplug_at_byte=MANY)
    adapter.print("measure", slip("measure"), 20)
    left = rig.device.bytes_left
    rig.mechanism(unplug_at_byte=None)
    adapter.close()
    return MANY - left


def pulled_at(rig, adapter, byte):
    job = f"job{byte}"
    rig.mechanism(unplug_at_byte=byte)
    said = attempt(adapter, job)
    assert said in NAMED
    if said == "printed":
        until(lambda: whole(rig, job) == 1)
    rig.mechanism(unplug_at_byte=None)
    until(lambda: again(rig, adapter, job) == "printed", 30)
    until(lambda: whole(rig, job) >= 1)
    return said


def again(rig, adapter, job):
    """Plugged in each time: who waits 50 ms may give up before the printer knows that its cable is out."""
    rig.set(fault=None)
    return attempt(adapter, job)


def descriptors():
    return len(os.listdir("/proc/self/fd"))


def tried(rig, bytes_of):
    """Pulls the cable at each of these bytes of a print, and looks for what was left behind."""
    total = length(rig)
    adapter = rig.open(HASTY)
    until(lambda: adapter.status().ready)
    adapter.close()
    before = descriptors(), threading.active_count()
    said = [pulled_at(rig, adapter, byte) for byte in bytes_of(total)]
    adapter.close()
    until(lambda: (descriptors(), threading.active_count()) <= before)
    return total, said


def test_pulled_out_at_any_byte(cable, tmp_path, monkeypatch):
    rig = plugged(cable, tmp_path, monkeypatch)
    try:
        points = 6 if cable in ("tcp", "serial") else 3
        total, said = tried(rig, lambda total: range(1, total, total // points))
        assert "link.absent" in said
    finally:
        rig.stop()


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("profile", ["generic-80", "plain-bits-80"])
def test_pulled_out_at_every_byte(cable, profile, tmp_path, monkeypatch):
    monkeypatch.setattr(escpos, "_SLOWER", 0.05)  # paper of this printer takes no time
    rig = plugged(cable, tmp_path, monkeypatch, fixed_bits=profile == "generic-80")
    monkeypatch.setattr(type(rig), "options", with_profile(type(rig).options, profile))
    try:
        total, said = tried(rig, lambda total: range(1, total + 1))
        assert total > 120 and len(said) == total
    finally:
        rig.stop()


def with_profile(options, profile):
    return lambda rig: {**options(rig), "profile": profile}


def test_the_count_of_bytes_is_true(tmp_path):
    """So many come in, and not one more: what is said of a byte is said of that byte."""
    rig = SlipRig(tmp_path)
    heard = bytearray()
    rig.device._mechanism.give = heard.extend
    try:
        rig.mechanism(unplug_at_byte=5)
        rig.device.lets_in(0)
        adapter = rig.open(HASTY)
        assert not adapter.status().ready
        until(lambda: rig.state().fault == "disconnected")
        assert bytes(heard) == b"\x10\x04\x01\x10\x04"
    finally:
        rig.stop()

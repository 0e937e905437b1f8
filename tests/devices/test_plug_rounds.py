"""Plugged in and out again and again: found each time, and nothing is left of the times before."""

import os
import threading

import pytest

from tests.devices import rigs
from tests.devices.receipt.cables import plugged
from tests.devices.rigs import until

FOUND = {"/".join(name): rig for name, rig in rigs.found().items() if rig.absence is not None}
CABLES = ("serial", "usblp", "usb")  # of a receipt printer, beside TCP: other lines, other ways to be gone


@pytest.fixture(params=[*FOUND, *CABLES])
def rig(request, tmp_path, monkeypatch):
    name = request.param
    made = FOUND[name](tmp_path) if name in FOUND else plugged(name, tmp_path, monkeypatch)
    yield made
    made.stop()


def left():
    return threading.active_count(), len(os.listdir("/proc/self/fd"))


def goes_round(rig, rounds):
    adapter = rig.open()
    for number in range(rounds + 1):
        if number == 1:  # whatever is kept for good, the first round has it
            before = left()
        rig.set(**rig.absence)
        until(lambda: not adapter.status().ready, 30)
        rig.set(**rig.presence)
        until(lambda: rig.proven(adapter).ready, 30)
    until(lambda: left() <= before)


def test_a_few_rounds_leave_nothing_behind(rig):
    goes_round(rig, 3)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_thousand_rounds_leave_nothing_behind(rig):
    goes_round(rig, 1000)

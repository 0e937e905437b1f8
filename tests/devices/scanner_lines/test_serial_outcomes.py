"""When no code comes: no light stays on, nobody else's code is taken, and silence is never health."""

import os
import threading
import time

import pytest

from kiosk.devices.code_scanner import _faults, _profile, _witness
from kiosk.devices.code_scanner._burst import Burst
from kiosk.devices.code_scanner._link import Link
from kiosk.devices.code_scanner._scanner import LineScanner
from kiosk.devices.code_scanner._trigger import Trigger
from kiosk.model import Completion, DeviceState, Level
from tests.devices.rigs import HASTY, PATIENT, Attempt, until
from tests.devices.rigs.code_scanner_serial import SerialScannerRig
from tests.devices.scanner_lines.wire import played, port_of, refusal

CODE = "http://example.invalid/licence?id=1"


@pytest.mark.parametrize("family", ["grow", "newland", "honeywell"])
def test_the_light_goes_out_in_every_outcome(tmp_path, family):
    rig = SerialScannerRig(tmp_path, family)
    try:
        adapter = rig.open(0.5)
        assert refusal(adapter, 0).fault == _faults.NO_CODE
        until(lambda: not rig.lit())
        rig.set(code="\u202eturned")
        assert refusal(adapter, 10).fault == _faults.CONTROL
        until(lambda: not rig.lit())
        waiting = Attempt(adapter.scan, "diagnosis", 20)
        until(rig.lit)
        adapter.close()
        assert waiting.error().completion is Completion.CANCELED
        until(lambda: not rig.lit())
        assert rig.read(adapter, CODE).text == CODE, "and it opens again"
    finally:
        rig.stop()


def test_a_purpose_that_is_none_lights_nothing(scanner):
    adapter = scanner.open()
    error = refusal(adapter, 20, "no-such-purpose")
    assert error.completion is Completion.UNSUPPORTED
    assert not scanner.lit()


def test_a_code_of_another_purpose_is_refused_kindly(scanner):
    scanner.set(code="hello")
    error = refusal(scanner.open(), 10, "staff")
    assert (error.completion, error.fault.code) == (Completion.USER_ERROR, "code.other")


def test_what_is_read_while_nobody_waits_is_thrown_away_and_counted(tmp_path):
    rig = SerialScannerRig(tmp_path, "continuous")
    try:
        adapter = rig.open()
        adapter.status()
        rig.set(code="0123456789")  # the person before
        until(lambda: rig.state().code is None)
        until(lambda: adapter.status().detail["discarded_bytes"] == "11")
        assert rig.read(adapter, CODE).text == CODE
    finally:
        rig.stop()


def test_a_code_that_came_before_the_call_is_not_this_persons():
    lying_there = threading.Event()

    def scanner(wire):
        wire.hear(b"\x16U\r")
        wire.say(b"of the person before\r")
        lying_there.set()
        wire.hear(b"\x16T\r")
        wire.say(b"mine\r")

    with played(scanner) as wire:
        adapter = port_of(wire, "syn-only")
        adapter.status()
        assert lying_there.wait(30)
        assert adapter.scan("diagnosis", 10).text == "mine"
        assert adapter.status().detail["discarded_bytes"] == "21"
        adapter.close()


class Pieces:
    """A line on which each piece arrives when the one before it was taken."""

    def __init__(self, *pieces):
        self._ours, self._theirs = os.pipe()
        self._left = list(pieces)
        self._next()

    def _next(self):
        if self._left:
            os.write(self._theirs, self._left.pop(0))

    def fileno(self):
        return self._ours

    def receive(self):
        piece = os.read(self._ours, 4096)
        self._next()
        return piece

    def close(self):
        os.close(self._ours)
        os.close(self._theirs)


def test_the_second_half_of_a_code_that_began_before_the_call_is_no_code():
    line = Pieces(b"of the ", b"person before", b"\r")
    adapter = LineScanner(Link(lambda: line, "a line", PATIENT), Trigger(), Burst(0.05, 0.02), PATIENT)
    assert refusal(adapter, 0.1).fault == _faults.NO_CODE
    assert adapter.status().detail["discarded_bytes"] == "21"
    adapter.close()


def test_a_light_that_an_earlier_process_left_on_is_put_out_first():
    grow = _profile.named("grow")

    def scanner(wire):
        wire.hear(grow.stop)
        wire.say(b"of the person before\r" + grow.ack)
        wire.hear(grow.start)
        wire.say(grow.ack + b"mine\r")
        wire.hear(grow.stop)
        wire.say(grow.ack)

    with played(scanner) as wire:
        adapter = port_of(wire, "grow")
        assert adapter.scan("diagnosis", 10).text == "mine"
        assert adapter._discarded == len(b"of the person before\r")
        adapter.close()


UNKNOWN = (DeviceState.UNKNOWN, "status.unsupported")


@pytest.mark.parametrize("family", ["syn-only", "continuous"])
def test_a_scanner_that_answers_nothing_is_unknown_until_it_reads_a_code(tmp_path, family):
    rig = SerialScannerRig(tmp_path, family)
    try:
        adapter = rig.open()
        found = adapter.status()
        assert (found.state, found.worst.code) == UNKNOWN and not found.ready
        assert adapter.check(Level.INTERNAL).result == "warn"
        rig.read(adapter, CODE)
        assert adapter.status().state is DeviceState.ONLINE
        adapter.close()
        assert rig.open().status().state is DeviceState.ONLINE  # the next person's process
    finally:
        rig.stop()


def test_a_code_speaks_for_its_scanner_for_a_day(tmp_path, memory):
    rig = SerialScannerRig(tmp_path, "continuous")
    try:
        adapter = rig.open()
        rig.read(adapter, CODE)
        (mark,) = memory.iterdir()
        assert mark.read_bytes() == b""
        yesterday = time.time() - _witness.LASTS - 1
        os.utime(mark, (yesterday, yesterday))
        found = adapter.status()
        assert (found.state, found.worst.code) == UNKNOWN
    finally:
        rig.stop()


def test_a_scanner_that_can_be_asked_is_asked(tmp_path):
    rig = SerialScannerRig(tmp_path, "honeywell")
    try:
        adapter = rig.open()
        assert adapter.status().state is DeviceState.ONLINE
        assert rig.read(adapter, CODE).text == CODE  # and no answer to the question
        rig.set(fault="wrong_ack")
        assert adapter.status().state is DeviceState.ONLINE  # by the code
    finally:
        rig.stop()


def test_a_scanner_that_could_answer_and_does_not_is_not_ready(tmp_path):
    rig = SerialScannerRig(tmp_path, "honeywell")
    try:
        rig.set(fault="silent")
        found = rig.open(HASTY).status()
        assert (found.state, found.worst.code) == UNKNOWN and not found.ready
    finally:
        rig.stop()


@pytest.mark.parametrize("family", ["grow", "newland"])
@pytest.mark.parametrize(
    ("fault", "completion", "code"),
    [
        ("silent", Completion.TIME_OUT, "link.silent"),
        ("slow", Completion.TIME_OUT, "link.silent"),
        ("garbage", Completion.INVALID_DATA, "link.garbled"),
        ("wrong_ack", Completion.INVALID_DATA, "link.garbled"),
    ],
)
def test_a_scanner_that_does_not_acknowledge_is_never_online(tmp_path, family, fault, completion, code):
    rig = SerialScannerRig(tmp_path, family)
    try:
        rig.set(fault=fault, code=CODE)
        adapter = rig.open(HASTY)
        for _ in range(4):
            error = refusal(adapter, 10)
            if error.completion is not Completion.DEVICE_NOT_READY:
                assert (error.completion, error.fault.code) == (completion, code)
            assert adapter.status().state is DeviceState.FAULT
        assert adapter.check(Level.INTERNAL).result == "fail"
        rig.set(fault=None)
        until(lambda: adapter.status().state is DeviceState.ONLINE)
    finally:
        rig.stop()


def test_while_one_waits_for_a_code_the_scanner_is_busy(scanner):
    adapter = scanner.open(0.1)
    waiting = Attempt(adapter.scan, "diagnosis", 20)
    until(scanner.lit)
    assert adapter.status().state is DeviceState.BUSY
    assert adapter.check(Level.INTERNAL).result == "warn"
    assert refusal(adapter, 0.01).fault == _faults.NO_CODE
    adapter.close()
    assert waiting.error().completion is Completion.CANCELED


def test_a_line_that_never_falls_silent_ends_all_the_same(tmp_path):
    def scanner(wire):
        wire.hear(b"\x16T\r")
        wire.say(b"x" * 1500)
        for _ in range(3):
            wire.say(b"y" * 1500)

    with played(scanner) as wire:
        adapter = port_of(wire, "honeywell")
        assert refusal(adapter, 10).fault == _faults.TOO_LONG
        adapter.close()


def test_a_technician_flashes_the_light_and_scans_a_code(scanner):
    adapter = scanner.open()
    assert adapter.check(Level.EXTERNAL).result == "pass"
    until(lambda: not scanner.lit())
    scanner.set(code="something secret")
    health = adapter.check(Level.INTERACTIVE)
    assert health.result == "pass" and "ms" in health.value
    assert "secret" not in repr(health)

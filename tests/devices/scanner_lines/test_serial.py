"""Scanners on serial lines: what is said to each family, where a code ends, and that no light stays on."""

import threading

import pytest

from kiosk.devices import open_device
from kiosk.devices.code_scanner import _faults, _profile
from kiosk.devices.code_scanner._burst import Burst
from kiosk.model import Completion, DeviceError, DeviceState, Level
from tests.devices.rigs import HASTY, PATIENT, Attempt, until
from tests.devices.rigs.code_scanner_serial import SerialScannerRig
from tests.devices.scanner_lines.wire import played

CODE = "http://example.invalid/licence?id=1"
FAMILIES = ["honeywell", "grow", "newland", "continuous"]


def refusal(adapter, timeout=0.0, purpose="diagnosis"):
    with pytest.raises(DeviceError) as caught:
        adapter.scan(purpose, timeout)
    assert caught.value.fault.citizen and caught.value.fault.technician
    return caught.value


def port_of(wire, profile, deadline=PATIENT):
    return open_device(
        "code_scanner", "serial", {"port": wire.port, "profile": profile, "deadline": deadline}
    )


GOLDEN = {
    "honeywell": ("16 54 0D", "16 55 0D", ""),
    "grow": ("7E 00 08 01 00 02 01 AB CD", "7E 00 08 01 00 02 00 AB CD", "02 00 00 01 00 33 31"),
    "newland": ("1B 31", "1B 30", "06"),
}


@pytest.mark.parametrize("family", GOLDEN)
def test_a_family_hears_its_own_bytes_and_nothing_else(family):
    start, stop, ack = map(bytes.fromhex, GOLDEN[family])

    def scanner(wire):
        assert wire.hear(stop) == b""
        wire.say(ack)
        assert wire.hear(start) == b""
        wire.say(ack + CODE.encode() + b"\r")
        assert wire.hear(stop) == b""
        wire.say(ack)

    with played(scanner) as wire:
        adapter = port_of(wire, family)
        scan = adapter.scan("diagnosis", 10)
        adapter.close()
    assert (scan.text, scan.data, scan.symbology) == (CODE, CODE.encode(), "")
    assert CODE not in repr(scan)


def test_an_answer_in_pieces_is_an_answer():
    start, stop, ack = map(bytes.fromhex, GOLDEN["grow"])

    def scanner(wire):
        wire.hear(stop)
        for byte in ack:
            wire.say(bytes([byte]))
        wire.hear(start)
        for byte in ack + b"4711\r\n":
            wire.say(bytes([byte]))
        wire.hear(stop)
        wire.say(ack)

    with played(scanner) as wire:
        adapter = port_of(wire, "grow")
        assert adapter.scan("diagnosis", 10).text == "4711"
        adapter.close()


def test_a_refused_trigger_is_named_and_nothing_is_waited_for():
    def scanner(wire):
        wire.hear(b"\x1b0")
        wire.say(b"\x15")

    with played(scanner) as wire:
        adapter = port_of(wire, "newland")
        error = refusal(adapter, 20)
        adapter.close()
    assert (error.completion, error.fault.code) == (Completion.HARDWARE_ERROR, "trigger.refused")


def test_a_short_answer_is_not_found_in_noise():
    newland = _profile.named("newland")
    assert newland.answered(b"\x06") == (True, b"")
    assert newland.answered(b"late code\r\x06rest") == (True, b"rest")
    assert newland.answered(b"\xff\x06\xfe") is None
    assert newland.answered(b"\x15") == (False, b"")


@pytest.mark.parametrize("family", FAMILIES)
def test_a_code_that_is_shown_is_read(tmp_path, family):
    rig = SerialScannerRig(tmp_path, family)
    try:
        adapter = rig.open()
        assert rig.read(adapter, CODE).text == CODE
        assert rig.read(adapter, "营业执照 张𬭎").text == "营业执照 张𬭎"
        assert rig.read(adapter, code_hex="张三".encode("gb18030").hex()).text == "张三"
        until(lambda: not rig.lit())
    finally:
        rig.stop()


@pytest.mark.parametrize("suffix", ["cr", "lf", "crlf", "tab", None])
def test_a_code_ends_with_its_suffix_or_with_silence(scanner, suffix):
    scanner.set(**({"suffix": suffix} if suffix else {"fault": "no_suffix"}))
    adapter = scanner.open()
    for code in ("first", "second"):
        assert scanner.read(adapter, code).text == code


def test_a_code_of_several_lines_is_never_taken_for_its_first(scanner):
    scanner.set(code="91330521MA2B5XY10P\nname")
    error = refusal(scanner.open(), 10)
    assert (error.completion, error.fault) == (Completion.USER_ERROR, _faults.CONTROL)


def test_a_code_without_the_end_that_the_others_had_was_cut_and_twice_it_is_a_setting():
    burst = Burst(0.05, 0.02)

    def heard(data):
        burst.begin()
        burst.take(data)
        return burst.ended().data

    assert heard(b"whole\r") == b"whole"
    with pytest.raises(DeviceError) as caught:
        heard(b"wh")
    assert caught.value.fault.code == "code.cut"
    assert heard(b"without") == b"without"


def test_half_a_code_of_a_scanner_that_ends_its_codes_is_no_code(scanner):
    adapter = scanner.open()
    scanner.read(adapter, CODE)
    scanner.set(code=CODE, fault="half")
    assert refusal(adapter, 10).fault.code == "code.cut"
    scanner.set(fault=None)
    assert scanner.read(adapter, CODE).text == CODE


@pytest.mark.parametrize("family", ["grow", "newland", "honeywell"])
def test_the_light_goes_out_in_every_outcome(tmp_path, family):
    rig = SerialScannerRig(tmp_path, family)
    try:
        adapter = rig.open(0.5)
        assert refusal(adapter).fault == _faults.NO_CODE
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
        adapter = port_of(wire, "honeywell")
        adapter.status()
        assert lying_there.wait(30)
        assert adapter.scan("diagnosis", 10).text == "mine"
        assert adapter.status().detail["discarded_bytes"] == "21"
        adapter.close()


def test_a_light_that_an_earlier_process_left_on_is_put_out_first():
    start, stop, ack = map(bytes.fromhex, GOLDEN["grow"])

    def scanner(wire):
        wire.hear(stop)
        wire.say(b"of the person before\r" + ack)
        wire.hear(start)
        wire.say(ack + b"mine\r")
        wire.hear(stop)
        wire.say(ack)

    with played(scanner) as wire:
        adapter = port_of(wire, "grow")
        assert adapter.scan("diagnosis", 10).text == "mine"
        adapter.close()


@pytest.mark.parametrize("family", ["honeywell", "continuous"])
def test_a_scanner_that_answers_nothing_is_usable_and_never_healthy(tmp_path, family):
    rig = SerialScannerRig(tmp_path, family)
    try:
        adapter = rig.open()
        rig.read(adapter, CODE)
        found = adapter.status()
        assert (found.state, found.worst.code) == (DeviceState.ATTENTION, "status.unsupported")
        assert found.ready
        assert adapter.check(Level.INTERNAL).result == "warn"
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


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"port": "/dev/ttyS1", "profile": "no"}, "选项 profile 没有 'no'；可以写 honeywell、grow"),
        ({"port": "/dev/ttyS1", "idle": 1}, "选项 idle 要写成 5 到 2000 的整数"),
        ({"port": "ttyS1"}, "选项 port 要写成从 / 开始的完整路径"),
        ({}, "code_scanner/serial 缺少选项 port"),
    ],
)
def test_a_wrong_option_is_named(options, said):
    with pytest.raises(ValueError) as caught:
        open_device("code_scanner", "serial", options)
    assert said in str(caught.value)


def test_every_profile_is_a_trigger_or_none():
    assert list(_profile.every()) == FAMILIES
    for trigger in _profile.every().values():
        assert bool(trigger.start) == bool(trigger.stop)
        assert trigger.start or not trigger.ack

"""Scanners on serial lines: what is said to each family, and where a code ends."""

import pytest

from kiosk.devices import open_device
from kiosk.devices.code_scanner import _faults, _profile
from kiosk.devices.code_scanner._burst import Burst
from kiosk.devices.code_scanner._trigger import Answer
from kiosk.model import Completion, DeviceError
from tests.devices.rigs import until
from tests.devices.rigs.code_scanner_serial import SerialScannerRig
from tests.devices.scanner_lines.wire import played, port_of, refusal

CODE = "http://example.invalid/licence?id=1"
FAMILIES = ["honeywell", "syn-only", "grow", "newland", "continuous"]


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
    assert newland.answered(b"\x06") == Answer(True, 0, b"")
    assert newland.answered(b"late code\r\x06rest") == Answer(True, 10, b"rest")
    assert newland.answered(b"\xff\x06\xfe") is None
    assert newland.answered(b"\x15") == Answer(False, 0, b"")


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


def test_an_end_character_ends_a_code_only_when_nothing_follows_it():
    burst = Burst(0.05, 0.02)
    burst.take(b"\nfirst\r")
    assert burst.quiet == 0.02
    burst.take(b"second")
    assert burst.quiet == 0.05
    burst.take(b"\r\n")
    assert burst.ended().data == b"first\rsecond"
    assert burst.quiet is None


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


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"port": "/dev/ttyS1", "profile": "no"}, "选项 profile 没有 'no'；可以写 honeywell、syn-only、grow"),
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

"""Keyboard scanners: events byte for byte, and not one key that anybody else hears."""

import os
from pathlib import Path

import pytest

from kiosk.devices import open_device
from kiosk.devices._usb import Address
from kiosk.devices.code_scanner import _evdev
from kiosk.devices.code_scanner._evdev import EventLine
from kiosk.devices.code_scanner._keys import EVENT, Keys
from kiosk.devices.code_scanner._node import Place
from kiosk.model import Completion, DeviceError, DeviceState, Level
from tests.devices.rigs import Attempt, until
from tests.devices.rigs.code_scanner_hid_pos import plug
from tests.devices.scanner_lines.wire import refusal

# A, Enter: shift down, a down, a up, shift up, Enter down and up, each with its SYN; without the time.
GOLDEN = """
01002a0001000000 0000000000000000 01001e0001000000 0000000000000000
01001e0000000000 0000000000000000 01002a0000000000 0000000000000000
01001c0001000000 0000000000000000 01001c0000000000 0000000000000000
"""
SHIFT, CONTROL, ALT, CAPS, F1 = 42, 29, 56, 58, 59


def typed(*keys):
    """A key goes down and up; a negative one goes down only."""
    return b"".join(
        EVENT.pack(0, 0, 1, abs(key), value) for key in keys for value in ((1,) if key < 0 else (1, 0))
    )


def text(events):
    keys = Keys(0.05)
    keys.take(events)
    code = keys.ended()
    return code and code.data


def test_golden_events_are_a_capital_letter():
    assert EVENT.size == 24
    assert text(b"".join(bytes(16) + bytes.fromhex(event) for event in GOLDEN.split())) == b"A"


def test_capitals_come_by_shift_or_by_caps_lock_and_both_are_none():
    assert text(typed(30, CAPS, 30, -SHIFT, 30, 2, CAPS, 28)) == b"aAa!"


def test_a_key_that_repeats_or_goes_up_types_nothing():
    repeat, up = EVENT.pack(0, 0, 1, 30, 2), EVENT.pack(0, 0, 1, 30, 0)
    assert text(typed(30) + repeat + up + typed(48)) == b"ab"


@pytest.mark.parametrize(
    ("events", "completion", "code"),
    [
        (typed(-ALT, 79), Completion.USER_ERROR, "keys.alt"),
        (typed(-CONTROL, 27), Completion.USER_ERROR, "code.control"),
        (typed(F1), Completion.INVALID_DATA, "keys.foreign"),
        (EVENT.pack(0, 0, 0, 3, 0), Completion.INVALID_DATA, "keys.lost"),
        (typed(30)[:-1], Completion.INVALID_DATA, "keys.lost"),
    ],
)
def test_what_is_no_character_is_named(events, completion, code):
    with pytest.raises(DeviceError) as caught:
        Keys(0.05).take(events)
    assert (caught.value.completion, caught.value.fault.code) == (completion, code)


def test_every_character_of_a_us_keyboard_comes_through(keys):
    every = "".join(map(chr, range(0x21, 0x7F)))
    assert keys.read(keys.open(), every).text == every


def test_a_code_ends_with_enter(keys):
    adapter = keys.open()
    for code in ("http://example.invalid/1", "http://example.invalid/2"):
        assert keys.read(adapter, code).text == code


def test_a_code_ends_with_silence(keys):
    keys.set(fault="no_suffix")
    adapter = keys.open(proven=False)
    for code in ("http://example.invalid/1", "http://example.invalid/2"):
        assert keys.read(adapter, code).text == code


def test_chinese_by_alt_and_digits_is_refused_by_name(keys):
    adapter = keys.open()
    with pytest.raises(DeviceError) as caught:
        keys.read(adapter, "张三")
    assert (caught.value.completion, caught.value.fault.code) == (Completion.USER_ERROR, "keys.alt")
    assert "汉字" in caught.value.fault.citizen
    assert keys.read(adapter, "4711").text == "4711"


def test_function_keys_are_no_code(keys):
    adapter = keys.open()
    keys.set(fault="garbage")
    with pytest.raises(DeviceError) as caught:
        keys.read(adapter, "4711")
    assert caught.value.fault.code == "keys.foreign"


def test_it_is_online_once_it_has_read_a_code_and_not_before(keys):
    adapter = keys.open(proven=False)
    found = adapter.status()
    assert (found.state, found.worst.code) == (DeviceState.UNKNOWN, "status.unsupported")
    assert adapter.check(Level.INTERNAL).result == "warn"
    keys.read(adapter, "4711")
    assert adapter.status().state is DeviceState.ONLINE
    keys.set(fault="unplugged")
    until(lambda: adapter.status().state is DeviceState.ABSENT)
    keys.set(fault=None)
    until(lambda: adapter.status().state is DeviceState.UNKNOWN)


# --- nobody else hears it ---


class Screen:
    """Another program that listens to the same keyboard, as a display server does."""

    def __init__(self, rig):
        self._node = plug(rig.device.endpoint, b"screen")

    def heard(self):
        try:
            return os.read(self._node, 4096)
        except BlockingIOError:
            return b""

    def close(self):
        os.close(self._node)


@pytest.fixture
def screen(keys):
    found = Screen(keys)
    yield found
    found.close()


def test_a_scan_never_types_into_a_screen(keys, screen):
    adapter = keys.open()
    for code in ("4711\n", "rm -rf", "<script>", "张三"):
        try:
            keys.read(adapter, code)
        except DeviceError as error:
            assert error.fault.code == "keys.alt"
    keys.set(code="while nobody waits")
    until(lambda: int(adapter.status().detail["discarded_bytes"]) >= 18 * 48)
    assert screen.heard() == b""


def test_the_keys_are_free_again_after_close_and_a_screen_would_hear_them(keys, screen):
    """Or the test above would prove nothing."""
    keys.open().close()

    def shown():
        keys.set(code="x")
        return screen.heard()

    until(shown)


def test_a_keyboard_that_another_program_holds_is_a_fault_and_nothing_is_read_from_it(keys):
    keys.set(fault="held")
    adapter = keys.open()
    found = adapter.status()
    assert (found.state, found.worst.code) == (DeviceState.FAULT, "keys.held")
    keys.set(code="4711")
    assert refusal(adapter, 0.1).fault.code == "keys.held"
    assert adapter.check(Level.INTERNAL).result == "fail"
    keys.set(fault=None)
    until(lambda: adapter.status().state is DeviceState.UNKNOWN)


def test_two_terminals_cannot_hold_one_keyboard(keys):
    keys.open()
    assert keys.open(proven=False).status().worst.code == "keys.held"


def test_a_node_that_the_system_does_not_let_us_hold_is_a_fault_and_no_descriptor_is_left():
    """The real call, on a node that is no keyboard."""
    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(DeviceError) as caught:
        EventLine(Path("/dev/null"))
    assert caught.value.fault.code == "keys.none" and "占用" not in caught.value.fault.technician
    assert len(os.listdir("/proc/self/fd")) == before
    adapter = open_device("code_scanner", "wedge", {"path": "/dev/null"})
    assert adapter.status().state is DeviceState.FAULT
    adapter.close()


# --- finding it ---


def node(system, name, vendor, product, keys):
    device = system / "class/input" / name / "device"
    (device / "id").mkdir(parents=True)
    (device / "capabilities").mkdir()
    (device / "id/vendor").write_text(vendor + "\n")
    (device / "id/product").write_text(product + "\n")
    (device / "capabilities/key").write_text(keys + "\n")


FULL = "10000 7 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe"


def test_of_one_plug_the_node_with_an_enter_key_is_taken(tmp_path):
    node(tmp_path, "event3", "0c2e", "0b61", "7f3e0000 0 0")
    node(tmp_path, "event12", "0c2e", "0b61", FULL)
    node(tmp_path, "event1", "046d", "c31c", FULL)
    (tmp_path / "class/input/event0").mkdir()
    assert str(_evdev.find(Place(usb=Address(0x0C2E, 0x0B61)), tmp_path)) == "/dev/input/event12"
    with pytest.raises(FileNotFoundError):
        _evdev.find(Place(usb=Address(0x0C2E, 0x0001)), tmp_path)


def test_close_breaks_the_wait_for_a_key(keys):
    adapter = keys.open()
    waiting = Attempt(adapter.scan, "diagnosis", 20)

    def broken():
        adapter.close()
        return waiting.over()

    until(broken)
    assert waiting.error().completion is Completion.CANCELED

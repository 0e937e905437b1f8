"""HID-POS scanners: reports byte for byte, codes of several reports, and finding the node."""

import pytest

from kiosk.devices import open_device
from kiosk.devices._usb import Address
from kiosk.devices.code_scanner import _hidraw, _report, hid_pos
from kiosk.devices.code_scanner._node import Place
from kiosk.devices.code_scanner._report import NO_TRIGGER, Reports, decoded, symbology
from kiosk.model import Completion, DeviceError, DeviceState, Level
from tests.devices.rigs import HASTY, Attempt, until
from tests.devices.scanner_lines.wire import refusal

# Two reports of one code of 60 characters, laid out as in makers' manuals.
FIRST = (
    bytes.fromhex("02 38 5D 51 30")
    + b"M1GATHERGOOD/MICHAEL YABCDEF LHRDURAK 3542 052Y003D23  0"[:56]
    + b"s\0\x01"
)
LAST = bytes.fromhex("02 04 5D 51 30") + b"1234".ljust(56, b"\0") + b"s\0\0"
# The head of the report descriptor of a bar-code scanner, of a keyboard, and one with a long item.
POS = bytes.fromhex("05 8C 09 02 A1 01 09 12 A1 02 85 02 15 00 26 FF 00 75 08 95 01 05 01 09 3B 81 02 C0 C0")
KEYBOARD = bytes.fromhex("05 01 09 06 A1 01 05 07 19 E0 29 E7 15 00 25 01 75 01 95 08 81 02 C0")


def test_golden_reports_are_one_code():
    assert (len(FIRST), len(LAST)) == (64, 64)
    reports = Reports(gap=1.0)
    assert reports.take(FIRST) is None
    assert reports.quiet == 1.0
    code = reports.take(LAST)
    assert code.data == FIRST[5:61] + b"1234"
    assert code.symbology == "QRCode"
    assert reports.quiet is None


def test_the_trigger_is_a_padded_output_report():
    assert _report.TRIGGER.start == bytes.fromhex("FD 03 16 54 0D").ljust(64, b"\0")
    assert _report.TRIGGER.stop == bytes.fromhex("FD 03 16 55 0D").ljust(64, b"\0")


@pytest.mark.parametrize(
    ("aim", "name"),
    [(b"]Q1", "QRCode"), (b"]C0", "Code128"), (b"]d2", "DataMatrix"), (b"]L2", "PDF417"), (b"]E0", "EAN13"),
     (b"]E4", "EAN8"), (b"]z0", "Aztec"), (b"]?0", ""), (b"\0\0\0", ""), (b"\xff\xff\xff", "")],
)  # fmt: skip
def test_the_aim_identifier_names_the_symbology_or_nothing_does(aim, name):
    assert symbology(aim) == name


@pytest.mark.parametrize("report", [b"", b"\x04\x01", b"\x16", bytes(64)])
def test_a_report_of_another_kind_is_none_of_ours(report):
    assert decoded(report) is None


@pytest.mark.parametrize("report", [b"\x02", FIRST[:-1], FIRST + b"\0", b"\x02\x39" + FIRST[2:]])
def test_a_broken_report_is_named(report):
    with pytest.raises(DeviceError) as caught:
        decoded(report)
    assert (caught.value.completion, caught.value.fault.code) == (Completion.INVALID_DATA, "link.garbled")


def test_a_report_of_another_symbology_does_not_go_on_with_this_code():
    reports = Reports(gap=1.0)
    reports.take(FIRST)
    with pytest.raises(DeviceError) as caught:
        reports.take(LAST.replace(b"]Q0", b"]C0"))
    assert caught.value.fault.code == "code.cut"


@pytest.mark.parametrize("length", [0, 1, 55, 56, 57, 112, 500, 4096])
def test_a_code_of_any_length_is_read_whole(reports, length):
    adapter = reports.open()
    if length == 0:
        reports.set(code="")
        assert refusal(adapter).fault.code == "code.other", "an empty code is good for nothing"
        return
    code = ("0123456789" * 410)[:length]
    assert reports.read(adapter, code).text == code


def test_a_code_of_any_charset_and_symbology_is_read(reports):
    reports.set(aim="]d1")
    adapter = reports.open()
    scan = reports.read(adapter, code_hex="张𬭎".encode("gb18030").hex())
    assert (scan.text, scan.symbology) == ("张𬭎", "DataMatrix")


def test_the_light_goes_out_when_nobody_waits(reports):
    adapter = reports.open()
    assert refusal(adapter, 0).fault.code == "code.none"
    waiting = Attempt(adapter.scan, "diagnosis", 20)
    until(reports.lit)
    adapter.close()
    assert waiting.error().completion is Completion.CANCELED
    until(lambda: not reports.lit())


def test_a_scanner_whose_bus_takes_no_report_is_never_online(reports):
    reports.set(fault="silent")
    adapter = reports.open(HASTY)
    for _ in range(4):
        assert adapter.status().state is DeviceState.FAULT
        assert refusal(adapter).fault.code == "link.silent"
    reports.set(fault=None)
    until(lambda: adapter.status().state is DeviceState.ONLINE)


@pytest.mark.parametrize(("fault", "code"), [("garbage", "link.garbled"), ("half", "code.cut")])
def test_reports_that_are_no_code_are_named(reports, fault, code):
    adapter = reports.open(0.3)
    reports.set(fault=fault, code="0123456789" * 8)
    error = refusal(adapter)
    assert (error.completion, error.fault.code) == (Completion.INVALID_DATA, code)
    reports.set(fault=None)
    assert reports.read(adapter, "again").text == "again"


def test_a_plug_pulled_between_two_reports_leaves_no_half_code(reports):
    adapter = reports.open()
    reports.set(code="0123456789" * 6, unplug_at_byte=64)
    error = refusal(adapter)
    assert (error.completion, error.fault.code) == (Completion.HARDWARE_ERROR, "link.absent")
    until(lambda: reports.state().fault == "unplugged")
    reports.set(fault=None)
    until(lambda: adapter.status().state is DeviceState.ONLINE)
    assert reports.read(adapter, "0123456789" * 6).text == "0123456789" * 6


def test_without_a_trigger_only_a_code_proves_it(reports):
    """The virtual one waits for its trigger: nothing is sent to it here, so it reads nothing."""
    adapter = reports.open(trigger=NO_TRIGGER)
    assert adapter.status().state is DeviceState.UNKNOWN
    assert adapter.check(Level.INTERNAL).result == "warn"
    reports.set(code="never shown to a light")
    assert refusal(adapter, 0.1).fault.code == "code.none"
    assert not reports.lit()


def test_a_node_that_we_may_not_open_is_not_called_unplugged():
    def forbidden():
        raise PermissionError

    found = hid_pos.scanner(forbidden, "/dev/hidraw0", 1.0).status()
    assert (found.state, found.worst.code) == (DeviceState.FAULT, "link.denied")
    assert "udev" in found.worst.technician


# --- finding it ---


def node(system, name, identity, descriptor):
    folder = system / "class/hidraw" / name / "device"
    folder.mkdir(parents=True)
    (folder / "uevent").write_text(f"DRIVER=hid-generic\nHID_ID={identity}\nHID_NAME=Scanner\n")
    (folder / "report_descriptor").write_bytes(descriptor)


@pytest.fixture
def system(tmp_path):
    """Keyboard and scanner of one plug, a stranger, and one that says nothing of itself."""
    node(tmp_path, "hidraw2", "0003:00000C2E:00000B81", KEYBOARD)
    node(tmp_path, "hidraw10", "0003:00000C2E:00000B81", POS)
    node(tmp_path, "hidraw1", "0003:0000046D:0000C31C", KEYBOARD)
    (tmp_path / "class/hidraw/hidraw0").mkdir()
    return tmp_path


def test_of_one_plug_the_node_of_the_scanner_is_taken(system):
    assert str(_hidraw.find(Place(usb=Address(0x0C2E, 0x0B81)), system)) == "/dev/hidraw10"


def test_a_plug_that_is_not_there_is_absent(system):
    with pytest.raises(FileNotFoundError):
        _hidraw.find(Place(usb=Address(0x0C2E, 0x0001)), system)


def test_a_keyboard_is_no_hid_scanner_by_plug_or_by_path(system, tmp_path):
    path = tmp_path / "hidraw1"
    path.touch()
    for place in (Place(usb=Address(0x046D, 0xC31C)), Place(str(path))):
        with pytest.raises(DeviceError) as caught:
            _hidraw.find(place, system)
        assert caught.value.fault.code == "hid.not_pos"


def test_a_name_that_points_to_the_node_is_followed(system, tmp_path):
    (tmp_path / "hidraw10").touch()
    (tmp_path / "scanner").symlink_to(tmp_path / "hidraw10")
    assert _hidraw.find(Place(str(tmp_path / "scanner")), system) == tmp_path / "scanner"


def test_usage_pages_are_read_past_items_of_every_size():
    assert _hidraw.usage_pages(POS) == {0x8C, 0x01}
    assert _hidraw.usage_pages(bytes.fromhex("FE 02 00 05 8C 06 66 FF 07 8C 00 00 00")) == {0xFF66, 0x8C}
    assert _hidraw.usage_pages(b"\x05") == {0} and _hidraw.usage_pages(b"\xfe") == set()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "选项 path（设备文件）和 usb（厂商:产品）要写一个，只写一个"),
        ({"path": "/dev/hidraw0", "usb": "0c2e:0b81"}, "要写一个，只写一个"),
        ({"usb": "c2e:b81"}, "选项 usb 要写成四位十六进制的厂商:产品"),
        ({"path": "hidraw0"}, "选项 path 要写成从 / 开始的完整路径"),
        ({"path": "/dev/hidraw0", "trigger": "other"}, "选项 trigger 没有 'other'；可以写 honeywell、none"),
    ],
)
def test_a_wrong_option_is_named(options, said):
    with pytest.raises(ValueError) as caught:
        open_device("code_scanner", "hid_pos", options)
    assert said in str(caught.value)

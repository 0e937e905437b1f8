"""A slip stands at the mouth of a presenter: it is taken or taken back, and it is never the next person's."""

import json
import socket

import pytest

from kiosk.devices.receipt_printer import _encode, _presenter, _profile, escpos
from kiosk.devices.virtual import state
from kiosk.devices.virtual.mechanism import ReceiptMechanismState
from kiosk.model import DeviceError, DeviceState, Media, SlipText
from tests.devices.rigs import Attempt, until
from tests.devices.rigs.receipt_printer import SlipRig

SLIP = [SlipText("收件凭证", size=2), SlipText("已收件（还没受理）")]
PROFILES = ["custom-vkp80ii", "pyramid-reliance"]


@pytest.fixture(params=PROFILES)
def printer(request, tmp_path):
    rig = SlipRig(tmp_path, presenter=True, fixed_bits=request.param != "pyramid-reliance")
    rig.profile = request.param
    yield rig
    rig.stop()


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Paper of this printer takes no time unless it is told to."""
    monkeypatch.setattr(escpos, "_SLOWER", 0.05)


def opened(printer, **options):
    return printer.open(profile=printer.profile, **options)


def retracted(printer):
    found = printer.out / "retracted.json"
    return json.loads(found.read_text("utf-8")) if found.is_file() else []


def media(adapter, *wanted):
    return until(lambda: (found := adapter.status().media) in wanted and found)


def test_a_slip_is_presented_and_taken(printer):
    adapter = opened(printer)
    assert adapter.status().media is Media.NOT_PRESENT
    adapter.print("job", SLIP, 20)
    assert [slip["complete"] for slip in printer.slips()] == [True]
    found = adapter.status()
    assert (found.media, found.state) == (Media.PRESENT, DeviceState.ONLINE)
    printer.set(torn=1)
    assert media(adapter, Media.TAKEN, Media.RETRACTED) is Media.TAKEN
    assert adapter.status().media is Media.TAKEN, "until the next slip begins"
    assert not retracted(printer)


def test_a_slip_that_nobody_takes_is_taken_back(printer):
    adapter = opened(printer, retract_after=0.2)
    adapter.print("job", SLIP, 20)
    assert media(adapter, Media.TAKEN, Media.RETRACTED) is Media.RETRACTED
    assert retracted(printer) == ["slip-0001.png"]
    until(lambda: printer.mouth() is None)


def test_the_next_person_never_takes_the_last_ones_slip(printer):
    """The process that printed it is gone: the next one finds it at the mouth and takes it back first."""
    opened(printer).print("first", SLIP, 20)
    adapter = opened(printer)
    assert adapter.status().media is Media.PRESENT
    adapter.print("second", [SlipText("第二位")], 20)
    assert retracted(printer) == ["slip-0001.png"]
    until(lambda: printer.mouth() == "slip-0002.png")


def test_the_printers_own_timer_takes_it_back_when_no_process_is_left(printer, monkeypatch):
    monkeypatch.setattr(_presenter, "_GRACE", 0.3)
    adapter = opened(printer, retract_after=0.7)
    adapter.print("job", SLIP, 20)
    adapter.close()
    until(lambda: retracted(printer) == ["slip-0001.png"])


def test_a_mouth_that_is_not_freed_keeps_the_next_slip_inside(printer, monkeypatch):
    monkeypatch.setattr(_presenter, "_CLEARS_WITHIN", 0.2)
    printer.mechanism(output="blocked")
    adapter = opened(printer)
    with pytest.raises(DeviceError) as caught:
        adapter.print("job", SLIP, 20)
    assert caught.value.fault.code == "output.blocked"
    assert not printer.slips()
    printer.mechanism(output="clear")
    adapter.print("job", SLIP, 20)


def test_a_jam_before_the_mouth_is_no_printed_slip(printer):
    printer.set(speed_mm_s=60)
    adapter = opened(printer)
    attempt = Attempt(adapter.print, "job", SLIP, 20)
    until(printer.printed_lines)
    printer.mechanism(path="jam")
    assert attempt.error().fault.code == "media.jam"
    found = adapter.status()
    assert (found.media, found.ready) == (Media.JAMMED, False)
    printer.mechanism(path="clear")
    printer.set(speed_mm_s=0)
    until(lambda: adapter.status().ready)
    adapter.print("job", SLIP, 20)
    assert printer.slips()[-1]["complete"]


def test_paper_that_passes_the_sensor_is_no_slip(printer):
    """Left to itself, such a printer lets the paper out while it prints."""
    printer.set(speed_mm_s=60, paper_out_after_lines=1)
    adapter = opened(printer)
    with pytest.raises(DeviceError) as caught:
        adapter.print("job", SLIP, 20)
    assert caught.value.fault.code == "media.empty"
    assert not any(slip["complete"] for slip in printer.slips())


def test_what_is_left_of_a_failed_slip_goes_back_and_not_to_the_next_person(printer, monkeypatch):
    monkeypatch.setattr(escpos, "_SLOWER", 0.3)  # an estimate that holds on a machine that does much else
    printer.set(paper_out_after_lines=1)
    with pytest.raises(DeviceError):
        opened(printer).print("first", [SlipText("第一位"), *SLIP], 20)
    printer.set(paper="full")
    adapter = opened(printer)
    adapter.print("second", [SlipText("第二位")], 20)
    last = len(printer.slips())
    assert printer.slips()[-1]["rasters"] == 1, "nothing of the first is on it"
    assert retracted(printer) == [f"slip-{last - 1:04d}.png"]
    until(lambda: printer.mouth() == f"slip-{last:04d}.png")


def test_a_slip_that_never_reaches_the_mouth_is_not_printed(printer):
    printer.set(speed_mm_s=1)
    adapter = opened(printer)
    with pytest.raises(DeviceError) as caught:
        adapter.print("job", SLIP, 1.5)
    assert caught.value.fault.code in ("print.not_presented", "timeout")
    assert "看一看出纸口" in caught.value.fault.citizen


@pytest.mark.parametrize(
    ("base", "more", "code"),
    [
        ({"paper": "out"}, {}, "media.empty"),
        ({"paper": "low"}, {}, "media.low"),
        ({"cover": "open"}, {}, "cover.open"),
        ({"cutter": "jam"}, {}, "cutter.jam"),
        ({"heat": "hot"}, {}, "head.hot"),
        ({}, {"path": "jam"}, "media.jam"),
        ({}, {"error": "voltage"}, "printer.voltage"),
        ({}, {"error": "line"}, "line.errors"),
        ({}, {"panel": "feeding"}, "printer.feeding"),
        ({"fault": "garbage"}, {}, "link.garbled"),
        ({"fault": "silent"}, {}, "link.silent"),
        ({}, {"answers": "half"}, "link.silent"),
    ],
)
def test_each_state_of_the_six_bytes_is_told(printer, base, more, code):
    printer.set(**base)
    printer.mechanism(**more)
    found = opened(printer, deadline=0.3).status()
    assert found.worst.code == code
    assert found.ready is (code == "media.low")


def test_a_mechanism_without_a_presenter_knows_nothing_of_the_mouth(tmp_path):
    rig = SlipRig(tmp_path)
    try:
        adapter = rig.open()
        adapter.print("job", SLIP, 20)
        assert adapter.status().media is Media.UNKNOWN
    finally:
        rig.stop()


def test_the_virtual_mechanism_moves_a_slip_as_it_is_told(tmp_path):
    """By other orders than ours, too: out (3), thrown out (5), what the sensors see (6)."""
    rig = SlipRig(tmp_path, presenter=True)
    try:
        with socket.create_connection(rig.device.endpoint, timeout=10) as line:
            line.sendall(b"first\n\x1de\x06")
            assert line.recv(1) == b"\x08", "the paper comes out while it is printed"
            line.sendall(b"\x1de\x12\x1de\x06")
            assert line.recv(1) == b"\x00"
            line.sendall(b"\x1de\x03\x0c\x1de\x06")
            assert line.recv(1) == b"\x08"
            assert [slip["complete"] for slip in rig.slips()] == [True], "it cuts before it presents"
            line.sendall(b"\x1de\x05\x1de\x06")
            assert line.recv(1) == b"\x00"
            assert not retracted(rig)
            until(lambda: rig.mouth() is None)
            rig.mechanism(output="blocked")
            line.sendall(b"\x1de\x06\x10\x04\x14")
            answers = b""
            while len(answers) < 7:
                answers += line.recv(7)
            assert answers.replace(b"\x10\x0f\x20\x00\x00\x00", b"") == b"\x08"
    finally:
        rig.stop()


def test_the_order_that_presents():
    """Twelve steps of 7 mm; the printer's own timer is one byte."""
    assert _encode.present(34.2) == bytes.fromhex("1D65200C23")
    assert _encode.present(4000.0)[-1] == 255
    assert bytes.fromhex("1D6502") == _encode.RETRACT
    apart = _encode.part(_profile.named("custom-vkp80ii"), cleared=True)
    assert apart == bytes.fromhex("1B40 1B3320 1D6512 1D564200 1D6502")


@pytest.mark.parametrize(
    ("more", "code", "citizen"),
    [
        ({"path": "jam"}, "media.jam", "卡纸"),
        ({"error": "voltage"}, "printer.voltage", "电源"),
        ({"error": "line"}, "line.errors", "没有收对"),
    ],
)
def test_each_trouble_of_the_mechanism_has_a_sentence_of_its_own(printer, more, code, citizen):
    printer.mechanism(**more)
    adapter = opened(printer)
    (fault,) = adapter.status().faults
    assert (fault.code, citizen in fault.citizen) == (code, True)
    with pytest.raises(DeviceError) as caught:
        adapter.print("job", SLIP, 20)
    assert caught.value.fault == fault
    assert not printer.slips()


def test_a_printer_without_a_presenter_cannot_be_told_that_its_mouth_is_blocked(tmp_path):
    state.write(tmp_path / "state", ReceiptMechanismState(output="blocked"))  # left by one that has
    rig = SlipRig(tmp_path)
    try:
        assert state.read(rig.folder, ReceiptMechanismState).output == "clear"
        with pytest.raises(state.StateError, match="output must be clear without a presenter"):
            rig.mechanism(output="blocked")
        rig.mechanism(presenter=True)
        until(lambda: not state.read(rig.folder, ReceiptMechanismState).presenter)
    finally:
        rig.stop()

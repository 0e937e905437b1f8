"""A printer that tells by itself: its word is used instead of asking, and its silence is not."""

import pytest

from kiosk.devices.receipt_printer import _push, _status
from kiosk.devices.receipt_printer._ear import Ear
from kiosk.model import DeviceState, SlipText, Supply
from tests.devices.receipt.cables import plugged
from tests.devices.rigs import until

ASK = b"\x10\x04"
SLIP = [SlipText("收件凭证"), SlipText("已收件（还没受理）")]
PROFILE = "epson-tm-t20iii"


@pytest.fixture(params=["tcp", "serial"])
def printer(request, tmp_path, monkeypatch):
    rig = plugged(request.param, tmp_path, monkeypatch)
    rig.questions = 0
    asked = rig.device.asked

    def count(channel, number):
        rig.questions += 1
        asked(channel, number)

    rig.device.asked = count
    yield rig
    rig.stop()


def told(adapter):
    """Until the printer has been made to speak by itself."""
    assert adapter.status().ready
    until(lambda: adapter._link._ear.pushed is not None or _drained(adapter))
    return adapter


def _drained(adapter):
    before = adapter._link._known_at
    adapter._link.drain()
    return adapter._link._known_at != before


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ({"cover": "open"}, "cover.open"),
        ({"paper": "out"}, "media.empty"),
        ({"paper": "low"}, "media.low"),
        ({"cutter": "jam"}, "cutter.jam"),
        ({"heat": "hot"}, "head.hot"),
    ],
)
def test_a_change_is_known_without_asking(printer, monkeypatch, trouble, code):
    monkeypatch.setattr(_push, "TRUSTED", 60.0)
    adapter = told(printer.open(profile=PROFILE))
    asked = printer.questions
    printer.set(**trouble)
    found = until(lambda: (status := adapter.status()).worst and status)
    assert found.worst.code == code
    assert printer.questions == asked, "nobody asked"


def test_it_is_asked_again_after_a_silence_which_is_never_ok(printer, monkeypatch):
    monkeypatch.setattr(_push, "TRUSTED", 0.05)
    adapter = told(printer.open(0.2, profile=PROFILE))
    printer.set(fault="silent")
    assert until(lambda: adapter.status().worst).code == "link.silent"
    assert not adapter.status().ready
    printer.set(fault=None)
    until(lambda: adapter.status().ready)


def test_a_slip_ends_it_and_the_next_question_begins_it_again(printer, monkeypatch):
    """ESC @ takes back what GS a ordered; what was known before the slip is not believed behind it."""
    monkeypatch.setattr(_push, "TRUSTED", 60.0)
    adapter = told(printer.open(profile=PROFILE))
    adapter.print("job", SLIP, 20)
    assert [slip["complete"] for slip in printer.slips()] == [True]
    assert not printer.device._wanted
    asked = printer.questions
    told(adapter)
    assert printer.questions > asked
    until(lambda: printer.device._wanted)


def test_a_printer_of_which_nobody_promised_it_is_asked_every_time(printer):
    adapter = printer.open()
    for _ in range(3):
        asked = printer.questions
        assert adapter.status().ready
        assert printer.questions == asked + 4
    assert not printer.device._wanted


def test_the_line_that_breaks_is_known_at_once(printer, monkeypatch):
    monkeypatch.setattr(_push, "TRUSTED", 60.0)
    adapter = told(printer.open(0.5, profile=PROFILE))
    printer.set(fault="disconnected")
    until(lambda: adapter.status().state is DeviceState.ABSENT)
    printer.set(fault=None)
    until(lambda: adapter.status().ready)


def test_maker_and_model_stand_in_the_detail(printer):
    detail = printer.open(profile=PROFILE).status().detail
    assert (detail["maker"], detail["model"]) == ("VIRTUAL", "SLIP-80")
    assert "maker" not in printer.open().status().detail, "of a profile that does not promise it nobody asks"


def test_one_that_does_not_say_who_it_is_is_none_the_worse(printer, monkeypatch):
    monkeypatch.setattr("kiosk.devices.virtual.receipt_printer._NAMES", {})
    adapter = printer.open(0.3, profile=PROFILE)
    found = adapter.status()
    assert found.ready and "maker" not in found.detail
    adapter.print("job", SLIP, 20)


@pytest.mark.parametrize("pieces", [1, 3, 16])
def test_what_it_says_by_itself_does_not_break_the_answer_behind_it(pieces):
    ear = Ear(fixed_bits=True)
    ear.expect(0x5F, lambda heard: heard[-1] == 0)
    said = bytes.fromhex("10 00 0c 00 5f 41 42 00 12")
    left = b"".join(ear.sort(said[at : at + pieces]) for at in range(0, len(said), pieces))
    assert (ear.pushed, ear.told, left) == (said[:4], said[4:8], b"\x12")


@pytest.mark.parametrize(
    "pushed", ["10 90 00 00", "10 00 10 00", "10 00 00 80", "12 00 00 00", "00 00 00 00"]
)
def test_four_bytes_with_other_fixed_bits_are_no_status(pushed):
    assert _push.answers(bytes.fromhex(pushed)) is None


@pytest.mark.parametrize(
    ("pushed", "codes", "paper"),
    [
        ("10 00 00 00", [], Supply.FULL),
        ("10 00 03 00", ["media.low"], Supply.LOW),
        ("18 00 0f 00", ["media.empty"], Supply.OUT),
        ("38 00 00 00", ["cover.open"], Supply.FULL),
        ("18 08 00 00", ["cutter.jam"], Supply.FULL),
        ("18 20 00 00", ["printer.unrecoverable"], Supply.FULL),
        ("18 40 00 00", ["head.hot"], Supply.FULL),
        ("18 04 00 00", ["printer.recoverable"], Supply.FULL),
        ("58 02 00 00", ["printer.feeding"], Supply.FULL),
        ("18 00 00 00", ["printer.offline"], Supply.FULL),
        ("14 00 00 00", [], Supply.FULL),
    ],
)
def test_the_bits_of_gs_a(pushed, codes, paper):
    found = _status.interpret(_push.answers(bytes.fromhex(pushed)))
    assert [fault.code for fault in found.faults] == codes
    assert found.supplies["paper"] is paper

"""A slip counts as printed when paper came out, cut and whole, and the printer said so afterwards."""

import pytest
import zxingcpp
from PIL import Image, ImageOps

from kiosk.devices.receipt_printer import escpos
from kiosk.model import (
    Completion,
    DeviceError,
    DeviceState,
    Level,
    SlipPair,
    SlipQr,
    SlipRule,
    SlipText,
    Supply,
)
from tests.devices.rigs import HASTY, Attempt, until
from tests.devices.rigs.receipt_printer import SlipRig

SLIP = (
    SlipText("德清县政务服务", align="center"),
    SlipText("收件凭证", size=2, align="center", bold=True),
    SlipRule(),
    SlipPair("编号", "330521-0012-003-00042-K"),
    SlipPair("状态", "已收件（还没受理）"),
    SlipRule(),
    SlipQr("https://example.invalid/q/330521-0012-003-00042-K"),
    SlipText("凭此码在任一自助终端查询进度", align="center"),
)


def refusal(adapter, job="job", lines=SLIP, timeout=10):
    with pytest.raises(DeviceError) as caught:
        adapter.print(job, lines, timeout)
    assert caught.value.fault.citizen and caught.value.fault.technician
    return caught.value


def picture(rig, number=1):
    return Image.open(rig.out / f"slip-{number:04d}.png")


def test_a_slip_comes_out_whole_and_hangs_in_the_mouth(printer):
    printer.open().print("job", SLIP, 10)
    (slip,) = printer.slips()
    assert slip["complete"]
    assert slip["texts"][:2] == ["德清县政务服务", "收件凭证"]
    assert slip["texts"][4] == "状态" + " " * 26 + "已收件（还没受理）"
    assert slip["qr"] == [SLIP[6].payload]
    assert printer.mouth() == "slip-0001.png"
    printer.set(torn=1)
    until(lambda: printer.mouth() is None)


def test_the_paper_is_80_mm_wide_and_its_code_can_be_scanned(printer):
    printer.open().print("job", SLIP, 10)
    paper = picture(printer)
    assert paper.width == 640, "80 mm at 8 dots a millimetre"
    assert [code.text for code in zxingcpp.read_barcodes(paper)] == [SLIP[6].payload]


def test_rare_names_are_inked_on_the_paper(printer):
    printer.open().print("job", [SlipText("𠮷𪚥", size=2)], 10)
    (slip,) = printer.slips()
    assert (slip["texts"], slip["rasters"]) == ([], 1)
    ink = ImageOps.invert(picture(printer))
    first, second = ink.crop((32, 32, 80, 80)), ink.crop((80, 32, 128, 80))
    for character in (first, second):
        left, top, right, bottom = character.getbbox()
        assert right - left > 30 and bottom - top > 30
    assert first.tobytes() != second.tobytes()


def test_a_font_without_a_glyph_leaves_a_blank_so_the_profile_must_tell(tmp_path):
    rig = SlipRig(tmp_path, repertoire="gb2312")
    try:
        rig.open(profile="gb18030-80").print("believed", [SlipText("张𬭎")], 10)
        rig.open(profile="gb2312-80").print("drawn", [SlipText("张𬭎")], 10)
        blank, drawn = rig.slips()
        assert blank["texts"] == ["张\u3000"]
        assert drawn["rasters"] == 1
    finally:
        rig.stop()


def test_a_finished_job_never_prints_twice(printer):
    adapter = printer.open()
    adapter.print("job", SLIP, 10)
    adapter.print("job", SLIP, 10)
    assert len(printer.slips()) == 1
    adapter.print("other", SLIP, 10)
    assert len(printer.slips()) == 2


def test_a_slip_that_nobody_can_confirm_is_not_printed_again_by_a_retry(printer):
    adapter = printer.open(profile="write-only-80")
    first, again = refusal(adapter), refusal(adapter)
    assert first.fault.code == again.fault.code == "print.unconfirmed"
    assert first.completion is again.completion is Completion.UNSUPPORTED
    refusal(adapter, "other", [SlipText("下一位")])
    slips = until(lambda: len(found := printer.slips()) > 1 and found)
    assert [slip["texts"][-1] for slip in slips] == [SLIP[-1].text, "下一位"]


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ({"paper": "out"}, "media.empty"),
        ({"cover": "open"}, "cover.open"),
        ({"cutter": "jam"}, "cutter.jam"),
        ({"heat": "hot"}, "head.hot"),
        ({"fault": "garbage"}, "link.garbled"),
    ],
)
def test_a_printer_in_trouble_is_not_asked_to_print(printer, trouble, code):
    printer.set(**trouble)
    adapter = printer.open()
    assert not adapter.status().ready
    assert refusal(adapter).fault.code == code
    assert adapter.check(Level.INTERNAL).result == "fail"
    printer.set(**{key: value for key, value in healthy().items() if key in trouble})
    until(lambda: adapter.status().state is DeviceState.ONLINE)
    adapter.print("job", SLIP, 10)
    assert len(printer.slips()) == 1


def healthy():
    return {"paper": "full", "cover": "closed", "cutter": "ok", "heat": "ok", "fault": None}


def test_low_paper_is_the_technicians_business_only(printer):
    printer.set(paper="low")
    adapter = printer.open()
    found = adapter.status()
    assert (found.state, found.supplies["paper"]) == (DeviceState.ATTENTION, Supply.LOW)
    assert found.worst.severity == "warning"
    adapter.print("job", SLIP, 10)
    assert adapter.check(Level.INTERNAL).result == "warn"


@pytest.mark.parametrize("profile", ["generic-80", "plain-bits-80"])
def test_paper_that_ends_in_the_middle_fails_the_job_and_the_retry_is_whole(printer, profile, monkeypatch):
    adapter = printer.open(profile=profile)
    printer.set(paper_out_after_lines=4)
    error = refusal(adapter)
    assert (error.completion, error.fault.code) == (Completion.DEVICE_NOT_READY, "media.empty")
    (torn,) = until(printer.slips)
    assert not torn["complete"] and len(torn["texts"]) == 4
    monkeypatch.setattr(escpos, "_SLOWER", 0.05)  # paper of this printer takes no time
    printer.set(paper="full")
    adapter.print("job", SLIP, 10)
    whole = until(lambda: (last := printer.slips()[-1])["complete"] and last)  # an estimate may be early
    assert whole["qr"] == [SLIP[6].payload]


def test_what_a_failed_job_left_behind_never_comes_out_for_the_next_person(printer):
    adapter = printer.open()
    printer.set(paper_out_after_lines=2)
    refusal(adapter, "first", [SlipText("第一位"), SlipText("的凭条"), SlipText("不得再出现")])
    printer.set(paper="full")
    adapter.print("second", [SlipText("第二位")], 10)
    assert [slip["texts"] for slip in printer.slips()] == [["第一位", "的凭条"], ["第二位"]]


@pytest.mark.parametrize("trouble", [{"cover": "open"}, {"cutter": "jam"}, {"heat": "hot"}])
def test_trouble_while_the_paper_moves_fails_the_job(printer, trouble):
    printer.set(speed_mm_s=40)
    adapter = printer.open(0.2)
    attempt = Attempt(adapter.print, "job", SLIP, 20)
    until(lambda: adapter.status().state is DeviceState.BUSY)
    printer.set(**trouble)
    assert attempt.error().completion is Completion.DEVICE_NOT_READY
    assert not printer.slips()


def test_paper_that_ends_after_the_slip_is_the_next_jobs_trouble(printer):
    adapter = printer.open()
    printer.set(paper_out_after_lines=len(SLIP) + 1)  # the code takes a line of its own behind it
    adapter.print("job", SLIP, 10)
    assert printer.slips()[0]["complete"]
    refusal(adapter, "next")
    assert len(printer.slips()) == 1


def test_all_bytes_sent_is_not_yet_printed(printer):
    """The paper is slower than the line: the roll ends long after the last byte was taken."""
    printer.set(speed_mm_s=200, paper_out_after_lines=6)
    assert refusal(printer.open()).fault.code == "media.empty"
    assert [slip["complete"] for slip in until(printer.slips)] == [False]


@pytest.mark.parametrize("fault", ["silent", "slow"])
def test_a_silent_printer_has_printed_nothing(printer, fault):
    printer.set(fault=fault)
    adapter = printer.open(HASTY)
    for _ in range(4):
        assert refusal(adapter).fault.code in ("link.silent", "link.absent")
        assert not adapter.status().ready
    assert not printer.slips()


def test_a_printer_that_falls_silent_after_the_last_byte_has_not_printed(printer):
    printer.set(speed_mm_s=100)
    adapter = printer.open(0.2)
    attempt = Attempt(adapter.print, "job", SLIP, 5)
    until(lambda: adapter.status().state is DeviceState.BUSY)
    printer.set(fault="silent")
    assert attempt.error().fault.code in ("link.silent", "timeout")


def test_a_line_that_breaks_and_comes_back_is_found_again(printer):
    adapter = printer.open(0.5)
    adapter.print("before", SLIP, 10)
    printer.set(fault="disconnected")
    until(lambda: adapter.status().state is DeviceState.ABSENT)
    assert refusal(adapter).fault.code == "link.absent"
    printer.set(fault=None)
    until(lambda: adapter.status().state is DeviceState.ONLINE)
    adapter.print("after", SLIP, 10)
    assert len(printer.slips()) == 2


def test_a_slip_that_takes_too_long_is_given_up(printer):
    printer.set(speed_mm_s=1)
    assert refusal(printer.open(0.2), timeout=0.3).fault.code == "timeout"


def test_a_glyph_that_cannot_be_drawn_stops_the_slip_before_the_first_byte(printer):
    error = refusal(printer.open(), lines=[SlipText("一行"), SlipText("名\U0010fffd")])
    assert (error.completion, error.fault.code) == (Completion.UNSUPPORTED, "glyph.missing")
    assert "U+10FFFD" in error.fault.technician
    assert not printer.slips()

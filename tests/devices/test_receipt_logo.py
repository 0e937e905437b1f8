"""The logo above a slip: a few bytes where the printer keeps it, dots where it does not."""

import pytest
from PIL import Image, ImageChops, ImageDraw

from kiosk.devices import open_device
from kiosk.devices.receipt_printer import KeepsLogo, _logo, _profile, escpos
from kiosk.model import SlipText
from tests.devices.receipt.cables import plugged

SLIP = [SlipText("收件凭证")]
IN_PRINTER = ["epson-tm-t20iii", "xprinter-xp-80t"]


@pytest.fixture
def picture(tmp_path):
    """Not the same from any side, and no multiple of eight."""
    image = Image.new("L", (301, 75), 255)
    pen = ImageDraw.Draw(image)
    pen.rectangle((10, 10, 120, 30), fill=0)
    pen.polygon([(150, 70), (290, 70), (290, 5)], fill=0)
    path = tmp_path / "logo.png"
    image.save(path)
    return path


@pytest.fixture(params=["tcp", "serial"])
def printer(request, tmp_path, monkeypatch):
    rig = plugged(request.param, tmp_path, monkeypatch)
    yield rig
    rig.stop()


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(escpos, "_SLOWER", 0.05)  # paper of this printer takes no time


def paper_of(rig, number):
    return Image.open(rig.out / f"slip-{number:04d}.png").convert("1")


@pytest.mark.parametrize("profile", IN_PRINTER)
def test_a_logo_that_the_printer_keeps_is_inked_as_one_that_is_sent(printer, picture, profile):
    kept = printer.open(profile=profile, logo=str(picture))
    assert isinstance(kept, KeepsLogo)
    assert kept.load_logo().result == "pass"
    kept.print("kept", SLIP, 20)
    kept.close()
    printer.open(logo=str(picture)).print("sent", SLIP, 20)
    first, second = printer.slips()[-2:]
    assert (first["logos"], first["rasters"], second["logos"], second["rasters"]) == (1, 0, 0, 2)
    kept_ink, sent_ink = paper_of(printer, len(printer.slips()) - 1), paper_of(printer, len(printer.slips()))
    box = ImageChops.invert(kept_ink.convert("L")).getbbox()
    assert box is not None and box[2] - box[0] > 250
    above = (0, 0, kept_ink.width, 32 + 80)
    assert kept_ink.crop(above).tobytes() == sent_ink.crop(above).tobytes()


@pytest.mark.parametrize("profile", IN_PRINTER)
def test_a_printer_that_lost_it_prints_the_slip_all_the_same(printer, picture, profile):
    printer.open(profile=profile, logo=str(picture)).print("job", SLIP, 20)
    (slip,) = printer.slips()
    assert slip["complete"] and slip["logos"] == 0 and slip["texts"] == ["收件凭证"]


def test_a_slip_never_writes_the_printers_memory(printer, picture):
    for profile in [*IN_PRINTER, "generic-80"]:
        adapter = printer.open(profile=profile, logo=str(picture))
        adapter.print(profile, SLIP, 20)
        adapter.close()
    assert not list(printer.out.glob("nv-*"))


def test_calling_it_costs_a_few_bytes(picture):
    for profile in IN_PRINTER:
        found = _logo.logo(str(picture), _profile.named(profile))
        assert sum(map(len, found.head)) < 20


def test_what_cannot_keep_it_says_so(printer, picture):
    adapter = printer.open(logo=str(picture))
    health = adapter.load_logo()
    assert health.result == "fail" and "没有存标志的地方" in health.advice
    adapter.close()
    health = printer.open(profile="xprinter-xp-80t").load_logo()
    assert health.result == "fail" and "没有写选项 logo" in health.advice
    assert not list(printer.out.glob("nv-*"))


def test_trouble_while_storing_is_told(printer, picture):
    printer.set(cover="open")
    health = printer.open(profile=IN_PRINTER[0], logo=str(picture)).load_logo()
    assert health.result == "fail" and "上盖" in health.value


@pytest.mark.parametrize(("size", "why"), [((577, 20), "太大"), ((100, 256), "太大")])
def test_a_picture_that_does_not_fit_is_refused_when_opening(tmp_path, size, why):
    path = tmp_path / "large.png"
    Image.new("1", size).save(path)
    with pytest.raises(ValueError, match=why):
        open_device("receipt_printer", "escpos", {"host": "h", "logo": str(path)})


def test_what_is_no_picture_is_refused_when_opening(tmp_path):
    path = tmp_path / "text.png"
    path.write_text("not a picture")
    with pytest.raises(ValueError, match="选项 logo.*不是图片"):
        open_device("receipt_printer", "escpos", {"host": "h", "logo": str(path)})
    with pytest.raises(ValueError, match="选项 logo.*没有这个文件"):
        open_device("receipt_printer", "escpos", {"host": "h", "logo": str(tmp_path / "none.png")})


def test_the_orders_as_the_reference_has_them(tmp_path):
    """Eight dots square, the upper left one black."""
    path = tmp_path / "dot.png"
    image = Image.new("1", (8, 8), 1)
    image.putpixel((0, 0), 0)
    image.save(path)
    column = _logo.logo(str(path), _profile.named("xprinter-xp-80t"))
    assert column.store(_profile.named("xprinter-xp-80t")) == bytes.fromhex(
        "1C7101 01000100 8000000000000000"
    )
    assert column.head == (bytes.fromhex("1B6101 1C700100 1B6100"),)
    row = _logo.logo(str(path), _profile.named("epson-tm-t20iii"))
    assert row.store(_profile.named("epson-tm-t20iii")) == bytes.fromhex(
        "1D284C 1300 304330 4B31 01 08000800 31 8000000000000000"
    )
    assert row.head == (bytes.fromhex("1B6101 1D284C0600 3045 4B31 0101 1B6100"),)

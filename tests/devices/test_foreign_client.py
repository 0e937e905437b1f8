"""Somebody else's ESC/POS client takes the virtual printer for a printer, and writes as our encoder does."""

import warnings

import pytest
import zxingcpp
from PIL import Image

from kiosk.devices.receipt_printer import _encode, _profile
from kiosk.model import SlipQr, SlipText
from tests.devices.rigs import until

CODE = "办件编号 330521-42"


@pytest.fixture
def foreign(tmp_path, monkeypatch):
    """Its printers, by name and arguments."""
    monkeypatch.setenv("ESCPOS_CAPABILITIES_PICKLE_DIR", str(tmp_path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it warns about is its own
        from escpos import printer

        yield lambda name, *arguments, **options: getattr(printer, name)(*arguments, **options)


@pytest.fixture
def client(printer, foreign):
    host, port = printer.device.endpoint
    found = foreign("Network", host, port=port, timeout=5, profile="default")
    found.open()
    yield found
    found.close()


def dots():
    """Two bytes wide, with a corner and the middle black."""
    found = Image.new("1", (16, 12), 1)
    found.putpixel((0, 0), 0)
    found.paste(0, (6, 4, 11, 9))
    return found


def test_it_asks_and_is_answered(printer, client):
    assert client.is_online()
    assert client.paper_status() == 2
    printer.set(paper="low")
    assert client.paper_status() == 1
    printer.set(paper="out")
    assert (client.is_online(), client.paper_status()) == (False, 0)


def test_it_prints_text_and_a_code_and_cuts(printer, client):
    client.set(align="center", bold=True)
    client.text("Receipt 42\n")
    client.qr("https://example.invalid/42", native=True, size=6)
    client.cut()
    (slip,) = until(printer.slips)
    assert slip["complete"]
    assert slip["texts"][0] == "Receipt 42"
    assert slip["qr"] == ["https://example.invalid/42"]


def test_its_chinese_and_its_dots_come_out_and_a_third_reads_the_code_on_the_paper(printer, client):
    client._raw(b"\x1c&")  # it writes GB18030, and leaves it to the printer to be in Chinese mode
    client.text("办事回执：张弘，￥0.00\n")
    client.image(dots(), impl="bitImageRaster", center=False)
    client.set(align="center")
    client.text("\n")
    client.qr(CODE, native=True, size=6)
    client.text("\n第二行\n")
    client.cut(mode="PART")
    client.text("NEXT\n")
    client.cut()
    first, second = until(lambda: len(printer.slips()) == 2 and printer.slips())
    assert first["complete"] and second["complete"]
    assert first["texts"] == ["办事回执：张弘，￥0.00", "第二行"] and second["texts"] == ["NEXT"]
    assert first["qr"] == [CODE]
    with Image.open(printer.out / "slip-0001.png") as picture:
        (seen,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert seen.bytes.decode("utf-8") == CODE


def test_it_writes_the_same_text_code_and_dots_as_our_encoder(foreign):
    lines = [SlipText("办事回执 ABC"), SlipQr("330521-42")]
    ours = b"".join(_encode.encode(lines, _profile.named("generic-80")).chunks)
    its = foreign("Dummy", profile="default")
    its.text("办事回执 ABC\n")
    assert its.output in ours
    its.clear()
    its.qr("330521-42", native=True, size=8, ec=1)
    assert its.output in ours
    its.clear()
    its.image(dots(), impl="bitImageRaster", center=False)
    assert its.output == b"".join(_encode.raster(dots()))

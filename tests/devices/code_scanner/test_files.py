"""What `kiosk devices decode` says of a file, whatever it is."""

import numpy
import pytest
import segno
from PIL import Image

from kiosk.devices.code_scanner import _files
from kiosk.devices.code_scanner._files import PictureError, decode_files, picture

TEXT = "姓名：张三"


@pytest.fixture
def shown(tmp_path):
    path = tmp_path / "code.png"
    segno.make(TEXT.encode("gb18030"), mode="byte", micro=False).save(path, scale=4, border=4)
    return path


@pytest.mark.parametrize("still", [False, True])
def test_each_file_has_its_codes_in_order(shown, tmp_path, still):
    blank = tmp_path / "blank.png"
    Image.new("L", (200, 200), 255).save(blank)
    found = decode_files([blank, shown], still)
    assert [entry["image"] for entry in found] == [str(blank), str(shown)]
    assert found[0]["codes"] == []
    assert found[1]["codes"] == [{"symbology": "QRCode", "text": TEXT, "hex": TEXT.encode("gb18030").hex()}]
    assert all(set(entry) == {"image", "milliseconds", "codes"} for entry in found)
    assert all(entry["milliseconds"] > 0 for entry in found)


def test_a_file_that_is_no_picture_says_why(tmp_path, capfd):
    words, empty, cut = (tmp_path / name for name in ("words.png", "empty.png", "cut.png"))
    words.write_text("no picture")
    empty.touch()
    segno.make(TEXT, micro=False).save(cut, scale=4)
    cut.write_bytes(cut.read_bytes()[:40])
    for entry in decode_files([words, empty, cut, tmp_path, tmp_path / "missing.png"], False):
        assert entry["codes"] == [] and entry["error"]
    assert capfd.readouterr().err == ""


def test_a_transparent_picture_lies_on_white(tmp_path):
    path = tmp_path / "transparent.png"
    segno.make(TEXT, micro=False).save(path, scale=4, border=4, light=None)
    (entry,) = decode_files([path], False)
    assert [code["text"] for code in entry["codes"]] == [TEXT]


def test_colour_is_read_as_grey(tmp_path):
    path = tmp_path / "colour.webp"
    Image.new("RGB", (40, 30), (255, 0, 0)).save(path, lossless=True)
    grey = picture(path)
    assert grey.shape == (30, 40) and grey.dtype == numpy.uint8 and 60 < grey.mean() < 90


def test_a_device_file_is_not_read():
    with pytest.raises(PictureError):
        picture(__import__("pathlib").Path("/dev/zero"))


def test_a_picture_that_would_fill_the_memory_is_refused_by_its_head(tmp_path, monkeypatch):
    monkeypatch.setattr(_files, "_unpacked", lambda *_: pytest.fail("it was unpacked"))
    path = tmp_path / "large.png"
    Image.new("1", (10_000, 10_000)).save(path)  # 12 kB on the disk
    with pytest.raises(PictureError, match="百万像素"):
        picture(path)

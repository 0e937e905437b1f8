"""Pictures from outside are looked at only in the size that their head says, and in none that is no size."""

import io
import struct

import pytest
from PIL import Image

from kiosk.devices import _picture
from kiosk.devices._video import Frame
from kiosk.devices.face_camera import _comparison


def picture(kind, width, height, **how):
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 200, 200)).save(out, kind, **how)
    return out.getvalue()


def claiming(jpeg, width, height):
    """The same few bytes, whose frame header says another size."""
    at = max(jpeg.find(b"\xff\xc0"), jpeg.find(b"\xff\xc2")) + 5
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"comment": b"\xff\xc0 is none here"}])
def test_the_size_is_read_of_every_jpeg(how):
    assert _picture.size(picture("JPEG", 320, 200, **how)) == (320, 200)


def test_what_lies_between_segments_is_passed_over_as_decoders_do():
    jpeg = picture("JPEG", 320, 200)
    padded = jpeg[:20] + b"fill\xff\xff" + jpeg[20:]
    assert _picture.size(padded) == (320, 200)
    assert Frame(1, 0.0, padded).colour().shape == (200, 320, 3)


def test_the_size_is_read_of_a_bmp_whichever_row_comes_first():
    bmp = picture("BMP", 102, 126)
    turned = bmp[:22] + struct.pack("<i", -126) + bmp[26:]
    assert _picture.size(bmp) == _picture.size(turned) == (102, 126)
    assert _comparison.decoded(turned).shape[0] > _comparison.decoded(turned).shape[1]


def test_a_few_bytes_that_claim_a_thousand_million_points_are_not_decoded():
    bomb = claiming(picture("JPEG", 176, 176), 65500, 16000)
    assert _picture.size(bomb) == (65500, 16000)
    assert Frame(1, 0.0, bomb).colour() is None and Frame(1, 0.0, bomb).grey() is None
    assert _comparison.decoded(bomb) is None


@pytest.mark.parametrize("size", [(1, 3000), (3000, 1), (15, 64)])
def test_a_strip_is_no_frame_and_no_photo(size):
    strip = picture("JPEG", *size)
    assert Frame(1, 0.0, strip).colour() is None
    assert _comparison.decoded(strip) is None


@pytest.mark.parametrize("kind", ["PNG", "GIF", "TIFF"])
def test_other_formats_are_not_even_tried(kind):
    other = picture(kind, 176, 176)
    assert _picture.size(other) is None and Frame(1, 0.0, other).colour() is None


@pytest.mark.parametrize("cut", [0, 1, 2, 3, 20, 25])
def test_one_that_breaks_off_within_its_head_is_none(cut):
    for kind in ("JPEG", "BMP"):
        assert _picture.size(picture(kind, 176, 176)[:cut]) is None

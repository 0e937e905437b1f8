"""Where sheets lie and how: upright and lying, beyond the frame, on a white table, two of them."""

import cv2
import numpy
import pytest

from kiosk.devices.document_camera import _outline, _sheet
from kiosk.model import DeviceError
from tests.devices.document_camera import sheets

LYING, UPRIGHT = (3264, 2448), (2448, 3264)
WHITE, DARK = 205, 40


def desk(size=LYING, mat=DARK):
    """Blue, green, red; with the light falling off to one side, as it does."""
    row = numpy.linspace(mat, 0.92 * mat, size[0]).astype(numpy.uint8)
    return numpy.ascontiguousarray(numpy.broadcast_to(row[None, :, None], (size[1], size[0], 3)))


def lay(desk, corners, kind=1, paper=235):
    """A printed A4 with the shadow that it casts, its corners clockwise from the top left of its print."""
    size = desk.shape[1::-1]
    flat = numpy.array([(0, 0), (sheets.A4[0], 0), sheets.A4, (0, sheets.A4[1])], numpy.float32)
    how = cv2.getPerspectiveTransform(flat, numpy.array(corners, numpy.float32))
    page = cv2.convertScaleAbs(cv2.warpPerspective(sheets.sheet(kind), how, size), alpha=paper / 255)
    where = cv2.warpPerspective(numpy.full(sheets.A4[::-1], 255, numpy.uint8), how, size)
    shadow = cv2.blur(cv2.warpAffine(where, numpy.float32([[1, 0, 7], [0, 1, 7]]), size), (15, 15))
    under = cv2.multiply(desk, cv2.merge([255 - shadow // 4] * 3), scale=1 / 255)
    cv2.copyTo(page, where, under)
    return under


def seen(desk):
    noise = numpy.random.default_rng(1).normal(8, 2, (256, 256, 3)).round().astype(numpy.uint8)
    tiles = (desk.shape[0] // 256 + 1, desk.shape[1] // 256 + 1, 1)
    grain = numpy.tile(noise, tiles)[: desk.shape[0], : desk.shape[1]]
    return cv2.add(cv2.GaussianBlur(desk, (3, 3), 0.7), grain)


def box(left, top, width, height):
    return [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]


def turned(corners):
    """The same place, its print a quarter turned."""
    return corners[1:] + corners[:1]


def refused(picture):
    with pytest.raises(DeviceError) as caught:
        _sheet.page(picture)
    return caught.value.fault.code


def test_a_lying_sheet_comes_lying():
    page = _sheet.page(seen(lay(desk(), box(350, 320, 2560, 1810))))
    assert page.width > page.height and page.dpi >= 200


def test_an_upright_sheet_comes_upright():
    page = _sheet.page(seen(lay(desk(UPRIGHT), turned(box(320, 350, 1810, 2560)))))
    assert page.height > page.width and page.height / page.width == pytest.approx(2**0.5, abs=0.01)


def test_a_sheet_on_a_white_table_is_found_by_its_shadow():
    corners = [(380, 300), (2880, 340), (2860, 2110), (350, 2070)]
    picture = seen(lay(desk(mat=WHITE), corners, paper=225))
    assert numpy.abs(_outline.find(picture).corners - numpy.array(corners)).max() < 9  # one millimetre
    assert _sheet.page(picture).dpi >= 200


def test_a_sheet_that_fills_the_frame_has_no_corners():
    found = _outline.find(seen(lay(desk(), box(-60, -60, 3400, 2600))))
    assert found is None or not found.whole


@pytest.mark.parametrize(
    "corners",
    [box(0, 320, 2560, 1810), box(704, 320, 2560, 1810), box(350, -2, 2560, 1810), box(350, 640, 2560, 1810)],
    ids=["left", "right", "top", "bottom"],
)
def test_a_sheet_that_touches_the_edge_of_the_frame_may_go_on_beyond_it(corners):
    assert refused(seen(lay(desk(), corners))) == "page.cut_off"


def test_a_sheet_just_within_the_frame_is_whole():
    assert _sheet.page(seen(lay(desk(), box(30, 60, 3200, 2262)))).dpi >= 250


@pytest.mark.parametrize("mat", [DARK, WHITE])
def test_two_sheets_are_not_taken_for_one(mat):
    both = lay(lay(desk(mat=mat), turned(box(120, 350, 1440, 2040))), turned(box(1680, 300, 1440, 2040)), 2)
    assert refused(seen(both)) == "page.several"


def test_a_card_beside_a_sheet_is_no_second_sheet():
    both = lay(lay(desk(), box(60, 320, 2500, 1768)), box(2650, 900, 560, 353), 2)
    assert _sheet.page(seen(both)).width > 2400

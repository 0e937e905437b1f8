"""What is a good sheet, and what is said of a bad one: drawn ones, each as its seed has it."""

from dataclasses import replace

import cv2
import numpy
import pytest

from kiosk.devices.document_camera import _outline, _sheet
from kiosk.model import Completion, DeviceError
from tests.devices.document_camera import sheets

GOOD, BAD = 60, 20  # drawn of each kind; a sample of them is fast
NAMED_RIGHT = 19  # of BAD


def colours(jpeg):
    return cv2.imdecode(numpy.frombuffer(jpeg, numpy.uint8), cv2.IMREAD_COLOR)


def verdict(scene):
    try:
        _sheet.page(colours(sheets.jpeg(scene)))
    except DeviceError as error:
        assert error.completion is Completion.USER_ERROR
        return error.fault.code
    except _sheet.NothingError:
        return "page.cut_off"  # what is said in the end where no sheet was found
    return "fine"


@pytest.mark.parametrize("seed", range(6))
def test_a_sheet_that_is_fine_is_taken(seed):
    assert verdict(sheets.good(seed)) == "fine"


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("code", sheets.BAD)
def test_a_sheet_that_is_not_is_refused_by_what_is_wrong(code, seed):
    assert verdict(sheets.BAD[code](seed)) == code


@pytest.mark.soak
def test_no_sheet_that_is_fine_is_refused():
    refused = {seed: found for seed in range(GOOD) if (found := verdict(sheets.good(seed))) != "fine"}
    assert not refused


@pytest.mark.soak
@pytest.mark.parametrize("code", sheets.BAD)
def test_nearly_every_bad_sheet_is_named_right(code):
    named = [verdict(sheets.BAD[code](seed)) for seed in range(BAD)]
    assert named.count(code) >= NAMED_RIGHT and "fine" not in named


def test_what_is_said_first_is_what_has_to_be_put_right_first():
    everything = replace(sheets.cut_off(0), glare=300, blur=5)
    assert verdict(everything) == "page.cut_off"
    whole = replace(everything, moved=(0, 0))
    assert verdict(replace(whole, long_side=1500)) == "page.small"
    assert verdict(replace(whole, long_side=2600)) == "page.glare"


@pytest.mark.parametrize("seed", range(3))
def test_the_corners_are_found_to_half_a_millimetre_and_the_sheet_gets_its_shape_back(seed):
    scene = replace(sheets.good(seed), turn=4, tilt=0.06)
    picture = colours(sheets.jpeg(scene))
    away = numpy.abs(_outline.find(picture).corners - sheets.corners(scene)).max()
    assert away < 4.5  # pixels, nine a millimetre
    page = _sheet.page(picture)
    assert page.width / page.height == pytest.approx(2**0.5, abs=0.01)
    assert 200 <= page.dpi <= 240


def test_the_print_lies_where_it_was_drawn():
    page = _sheet.page(colours(sheets.jpeg(replace(sheets.good(1), turn=4, tilt=0.06, shadow=0))))
    size = (page.width // 8, page.height // 8)
    drawn, found = (
        cv2.resize(picture, size, interpolation=cv2.INTER_AREA).mean(axis=2).ravel()
        for picture in (sheets.sheet(1), colours(page.jpeg))
    )
    assert numpy.corrcoef(drawn, found)[0, 1] > 0.95


def test_a_desk_without_a_sheet_is_nothing():
    with pytest.raises(_sheet.NothingError):
        _sheet.page(numpy.full((1500, 2000, 3), 60, numpy.uint8))


def test_what_does_not_fit_is_packed_coarser_and_then_smaller():
    noise = numpy.random.default_rng(1).integers(0, 255, (600, 900, 3)).astype(numpy.uint8)
    same, jpeg = _sheet.packed(noise, 600_000)
    assert same.shape == noise.shape and len(jpeg) <= 600_000
    smaller, jpeg = _sheet.packed(noise, 100_000)
    assert smaller.shape < noise.shape and len(jpeg) <= 100_000
    assert colours(jpeg).shape == smaller.shape


def test_no_picture_shows_in_a_repr():
    page = _sheet.page(colours(sheets.jpeg(sheets.good(1))))
    assert "jpeg" not in repr(page) and len(page.jpeg) <= _sheet.MOST_BYTES

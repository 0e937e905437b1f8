"""A face camera over its line: whom it takes for the same, what it refuses, and that it keeps nothing.

Everybody here is drawn: that two drawings are told apart says nothing of how real people are.
"""

import time
from types import SimpleNamespace

import pytest
from PIL import Image

from kiosk.devices import _video_device, _video_sight, face_camera
from kiosk.devices.face_camera import _comparison, _networks
from kiosk.devices.face_camera import opencv as adapter_module
from kiosk.devices.virtual.portrait import PERSONS, card_photo, scene
from kiosk.model import Completion, DeviceError, DeviceState, Level
from tests.devices.rigs import HASTY, Attempt, until
from tests.devices.rigs.face_camera import SIZE, THRESHOLD, FaceCameraRig

SHORT = 1.5  # for a stream to open on a busy machine; a refusal comes at the end of it
LONG = 60


@pytest.fixture(scope="module")
def loaded():
    return _networks.Networks()


@pytest.fixture
def hall(tmp_path, loaded, monkeypatch):
    """Where every camera looks with the networks that were loaded once: one camera looks at a time."""
    monkeypatch.setattr(adapter_module, "Networks", lambda: loaded)
    rig = FaceCameraRig(tmp_path)
    yield rig
    rig.stop()


def refused(call, *arguments):
    with pytest.raises(DeviceError) as caught:
        call(*arguments)
    return caught.value


@pytest.mark.parametrize("name", PERSONS)
def test_a_person_is_the_one_of_their_card_and_not_the_one_of_another(hall, name):
    hall.stands(name)
    adapter = hall.open()
    assert {n: adapter.compare(card_photo(n), THRESHOLD, LONG).same for n in PERSONS} == {
        n: n == name for n in PERSONS
    }


def test_the_threshold_that_is_asked_for_decides(hall):
    hall.stands("fair")
    adapter = hall.open()
    assert not adapter.compare(card_photo("fair"), 0.999, LONG).same
    assert adapter.compare(card_photo("bearded"), 0.05, LONG).same


@pytest.mark.parametrize("threshold", [0.0, 1.0, -0.5, 2.0, float("nan")])
def test_a_threshold_that_would_take_everybody_or_nobody_is_none(hall, threshold):
    with pytest.raises(ValueError, match="threshold"):
        hall.open().compare(card_photo("fair"), threshold, LONG)


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({}, "face.none"),
        ({"names": ["fair", "bearded"], "head": 0.6}, "face.several"),
        ({"names": ["fair"], "head": 0.35}, "face.small"),
        ({"names": ["fair"], "light": 0.3}, "face.dark"),
    ],
)
def test_what_cannot_be_compared_is_named_to_both_people(hall, how, code):
    names = how.pop("names", [])
    hall.stands(*names, **how)
    error = refused(hall.open().compare, card_photo("fair"), THRESHOLD, SHORT)
    assert error.completion is Completion.USER_ERROR and error.fault.code == code
    assert error.fault.citizen and error.fault.technician


def test_a_face_that_lies_on_its_side_is_asked_to_look_here(hall):
    hall.show(scene("fair", size=(480, 480)).rotate(30, fillcolor=(150, 160, 170)))
    assert refused(hall.open().compare, card_photo("fair"), THRESHOLD, SHORT).fault.code == "face.turned"


def test_a_nose_beside_the_eyes_is_a_face_that_looks_elsewhere():
    def eyes_and(nose):
        return _networks.Face([0, 0, 200, 200, 50, 60, 150, 60, nose, 120, 60, 160, 140, 160, 0.9])

    bright = _comparison.decoded(photo(scene("fair", size=SIZE)))
    assert _comparison.fit([eyes_and(100)], bright).point(2) == (100.0, 120.0)
    for nose in (60, 140):
        with pytest.raises(_comparison.UnfitError) as caught:
            _comparison.fit([eyes_and(nose)], bright)
        assert caught.value.fault.code == "face.turned"


def test_whoever_stands_far_behind_is_nobody_to_be_compared(hall):
    picture = scene("fair", size=SIZE)
    picture.paste(scene("bearded", size=(110, 110)), (360, 0))
    hall.show(picture)
    assert hall.open().compare(card_photo("fair"), THRESHOLD, LONG).same


@pytest.mark.parametrize("side", ["nobody", "two", "garbage", "empty", "tiny"])
def test_a_photo_without_just_one_face_is_refused_before_anybody_waits(hall, side):
    photos = {
        "nobody": lambda: photo(Image.new("RGB", (102, 126), (200, 200, 200))),
        "two": lambda: photo(scene("fair", "bearded", size=(640, 300))),
        "garbage": lambda: b"\xff\xd8\xff" + b"\x11" * 900,
        "empty": lambda: b"",
        "tiny": lambda: photo(Image.new("RGB", (8, 8))),
    }
    error = refused(hall.open().compare, photos[side](), THRESHOLD, 600)
    assert error.completion is Completion.UNSUPPORTED and error.fault.code == "face.reference"


def test_a_bitmap_of_a_card_is_as_good(hall, tmp_path):
    hall.stands("bearded")
    file = tmp_path / "card.bmp"
    scene("bearded", size=(102, 126)).save(file)
    assert hall.open().compare(bytearray(file.read_bytes()), THRESHOLD, LONG).same


def test_a_covered_lens_is_nobody_s_fault_but_the_camera_s(hall):
    hall.set(image=None)
    adapter = hall.open()
    until(lambda: adapter.status().state is DeviceState.ATTENTION)
    assert refused(adapter.compare, card_photo("fair"), THRESHOLD, SHORT).fault.code == "camera.black"
    assert adapter.check(Level.INTERNAL).result == "fail"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("silent", "link.silent"),
        ("garbage", "link.garbled"),
        ("half", "link.garbled"),
        ("unplugged", "link.absent"),
    ],
)
def test_a_camera_at_fault_is_not_a_face_at_fault(hall, fault, code):
    hall.set(fault=fault)
    adapter = hall.open(SHORT)
    assert refused(adapter.compare, card_photo("fair"), THRESHOLD, 20).fault.code == code
    hall.set(fault=None)
    until(lambda: adapter.status().ready)


def test_a_camera_that_is_pulled_out_in_a_frame_is_absent_and_comes_back(hall):
    hall.set(unplug_at_byte=700)
    adapter = hall.open()
    assert refused(adapter.compare, card_photo("fair"), THRESHOLD, 20).fault.code == "link.absent"
    hall.set(fault=None)
    until(lambda: adapter.status().ready)


def test_the_preview_is_a_frame_as_it_came_also_while_it_compares(hall):
    adapter = hall.open()
    attempt = Attempt(adapter.compare, card_photo("fair"), THRESHOLD, LONG)
    until(lambda: (adapter.preview() or b"").startswith(b"\xff\xd8"))
    adapter.close()
    assert attempt.error().completion is Completion.CANCELED


def test_templates_and_pictures_are_overwritten_once_they_were_looked_at(hall, monkeypatch):
    made, pictures = [], []
    template = _networks.Networks.template

    def watched(self, picture, face):
        pictures.append(picture)
        made.append(template(self, picture, face))
        assert made[-1].any() and pictures[-1].any()
        return made[-1]

    monkeypatch.setattr(_networks.Networks, "template", watched)
    hall.stands("fair")
    assert hall.open().compare(card_photo("fair"), THRESHOLD, LONG).same
    assert len(made) == 2, "the photo's and the person's"
    assert not any(kept.any() for kept in (*made, *pictures))


def test_models_that_are_not_those_of_the_release_are_not_used(hall, monkeypatch):
    monkeypatch.setattr(adapter_module, "Networks", _networks.Networks)
    monkeypatch.setattr(_networks, "_RECOGNISER", (_networks._RECOGNISER[0], "0" * 64))
    _networks._model.cache_clear()
    adapter = hall.open()
    assert refused(adapter.compare, card_photo("fair"), THRESHOLD, LONG).fault.code == "face.models"
    assert adapter.check(Level.EXTERNAL).code == "face.models"


def test_a_technician_is_shown_no_face(hall):
    adapter = hall.open()
    assert face_camera.sample(adapter, SHORT) == {"state": "online", "picture": "480×360"}
    assert adapter.check(Level.INTERACTIVE).result == "pass"


@pytest.mark.parametrize("wrong", [0, -1.0, 10.5, "2", True, float("nan")])
def test_a_settling_time_that_is_none_is_refused_when_opening(wrong):
    with pytest.raises(ValueError, match="settle"):
        adapter_module.connect(url="http://127.0.0.1:1/video", settle=wrong)


def photo(picture):
    import io

    file = io.BytesIO()
    picture.save(file, "JPEG", quality=92)
    return file.getvalue()


def test_a_lens_that_goes_black_while_somebody_uses_the_machine_is_seen(hall, monkeypatch):
    monkeypatch.setattr(_video_device, "GLANCE", HASTY)
    adapter = hall.open()
    until(lambda: adapter.status().ready and adapter._sight.trusted)
    hall.set(image=None)
    monkeypatch.setattr(_networks.Networks, "faces", None)  # whoever looked for a face would break
    adapter.attend(True)
    later = SimpleNamespace(monotonic=lambda: time.monotonic() + _video_sight.TRUST + 1)
    monkeypatch.setattr(_video_sight, "time", later)
    until(lambda: [fault.code for fault in adapter.status().faults] == ["camera.black"])
    adapter.attend(False)
    assert adapter.status().faults  # until it is seen well


def test_no_picture_is_taken_of_who_walks_by_however_long_nobody_is_compared(hall, monkeypatch):
    monkeypatch.setattr(_video_device, "GLANCE", HASTY)
    adapter = hall.open()
    until(lambda: adapter.status().ready and adapter._sight.trusted)
    until(lambda: not hall.device.streaming)
    begun = hall.device.streams
    days_later = SimpleNamespace(monotonic=lambda: time.monotonic() + 10 * 24 * 3600)
    monkeypatch.setattr(_video_sight, "time", days_later)
    for _ in range(20):
        assert adapter.status().ready
    assert (hall.device.streams, hall.device.streaming) == (begun, 0)
    hall.stands("fair")
    assert adapter.compare(card_photo("fair"), THRESHOLD, LONG).same

"""A document camera over its line: what it takes, what it refuses, and what it says of itself."""

import pytest

from kiosk.devices import document_camera
from kiosk.devices._video_v4l2 import V4l2Source
from kiosk.devices.document_camera import opencv as adapter_module
from kiosk.model import Completion, DeviceError, DeviceState, Level
from tests.devices.document_camera import sheets
from tests.devices.rigs import until
from tests.devices.rigs.document_camera import DocumentCameraRig

SHORT = 0.3
UNHURRIED = 30.0  # seconds: large pictures are made and looked at beside each other here


@pytest.fixture
def desk(tmp_path):
    rig = DocumentCameraRig(tmp_path, sheets.FRAME, interval=0.05)
    yield rig
    rig.stop()


@pytest.fixture
def small(tmp_path):
    rig = DocumentCameraRig(tmp_path)
    yield rig
    rig.stop()


def refused(call, *arguments):
    with pytest.raises(DeviceError) as caught:
        call(*arguments)
    return caught.value


def test_a_sheet_under_the_lens_is_captured_and_a_technician_is_shown_its_measures(desk):
    desk.lay(sheets.jpeg(sheets.good(1)))
    adapter = desk.open(UNHURRIED)
    page = adapter.capture(60)
    assert page.jpeg.startswith(b"\xff\xd8") and page.dpi >= 200
    told = document_camera.sample(adapter, 60)
    assert told["dpi"] == page.dpi and not [value for value in told.values() if isinstance(value, bytes)]
    assert adapter.check(Level.INTERACTIVE).result == "pass"


def test_a_bad_sheet_is_refused_long_before_the_wait_is_over(desk):
    desk.lay(sheets.jpeg(sheets.blurred(2)))
    error = refused(desk.open(UNHURRIED).capture, 600)
    assert error.completion is Completion.USER_ERROR and error.fault.code == "page.blurred"


def test_an_empty_desk_is_waited_for_and_then_named(small):
    error = refused(small.open().capture, SHORT)
    assert error.completion is Completion.USER_ERROR and error.fault.code == "page.cut_off"


def test_a_covered_lens_is_no_empty_desk(small):
    small.set(image=None)
    adapter = small.open(patience=SHORT)
    until(lambda: adapter.status().state is DeviceState.ATTENTION)
    assert refused(adapter.capture, SHORT).fault.code == "camera.black"
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
def test_a_camera_at_fault_is_not_a_sheet_at_fault(small, fault, code):
    small.set(fault=fault)
    adapter = small.open(SHORT)
    assert refused(adapter.capture, 60).fault.code == code
    small.set(fault=None)
    until(lambda: adapter.status().ready)


def test_a_camera_that_is_pulled_out_in_a_frame_is_absent_and_comes_back(small):
    small.set(unplug_at_byte=700)
    adapter = small.open()
    assert refused(adapter.capture, 60).fault.code == "link.absent"
    small.set(fault=None)
    until(lambda: adapter.status().ready)


def test_a_camera_that_repeats_one_frame_hands_out_no_sheet_of_somebody_before(desk):
    desk.lay(sheets.jpeg(sheets.good(1)))
    adapter = desk.open(UNHURRIED, patience=SHORT)
    assert adapter.capture(60).dpi >= 200
    desk.set(fault="frozen")
    until(lambda: desk.device.frozen)
    error = refused(adapter.capture, 60)
    assert error.completion is Completion.HARDWARE_ERROR and error.fault.code == "camera.frozen"
    until(lambda: [fault.code for fault in adapter.status().faults] == ["camera.frozen"])
    assert adapter.check(Level.INTERNAL).code == "camera.frozen"
    desk.set(fault=None)
    until(lambda: adapter.status().state is DeviceState.ONLINE)
    assert adapter.capture(60).dpi >= 200


def test_a_camera_that_was_frozen_from_the_start_is_found_by_a_check(small):
    small.set(fault="frozen")
    health = small.open().check(Level.INTERNAL)
    assert (health.result, health.code) == ("fail", "camera.frozen")


def test_the_preview_is_a_frame_as_it_came(small):
    adapter = small.open()
    until(lambda: (adapter.preview() or b"").startswith(b"\xff\xd8"))


def test_a_camera_of_this_machine_is_asked_for_the_resolution_that_is_written(monkeypatch):
    asked = []
    monkeypatch.setattr(V4l2Source, "__init__", lambda _, *what: asked.append(what))
    monkeypatch.setattr(V4l2Source, "frames", lambda _: iter(()))
    monkeypatch.setattr(V4l2Source, "there", lambda _: False)
    adapter = adapter_module.connect(device="0c45:6366", resolution="2592x1944", deadline=0.05)
    assert not adapter.status().ready
    adapter.close()
    assert set(asked) == {("0c45:6366", 2592, 1944)}


@pytest.mark.parametrize(
    "wrong", ["0x0", "3264*2448", "3264x2448x2", "9x9", "123456x99999", "3264X2448", 3264]
)
def test_a_resolution_that_is_none_is_refused_when_opening(wrong):
    with pytest.raises(ValueError, match="resolution"):
        adapter_module.connect(url="http://127.0.0.1:1/video", resolution=wrong)

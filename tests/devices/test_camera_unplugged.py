"""A camera's cable pulled at any byte of its stream: a value in time, nothing of half a frame, and the camera
is found again by the adapter that was open all the time.
"""

import os
import threading

import pytest
from PIL import Image, ImageDraw

from kiosk.devices import _video
from kiosk.devices.virtual.portrait import card_photo, scene
from kiosk.model import Completion, DeviceError
from tests.devices.rigs import fixture_of, until
from tests.devices.rigs.document_camera import DocumentCameraRig
from tests.devices.rigs.face_camera import THRESHOLD, FaceCameraRig
from tests.devices.stream_cable import length, plugged_in_again, will_unplug_at

NAMED = {
    "link.absent": Completion.DEVICE_NOT_READY,
    "link.silent": Completion.TIME_OUT,
    "link.garbled": Completion.INVALID_DATA,
}
PARTS = 8  # of all bytes, so that several workers share them
EDGES = [0.0, 0.03, 0.08, 0.5, 0.97, 1.0]
DEADLINE = 1.0  # seconds; longer than the machine is ever away, and waited for in no case but silence


class Desk(DocumentCameraRig):
    """A sheet so small under the lens that it can only be refused, which proves that it was seen."""

    def __init__(self, tmp_path):
        super().__init__(tmp_path, size=(160, 120), interval=0.002)
        desk = Image.new("RGB", (160, 120), (40, 40, 40))
        ImageDraw.Draw(desk).rectangle((30, 25, 129, 94), fill=(235, 235, 235))
        desk.save(self.desk.with_name("small.png"))
        self.set(image=str(self.desk.with_name("small.png")))

    def seen(self, adapter):
        try:
            adapter.capture(10)
        except DeviceError as error:
            return known(error) == "page.small"
        raise AssertionError("no camera resolves that sheet")


class Hall(FaceCameraRig):
    """Somebody before a lens of few pixels."""

    def __init__(self, tmp_path):
        super().__init__(tmp_path, size=(176, 176), interval=0.002)
        self.show(scene("fair", size=(176, 176), head=1.0))

    def options(self):
        return {**super().options(), "settle": 0.001}

    def seen(self, adapter):
        try:
            return adapter.compare(card_photo("fair"), THRESHOLD, 10).same
        except DeviceError as error:
            return not known(error)


camera = fixture_of(Desk, Hall, ids=["document", "face"])


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """A camera that is back is looked for at once."""
    monkeypatch.setattr(_video, "_FIRST_RETRY", 0.01)


def known(error):
    """The code of a fault that a person sees, or "" of one of the line; any other is none that may be."""
    code = error.fault.code
    assert error.fault.citizen and error.fault.technician
    if code in NAMED:
        assert error.completion is NAMED[code]
        return ""
    assert error.completion is Completion.USER_ERROR, code
    return code


def pulled_at(rig, adapter, byte):
    """While somebody waits. A whole frame may have come just before; never half of one."""
    adapter.close()
    will_unplug_at(rig, byte)
    assert rig.seen(adapter) or not rig.device.plugged, "an error before anybody pulled"
    plugged_in_again(rig)
    until(lambda: rig.seen(adapter), 20)


def left():
    return set(threading.enumerate()), len(os.listdir("/proc/self/fd"))


def pulled_at_each(rig, places):
    """One adapter from the first byte to the last: what it does not give back would add up."""
    adapter = rig.open(DEADLINE)
    assert rig.seen(adapter), "the picture is one that is seen"
    adapter.close()
    until(lambda: not rig.device._lines)
    threads, descriptors = left()
    for byte in places:
        pulled_at(rig, adapter, byte)
    adapter.close()
    until(lambda: not rig.device._lines)
    until(lambda: not [thread for thread in left()[0] - threads if thread.name != "virtual-camera"])
    until(lambda: left()[1] == descriptors)


def test_a_cable_pulled_within_the_stream_is_a_value_in_time_and_leaves_nothing_open(camera):
    whole = length(camera)
    pulled_at_each(camera, [int(share * whole) for share in EDGES])


def test_a_cable_pulled_while_nobody_looks_is_missed_by_the_next_status(camera):
    adapter = camera.open(DEADLINE)
    until(lambda: adapter.status().ready)
    adapter.close()
    camera.set(fault="unplugged")
    until(lambda: not camera.device.plugged)
    assert adapter.status().worst.code == "link.absent"
    camera.set(fault=None)
    until(lambda: adapter.status().ready)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", range(PARTS))
def test_a_cable_pulled_at_every_byte(camera, part):
    pulled_at_each(camera, range(part, length(camera), PARTS))

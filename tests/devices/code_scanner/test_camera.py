"""A camera as a scanner: what it reads, what it says when it cannot, and that nothing makes it hang."""

import socket
import threading
from functools import partial

import pytest

from kiosk.devices import _video, _video_device, open_device
from kiosk.devices.code_scanner import _ladder
from kiosk.devices.virtual.camera import _HEAD
from kiosk.model import Completion, DeviceError, DeviceState, Level
from tests.devices.rigs import HASTY, Attempt, fixture_of, until
from tests.devices.rigs.camera_scanner import CameraScannerRig
from tests.devices.stream_cable import length, plugged_in_again, will_unplug_at

LICENCE = "统一社会信用代码：91330521MA2JB0T0TJ"
SHORT = 0.3
SMALL = (72, 72)  # for streams that are cut at many bytes


camera = fixture_of(CameraScannerRig)
small = fixture_of(partial(CameraScannerRig, size=SMALL, interval=0.002))


def refused(call, *arguments):
    with pytest.raises(DeviceError) as caught:
        call(*arguments)
    return caught.value


def test_a_licence_before_the_lens_is_read(camera):
    adapter = camera.open()
    camera.show(LICENCE.encode("gb18030"), mode="byte")
    scan = adapter.scan("business-licence", 10)
    assert (scan.text, scan.symbology, scan.data) == (LICENCE, "QRCode", LICENCE.encode("gb18030"))


def test_a_code_that_comes_while_somebody_waits_is_read(camera):
    adapter, found = camera.open(), []
    waiting = threading.Thread(target=lambda: found.append(adapter.scan("diagnosis", 20)))
    waiting.start()
    until(lambda: adapter.preview() is not None)
    camera.show("hello")
    waiting.join(20)
    assert [scan.text for scan in found] == ["hello"]


def test_without_a_code_the_wait_ends_and_says_what_to_do(camera):
    adapter = camera.open()
    until(lambda: adapter.preview() is not None)
    error = refused(adapter.scan, "diagnosis", 1.0)
    assert error.completion is Completion.TIME_OUT and error.fault.code == "code.none"


def test_a_camera_that_sends_nothing_is_not_said_to_have_seen_no_code(camera):
    camera.set(fault="silent")
    error = refused(camera.open().scan, "diagnosis", SHORT)
    assert error.completion is Completion.TIME_OUT and error.fault.code == "link.silent"


def test_a_code_for_something_else_is_refused_in_words_without_its_content(camera):
    camera.show("kiosk:staff:0123456789abcdef")
    error = refused(camera.open().scan, "business-licence", 10)
    assert error.completion is Completion.USER_ERROR and "营业执照" in error.fault.citizen
    assert "0123456789abcdef" not in str(error) + error.fault.technician + error.fault.citizen


def test_a_purpose_that_does_not_exist_is_refused_before_anybody_waits(camera):
    assert refused(camera.open().scan, "open-the-door", 60).completion is Completion.UNSUPPORTED


def test_of_two_codes_the_one_for_the_purpose_is_taken(camera):
    from kiosk.devices.code_scanner.camera import _chosen

    codes = [_ladder.Code("QRCode", text, text.encode()) for text in ("https://example.com/", LICENCE[9:])]
    assert _chosen(codes, "business-licence").text == "https://example.com/"
    codes = [_ladder.Code("QRCode", text, text.encode()) for text in ("an advertisement", LICENCE[9:])]
    assert _chosen(codes, "business-licence").text == LICENCE[9:]


def test_the_preview_is_the_newest_frame_and_nothing_when_there_is_none(camera):
    adapter = camera.open()
    until(lambda: (adapter.preview() or b"").startswith(b"\xff\xd8"))
    camera.set(fault="unplugged")
    until(lambda: adapter.preview() is None)


@pytest.mark.parametrize(
    ("fault", "state", "code"),
    [
        ("silent", DeviceState.FAULT, "link.silent"),
        ("garbage", DeviceState.FAULT, "link.garbled"),
        ("half", DeviceState.FAULT, "link.garbled"),
        ("unplugged", DeviceState.ABSENT, "link.absent"),
    ],
)
def test_what_is_wrong_is_said_by_its_name_and_goes_away_with_it(camera, fault, state, code):
    camera.set(fault=fault)
    adapter = camera.open(SHORT)
    until(lambda: adapter.status().worst.code == code)
    found = adapter.status()
    assert found.state is state and not found.ready
    refused(adapter.scan, "diagnosis", SHORT)
    camera.set(fault=None)
    until(lambda: adapter.status().state is DeviceState.ONLINE)


def test_a_slow_camera_is_waited_for(camera):
    camera.set(fault="slow")
    assert camera.open().status().state is DeviceState.ONLINE


def test_a_covered_lens_is_attention_after_a_while_and_not_before(camera):
    camera.show("hello")
    adapter = camera.open(patience=SHORT)
    until(lambda: adapter.status().faults == ())
    assert camera.open(patience=3600.0).status().state is DeviceState.ONLINE
    camera.set(image=None)
    until(lambda: adapter.status().worst is not None and adapter.status().worst.code == "camera.black")
    found = adapter.status()
    assert found.state is DeviceState.ATTENTION and found.worst.severity == "warning"
    assert adapter.check(Level.INTERNAL).result == "fail"
    camera.show("hello")
    until(lambda: adapter.status().state is DeviceState.ONLINE)


def test_a_picture_that_never_changes_is_attention(camera):
    camera.show("hello")
    camera.set(fault="frozen")
    adapter = camera.open(patience=SHORT)
    until(lambda: [fault.code for fault in adapter.status().faults] == ["camera.frozen"])
    assert adapter.status().state is DeviceState.ATTENTION
    camera.set(fault=None)
    until(lambda: adapter.status().state is DeviceState.ONLINE)


def test_a_technician_is_told_size_and_may_show_a_code(camera):
    adapter = camera.open()
    assert "320×240" in adapter.check(Level.INTERNAL).value
    camera.show("hello")
    health = adapter.check(Level.INTERACTIVE)
    assert health.result == "pass" and "hello" not in health.value


def test_a_camera_that_nobody_uses_is_off_though_its_status_is_asked_for_all_day(camera, monkeypatch):
    monkeypatch.setattr(_video_device, "GLANCE", HASTY)
    adapter = camera.open()
    assert adapter.status().ready
    begun = camera.device.streams
    until(lambda: not camera.device.streaming)
    for _ in range(20):
        assert adapter.status().ready
    assert (camera.device.streams, camera.device.streaming) == (begun, 0)


def test_a_camera_that_is_off_and_unplugged_is_missed_by_the_next_status(camera, monkeypatch):
    monkeypatch.setattr(_video_device, "GLANCE", HASTY)
    adapter = camera.open()
    assert adapter.status().ready
    until(lambda: not camera.device.streaming)
    camera.set(fault="unplugged")
    until(lambda: not camera.device.plugged)
    assert adapter.status().state is DeviceState.ABSENT
    camera.set(fault=None)
    until(lambda: adapter.status().ready)


def test_a_camera_that_is_trusted_is_looked_at_again_after_a_while(camera, monkeypatch):
    monkeypatch.setattr(_video_device, "GLANCE", HASTY)
    adapter = camera.open(SHORT, patience=SHORT)
    assert adapter.status().ready
    until(lambda: not camera.device.streaming)
    camera.set(fault="silent")
    until(lambda: adapter.status().state is DeviceState.FAULT)


def test_a_camera_that_failed_in_use_is_trusted_no_more(camera):
    adapter = camera.open(SHORT)
    assert adapter.status().ready
    camera.set(fault="garbage")
    until(lambda: refused(adapter.scan, "diagnosis", SHORT).fault.code == "link.garbled")
    assert not adapter.status().ready


def test_a_camera_that_somebody_used_stays_on_for_a_while_and_is_then_let_go(camera, monkeypatch):
    monkeypatch.setattr(_video, "_IDLE", HASTY)
    adapter = camera.open()
    until(lambda: adapter.preview() is not None)
    until(lambda: not camera.device.streaming)
    until(lambda: adapter.preview() is not None)


def test_a_code_in_a_frame_that_repeats_itself_is_nobodys(camera):
    camera.show("hello")
    adapter = camera.open()
    assert adapter.scan("diagnosis", 10).text == "hello"
    camera.set(fault="frozen")
    until(lambda: camera.device.frozen)
    error = refused(adapter.scan, "diagnosis", 20)
    assert error.completion is Completion.HARDWARE_ERROR and error.fault.code == "camera.frozen"


def test_after_close_no_line_to_the_camera_is_left(camera):
    adapter = camera.open()
    assert adapter.status().ready
    adapter.close()
    until(lambda: not camera.device.streaming)


def test_a_second_wait_does_not_outlive_a_close(camera):
    adapter = camera.open()
    attempts = [Attempt(adapter.scan, "diagnosis", 20) for _ in range(2)]

    def broken():
        adapter.close()
        return all([attempt.over() for attempt in attempts])

    until(broken)
    assert {attempt.error().completion for attempt in attempts} == {Completion.CANCELED}


@pytest.mark.parametrize(
    "options",
    [{}, {"url": "http://127.0.0.1:1/", "device": "046d:0825"}, {"device": "C9"}, {"url": "rtsp://a/b"}],
)
def test_one_way_to_one_camera_has_to_be_written(options):
    with pytest.raises(ValueError, match="url|device"):
        open_device("code_scanner", "camera", options)


def test_a_camera_of_this_machine_that_is_not_plugged_in_is_absent():
    adapter = open_device("code_scanner", "camera", {"device": "dead:beef", "deadline": 5.0})
    found = adapter.status()
    assert found.state is DeviceState.ABSENT and "dead:beef" in found.worst.technician
    adapter.close()


@pytest.mark.parametrize("wrong", [["QR"], ["QRCode", 7], "QRCode", [[]]])
def test_a_symbology_that_nobody_knows_is_refused_by_name(wrong):
    with pytest.raises(ValueError, match="symbologies"):
        open_device("code_scanner", "camera", {"url": "http://127.0.0.1:1/", "symbologies": wrong})


def unplugged_at(rig, adapter, byte):
    """Pulls the cable so many bytes into the stream, while somebody waits; then plugs it in again."""
    adapter.close()
    will_unplug_at(rig, byte)
    try:
        assert adapter.scan("diagnosis", 10).text == "A1"
    except DeviceError as error:
        assert error.completion in (Completion.DEVICE_NOT_READY, Completion.INVALID_DATA, Completion.TIME_OUT)
        assert error.fault.code.startswith("link.")
    plugged_in_again(rig)
    return until(lambda: scan_or_none(adapter), 20)


def scan_or_none(adapter):
    try:
        return adapter.scan("diagnosis", 10)
    except DeviceError as error:
        assert error.fault.code.startswith("link.")
        return None


@pytest.fixture
def soon(monkeypatch):
    """A camera that is back is looked for at once."""
    monkeypatch.setattr(_video, "_FIRST_RETRY", 0.01)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.52, 0.6, 0.8, 0.99])
def test_a_cable_pulled_within_the_stream_ends_no_wait_in_a_hang(small, soon, share):
    small.show("A1", version=1)
    adapter = small.open(2.0)
    assert unplugged_at(small, adapter, int(length(small) * share)).text == "A1"


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_cable_pulled_at_every_byte(small, soon):
    small.show("A1", version=1)
    adapter = small.open(2.0)
    for byte in range(length(small)):
        assert unplugged_at(small, adapter, byte).text == "A1", byte


def test_the_count_of_bytes_is_true(small):
    """So many come out, and not one more: what is said of a byte is said of that byte."""
    for byte in (0, 1, len(_HEAD), length(small) - 1):
        will_unplug_at(small, byte)
        with socket.create_connection(("127.0.0.1", port(small)), 5) as line:
            line.sendall(b"GET /video HTTP/1.1\r\n\r\n")
            assert sum(map(len, iter(lambda: line.recv(4096), b""))) == byte


def port(rig):
    return int(rig.device.endpoint.split(":")[2].split("/")[0])


def test_a_virtual_camera_that_is_asked_nonsense_hangs_up(camera):
    with socket.create_connection(("127.0.0.1", port(camera)), 5) as line:
        line.sendall(b"PLAY rtsp://x\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 400")

"""Frames out of bytes, and cameras found by what they are called."""

import socket
import threading
from http.client import HTTPConnection

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices import _video_http, _video_v4l2
from kiosk.devices._opencv import opencv
from kiosk.devices._video import AbsentError, Frame, GarbledError, Video
from kiosk.devices._video_http import HttpSource, Parts
from kiosk.devices._video_v4l2 import captured, node
from kiosk.model import Completion, DeviceError
from tests.devices.rigs import until

JPEG = b"\xff\xd8 a picture that mentions --frame \xff\xd9"


def part(body, length=True, boundary=b"frame"):
    stated = b"Content-Length: %d\r\n" % len(body) if length else b""
    return b"--" + boundary + b"\r\nContent-Type: image/jpeg\r\n" + stated + b"\r\n" + body + b"\r\n"


@given(st.lists(st.integers(1, 40), max_size=40), st.sampled_from(["frame", "--frame"]))
def test_parts_come_whole_wherever_the_stream_is_cut(cuts, boundary):
    stream, parts, found = part(JPEG) + part(JPEG * 2), Parts(boundary), []
    for cut in cuts:
        found += parts.feed(stream[:cut])
        stream = stream[cut:]
    assert found + parts.feed(stream) == [JPEG, JPEG * 2]


def test_a_part_without_length_ends_at_the_next_boundary():
    body = b"\xff\xd8 short \xff\xd9"
    assert Parts("frame").feed(part(body, length=False) * 3) == [body, body]


@pytest.mark.parametrize(
    "stream",
    [
        b"x" * 5000,
        b"--frame\r\nContent-Length: -1\r\n\r\n",
        b"--frame\r\nContent-Length: many\r\n\r\n",
        b"--frame\r\nContent-Length: 99999999999\r\n\r\n",
        b"--frame\r\n" + b"X: y\r\n" * 1000,
    ],
)
def test_what_is_no_such_stream_is_refused_before_it_fills_the_memory(stream):
    with pytest.raises(ValueError):
        Parts("frame").feed(stream)


def test_a_part_without_end_is_refused_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setattr(_video_http, "_LARGEST", 100_000)
    parts = Parts("frame")
    parts.feed(b"--frame\r\n\r\n")
    with pytest.raises(ValueError):
        for _ in range(200):
            parts.feed(bytes(1000))


@given(st.binary(max_size=300))
def test_any_bytes_are_parts_or_refused(noise):
    try:
        found = Parts("frame").feed(noise)
    except ValueError:
        return
    assert all(body in noise for body in found)


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/x; boundary*=a; boundary*0=b",
        "multipart/x; boundary*=a\0b''frame",
        "multipart/x; boundary*=''",
        "multipart/x",
        "text/html",
    ],
)
def test_a_camera_that_names_no_boundary_is_garbled_and_nothing_else(kind):
    ours, camera = socket.socketpair()
    connection = HTTPConnection("camera")
    connection.sock = ours
    with ours, camera:
        camera.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + part(JPEG))
        with pytest.raises(GarbledError):
            next(HttpSource("http://camera/video", 5.0).through(connection))
        connection.close()


@pytest.mark.parametrize(
    "url", ["ftp://a/b", "http://", "http://a:0/", "http://a:x/", "http://a b/", "http://a..b/"]
)
def test_what_is_no_address_of_a_camera_is_refused_by_name(url):
    with pytest.raises(ValueError, match="url"):
        _video_http.parts(url)


@pytest.fixture
def cameras(tmp_path):
    """Two cameras as the kernel and udev show them: the second node of each carries no frames."""
    by_id, classes = tmp_path / "by-id", tmp_path / "class"
    by_id.mkdir()
    for usb, vendor, product, name, numbers in [
        ("1-1", "046d", "0825", "HD Webcam C270", (0, 1)),
        ("1-2", "32e4", "9230", "Document Camera", (2, 3)),
    ]:
        device = tmp_path / usb
        (device / "interface").mkdir(parents=True)
        (device / "idVendor").write_text(f"{vendor}\n")
        (device / "idProduct").write_text(f"{product}\n")
        for index, number in enumerate(numbers):
            entry = classes / f"video{number}"
            entry.mkdir(parents=True)
            (entry / "name").write_text(f"{name}\n")
            (entry / "index").write_text(f"{index}\n")
            (entry / "device").symlink_to(device / "interface")
    (by_id / "usb-Maker_Box_Scanner_0001-video-index0").symlink_to("/dev/video7")
    return by_id, classes


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("046d:0825", "/dev/video0"),
        ("32E4:9230", "/dev/video2"),
        ("document camera", "/dev/video2"),
        ("Box Scanner", "/dev/video7"),
        ("dead:beef", None),
        ("No Such Camera", None),
        ("/dev/does-not-exist", None),
    ],
)
def test_a_camera_is_found_by_name_or_by_vendor_and_product(cameras, wanted, path):
    assert node(wanted, *cameras) == path


def test_a_capture_gives_each_frame_as_jpeg(tmp_path):
    """OpenCV's capture on a film, where a camera would be: the loop, the packing and the end are the same."""
    cv2 = opencv()
    film = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 30, (320, 240))
    for number in range(12):
        writer.write(numpy.full((240, 320, 3), number * 20, numpy.uint8))
    writer.release()
    frames, taken = captured(str(film), (320, 240), cv2.CAP_OPENCV_MJPEG), []
    with pytest.raises(_video_v4l2.SilentError):
        taken.extend(frames) if False else [taken.append(jpeg) for jpeg in frames]
    shown = [Frame(number, 0.0, jpeg).grey() for number, jpeg in enumerate(taken)]
    assert len(shown) == 12 - _video_v4l2._WARMING_UP
    assert [round(float(picture.mean()) / 20) for picture in shown] == list(range(5, 12))
    assert all(picture.shape == (240, 320) for picture in shown)


def test_a_capture_of_nothing_is_absence():
    with pytest.raises(AbsentError):
        next(captured("/dev/does-not-exist", (640, 480)))


@pytest.mark.parametrize("shape", [(48, 64), (48, 64, 2), (48, 64, 3)])
def test_a_camera_without_jpeg_has_its_frames_packed(shape):
    jpeg = _video_v4l2._jpeg(opencv(), numpy.full(shape, 128, numpy.uint8))
    assert Frame(1, 0.0, jpeg).grey().shape == (48, 64)
    assert abs(float(Frame(1, 0.0, jpeg).grey().mean()) - 128) < 3


def test_a_jpeg_of_the_camera_is_handed_on_as_it_came():
    done, packed = opencv().imencode(".jpg", numpy.full((48, 64), 99, numpy.uint8))
    raw = packed.tobytes()
    padded = numpy.frombuffer(raw + bytes(100), numpy.uint8).reshape(1, -1)
    assert done and _video_v4l2._jpeg(opencv(), padded) == raw


class Unasked:
    """A camera whose thread was given no time to ask it; `close` ends the wait for that."""

    def __init__(self, is_there):
        self._is_there, self._over = is_there, threading.Event()

    def frames(self):
        self._over.wait(30)
        raise AbsentError
        yield

    def cut(self):
        self._over.set()

    def there(self):
        return self._is_there


@pytest.mark.parametrize(("is_there", "code"), [(False, "link.absent"), (True, "link.silent")])
def test_what_nobody_had_the_time_to_ask_is_called_silent_only_where_it_is(is_there, code):
    camera = Unasked(is_there)
    video = Video(lambda: camera, "摄像头", "here", 0.05)
    with pytest.raises(DeviceError) as caught:
        video.after(0, video.closes())
    assert caught.value.fault.code == code
    video.close()


class Driven:
    """A camera whose driver fails as nobody foresaw, until it is in order again."""

    def __init__(self):
        self.in_order = threading.Event()
        self.over = threading.Event()

    def frames(self):
        if not self.in_order.is_set():
            opencv().imdecode(None, 0)  # what OpenCV raises is of a kind of its own
        while not self.over.wait(0.01):
            yield JPEG
        raise AbsentError

    def cut(self):
        self.over.set()

    def there(self):
        return True


def test_a_driver_that_fails_is_named_and_looked_at_again(caplog):
    camera = Driven()
    video = Video(lambda: camera, "摄像头", "here", 5.0)
    for _ in range(2):
        with pytest.raises(DeviceError) as caught:
            video.after(0, video.closes())
        told = caught.value
        assert (told.completion, told.fault.code) == (Completion.HARDWARE_ERROR, "link.broken")
        assert told.fault.citizen and "（error）" in told.fault.technician  # cv2.error, and not what it says
    camera.in_order.set()
    until(lambda: video.latest() is not None)
    assert video.after(0, video.closes()).jpeg == JPEG
    video.close()
    until(lambda: not any(thread.name == "video" for thread in threading.enumerate()))


def test_a_frame_shows_nothing_of_its_picture():
    assert "picture" not in repr(Frame(1, 0.0, JPEG))
    assert Frame(1, 0.0, JPEG).grey() is None

"""What a camera sends: its whole answer on the line, and each frame to whoever looks at it."""

from __future__ import annotations

import io
import socket
from functools import cache
from http.client import HTTPConnection

import segno
from PIL import Image, ImageDraw

from kiosk.devices._video import AbsentError, Frame, GarbledError, SilentError
from kiosk.devices._video_http import HttpSource
from kiosk.devices.code_scanner import _ladder
from kiosk.devices.document_camera import _sheet
from kiosk.devices.face_camera._comparison import UnfitError, fit
from kiosk.devices.face_camera._networks import Networks
from kiosk.devices.virtual.portrait import scene
from kiosk.model import DeviceError
from tests.fuzz.parser import Parser

_ROOM = 60_000  # bytes that a line takes before somebody reads


def _stream(data: bytes) -> object:
    """A camera that says all this and goes."""
    ours, camera = socket.socketpair()
    connection = HTTPConnection("camera")
    connection.sock = ours
    with ours, camera:
        camera.sendall(data[:_ROOM])
        camera.shutdown(socket.SHUT_WR)
        found = []
        try:
            for frame in HttpSource("http://camera/video", 5.0).through(connection):
                found.append(frame)
        except (AbsentError, SilentError, GarbledError):
            return found or None
        finally:
            connection.close()
    raise AssertionError("a stream that ended was not said to have ended")


def _desk(data: bytes) -> object:
    """A page, or what a person is told about the one under the lens."""
    picture = Frame(1, 0.0, data).colour()
    if picture is None:
        return None
    try:
        return _sheet.page(picture)
    except _sheet.NothingError:
        return None
    except DeviceError as error:
        return error.fault.citizen


def _window(data: bytes) -> object:
    """All looks that a live picture gets, whatever the first of them sees."""
    picture = Frame(1, 0.0, data).grey()
    if picture is None or picture.size > 1 << 18:  # a large one is only slower
        return None
    small = _ladder.decode(picture)
    return [look(picture) for look in _ladder.looks()] if small else None


@cache
def _networks() -> Networks:
    return Networks()


def _hall(data: bytes) -> object:
    picture = Frame(1, 0.0, data).colour()
    if picture is None:
        return None
    found = _networks().faces(picture)
    try:
        return fit(found, picture)
    except UnfitError as error:
        return error.fault.code if found else None


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=60, optimize=True)
    return out.getvalue()


def _sheet_on_mat() -> bytes:
    """Too small under the lens: an A4 that is large enough has more bytes than anybody mutates to an end."""
    desk = Image.new("RGB", (160, 120), (40, 40, 40))
    ImageDraw.Draw(desk).rectangle((30, 25, 129, 94), fill=(235, 235, 235))
    return _jpeg(desk)


def _code() -> bytes:
    out = io.BytesIO()
    segno.make("kiosk:filing", error="M").save(out, kind="png", scale=4, border=4)
    return _jpeg(Image.open(out).convert("L"))


def _multipart(head: str, *parts: bytes) -> bytes:
    body = b"".join(b"--frame\r\nContent-Type: image/jpeg\r\n\r\n" + part + b"\r\n" for part in parts)
    return f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + body + b"--frame\r\n"


_FRAME = b"\xff\xd8\xff\xd9"
_CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x; boundary=f\r\nTransfer-Encoding: chunked\r\n\r\n"

PARSERS = {
    "camera-stream": Parser(
        _stream,
        (
            _multipart("Content-Type: multipart/x-mixed-replace; boundary=frame", _FRAME, _FRAME),
            _multipart("Content-Type: multipart/x-mixed-replace; boundary*=utf-8''frame", _FRAME),
            _CHUNKED + b"11\r\n--f\r\n\r\n" + _FRAME + b"\r\n--f\r\n0\r\n\r\n",
        ),
    ),
    "document-frame": Parser(_desk, (_sheet_on_mat(),)),
    "code-frame": Parser(_window, (_code(),)),
    "face-frame": Parser(_hall, (_jpeg(scene("fair", size=(176, 176), head=1.0)),)),
}

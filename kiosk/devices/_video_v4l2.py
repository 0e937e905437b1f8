"""Frames of a camera on this machine, by Video4Linux: found by path, by name or by USB vendor and product.

Never by number: numbers change with the order in which cameras wake. Motion JPEG is asked for first, because
raw frames of 720p and above do not fit through USB 2 in time, and handed on as it comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kiosk.devices import options
from kiosk.devices._opencv import opencv
from kiosk.devices._video import AbsentError, GarbledError, SilentError

_BY_ID = Path("/dev/v4l/by-id")
_CLASS = Path("/sys/class/video4linux")
_USB_ID = re.compile(r"[0-9a-f]{4}:[0-9a-f]{4}", re.IGNORECASE)
_WARMING_UP = 5  # frames until exposure and white balance have settled
_MISSES = 3


def device(value: str) -> str:
    """Raises ValueError for what is neither a path, nor a name of some length, nor VID:PID."""
    found = options.text("device", value, "046d:0825")
    if not found.startswith("/") and len(found) < 3 or not found.isprintable():
        raise ValueError(f"选项 device 要写成路径、名称或 VID:PID，现在是 {value!r}；例如 046d:0825")
    return found


def node(wanted: str, by_id: Path = _BY_ID, classes: Path = _CLASS) -> str | None:
    """The path of the first camera that `wanted` names; a camera's second node carries no frames."""
    if wanted.startswith("/"):
        return wanted if Path(wanted).exists() else None
    if not _USB_ID.fullmatch(wanted):
        for link in sorted(by_id.glob("*-index0")):
            if _alike(wanted, link.name):
                return str(link.resolve())
    for entry in sorted(classes.glob("video*")):
        if _word(entry / "index") not in ("", "0"):
            continue
        if _matches(wanted, entry):
            return f"/dev/{entry.name}"
    return None


def _matches(wanted: str, entry: Path) -> bool:
    if not _USB_ID.fullmatch(wanted):
        return _alike(wanted, _word(entry / "name"))
    usb = (entry / "device").resolve().parent  # the interface's parent is the device
    return f"{_word(usb / 'idVendor')}:{_word(usb / 'idProduct')}" == wanted.lower()


def _alike(wanted: str, name: str) -> bool:
    return wanted.replace(" ", "_").lower() in name.replace(" ", "_").lower()


def _word(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""


class V4l2Source:
    def __init__(self, wanted: str, width: int = 1280, height: int = 720) -> None:
        self._wanted, self._size = device(wanted), (width, height)

    def frames(self) -> Iterator[bytes]:
        path = node(self._wanted)
        if path is None:
            raise AbsentError
        yield from captured(path, self._size)

    def cut(self) -> None:
        """A read from the driver ends by itself, after ten seconds at most; nobody waits for it."""

    def there(self) -> bool:
        return node(self._wanted) is not None


def captured(path: str, size: tuple[int, int], backend: int | None = None) -> Iterator[bytes]:
    """The frames of one device, after the first few. Raises AbsentError, SilentError, GarbledError."""
    cv2 = opencv()
    capture = cv2.VideoCapture(path, cv2.CAP_V4L2 if backend is None else backend)
    try:
        if not capture.isOpened():
            raise AbsentError
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, size[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, size[1])
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 2)
        capture.set(cv2.CAP_PROP_CONVERT_RGB, 0)  # the JPEG itself, where the camera makes one
        for _ in range(_WARMING_UP):
            capture.grab()
        misses = 0
        while misses < _MISSES:
            there, frame = capture.read()
            misses = 0 if there else misses + 1
            if there:
                yield _jpeg(cv2, frame)
        raise SilentError if Path(path).exists() else AbsentError
    except cv2.error:
        raise GarbledError from None
    finally:
        capture.release()


def _jpeg(cv2: Any, frame: Any) -> bytes:
    """A frame as it came, if that is a JPEG; else packed into one, from YUYV, grey or colour."""
    if frame.size == max(frame.shape) and frame.ravel()[:2].tobytes() == b"\xff\xd8":
        raw = frame.tobytes()
        return bytes(raw[: raw.rfind(b"\xff\xd9") + 2])
    if frame.ndim == 3 and frame.shape[2] == 2:
        frame = cv2.cvtColor(frame, cv2.COLOR_YUV2BGR_YUY2)
    done, packed = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 92])
    if not done:
        raise GarbledError
    return bytes(packed.tobytes())

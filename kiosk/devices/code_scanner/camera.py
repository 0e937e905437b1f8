"""A camera as a code scanner: each frame is looked at until one holds a code.

The newest frame is kept in memory for the preview, and nothing of it on disk.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from kiosk.devices import _video_http, _video_v4l2, faults, options
from kiosk.devices._video import Frame, Source, Video
from kiosk.devices.code_scanner import Scan, _ladder, _payload
from kiosk.devices.code_scanner._faults import DEVICE, NO_CODE, NO_PURPOSE
from kiosk.devices.code_scanner._sight import Sight
from kiosk.model import Completion, DeviceError, DeviceState, DeviceStatus, Health, Level

_CHECK_WAIT = 30.0
_BROKEN = 10  # frames in a row that are no picture


class CameraScanner:
    def __init__(self, video: Video, symbologies: Sequence[str], patience: float, deadline: float) -> None:
        self._video, self._deadline = video, deadline
        self._symbologies = tuple(symbologies)
        self._sight = Sight(patience)
        self._turn = threading.Lock()

    def scan(self, purpose: str, timeout: float) -> Scan:
        """Of several codes in view the first that is for `purpose`."""
        end = time.monotonic() + timeout
        mark = self._video.closes()
        if purpose not in _payload.PURPOSES:
            raise DeviceError(Completion.UNSUPPORTED, NO_PURPOSE)
        if not self._turn.acquire(timeout=timeout):
            raise DeviceError(Completion.TIME_OUT, NO_CODE)
        try:
            return self._first(purpose, end, mark)
        finally:
            self._turn.release()

    def preview(self) -> bytes | None:
        """The newest frame as JPEG, or None while there is none. Does not wait."""
        frame = self._video.latest()
        return frame.jpeg if frame else None

    def status(self) -> DeviceStatus:
        try:
            shape = self._look()
        except DeviceError as error:
            return faults.snapshot(error)
        found = self._sight.faults()
        state = DeviceState.ATTENTION if found else DeviceState.ONLINE
        return DeviceStatus(state, faults=found, detail={"picture": shape})

    def check(self, level: Level) -> Health:
        started = time.monotonic()
        try:
            if level is Level.INTERACTIVE:
                self.scan("diagnosis", _CHECK_WAIT)
                return self._passed(level, "读到一个码", started)
            shape = self._look()
        except DeviceError as error:
            return faults.health(DEVICE, level, error.fault)
        found = self._sight.faults()
        if found:
            return faults.health(DEVICE, level, found[0], "warn")
        return self._passed(level, f"画面正常，{shape}", started)

    def close(self) -> None:
        self._video.close()

    def _first(self, purpose: str, end: float, mark: int) -> Scan:
        """From frames that came after the call."""
        live = _ladder.Live(self._symbologies)
        first = number = self._video.count
        broken = 0
        while (frame := self._video.before(end, number, mark)) is not None:
            number = frame.number
            picture = frame.grey()
            broken = 0 if picture is not None else broken + 1
            if broken >= _BROKEN:
                raise self._no_picture()
            if picture is None:
                continue
            self._sight.saw(frame, float(picture.mean()))
            if codes := live.decode(picture):
                return _chosen(codes, purpose)
        raise DeviceError(Completion.TIME_OUT, NO_CODE if number > first else self._video.silence)

    def _look(self) -> str:
        """Width and height of the next frame that is a picture. Raises DeviceError."""
        frame: Frame | None = None
        number, mark = self._video.count, self._video.closes()
        for _ in range(_BROKEN):
            frame = self._video.after(number, mark)
            number = frame.number
            picture = frame.grey()
            if picture is not None:
                self._sight.saw(frame, float(picture.mean()))
                return f"{picture.shape[1]}×{picture.shape[0]}"
        raise self._no_picture()

    def _no_picture(self) -> DeviceError:
        return DeviceError(Completion.INVALID_DATA, faults.garbled(DEVICE, "画面无法解码"))

    def _passed(self, level: Level, what: str, started: float) -> Health:
        taken = f"{(time.monotonic() - started) * 1000:.0f} ms"
        return Health(DEVICE, level, "pass", f"{what}，{taken}", limit=f"每帧 {self._deadline:g} s")


def _chosen(codes: Sequence[_ladder.Code], purpose: str) -> Scan:
    """Raises the first refusal where all are refused."""
    refused: DeviceError | None = None
    for code in codes:
        try:
            return _payload.accept(code.data, code.symbology, purpose, code.text)
        except DeviceError as error:
            refused = refused or error
    assert refused is not None
    raise refused


def connect(
    device: str = "",
    url: str = "",
    symbologies: Sequence[str] = (_ladder.QR,),
    patience: float = 10.0,
    deadline: float = 3.0,
) -> CameraScanner:
    """Either `device` or `url`; the camera may send nothing for `deadline` seconds, and a black or unchanging
    picture is a fault after `patience` seconds. Raises ValueError.
    """
    if (device != "") == (url != ""):
        raise ValueError(
            "选项 device（本机摄像头）和 url（网络摄像头）要写一个，只写一个；例如 device = 046d:0825"
        )
    wait = options.seconds("deadline", deadline)
    if url != "":
        _video_http.parts(url)
    else:
        _video_v4l2.device(device)

    def local() -> Source:
        return _video_v4l2.V4l2Source(device)

    def remote() -> Source:
        return _video_http.HttpSource(url, wait)

    opener: Callable[[], Source] = local if device != "" else remote
    video = Video(opener, DEVICE, device or url, wait)
    return CameraScanner(video, _named(symbologies), options.seconds("patience", patience, 3600.0), wait)


def _named(symbologies: object) -> tuple[str, ...]:
    known = _ladder.SYMBOLOGIES
    fits = (
        isinstance(symbologies, list | tuple) and symbologies and all(name in known for name in symbologies)
    )
    if not fits or not isinstance(symbologies, list | tuple):
        allowed = f"可以是 {'、'.join(known)}"
        raise ValueError(
            f'选项 symbologies 要写成码制的列表，{allowed}，现在是 {symbologies!r}；例如 ["QRCode"]'
        )
    return tuple(str(name) for name in symbologies)

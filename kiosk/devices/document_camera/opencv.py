"""A camera on this machine, or one in the network, as a document camera. Nothing is written to disk."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable

from kiosk.devices import _video_http, _video_v4l2, faults, options
from kiosk.devices._video import Frame, Source, Video
from kiosk.devices.document_camera import Page, _sheet
from kiosk.devices.document_camera._faults import BLACK, CUT_OFF, DEVICE
from kiosk.model import Completion, DeviceError, DeviceState, DeviceStatus, Fault, Health, Level

_CHECK_WAIT = 30.0
_BROKEN = 10  # frames in a row that are no picture
_VERDICTS = 3  # frames in a row with the same fault: the lens has settled, the sheet lies still
_BLACK = 12.0  # of 255, the mean of a picture; a dark mat under a hall's light is above 20
_RESOLUTION = re.compile(r"(\d{3,5})x(\d{3,5})", re.ASCII)


class OpencvDocumentCamera:
    def __init__(self, video: Video, deadline: float) -> None:
        self._video, self._deadline = video, deadline
        self._turn = threading.Lock()

    def preview(self) -> bytes | None:
        frame = self._video.latest()
        return frame.jpeg if frame else None

    def capture(self, timeout: float) -> Page:
        """A sheet that is not right is refused as soon as three frames agree; none at all, at the end."""
        end = time.monotonic() + timeout
        mark = self._video.closes()
        if not self._turn.acquire(timeout=timeout):
            raise DeviceError(Completion.TIME_OUT, self._video.silence)
        try:
            return self._first(end, mark)
        finally:
            self._turn.release()

    def status(self) -> DeviceStatus:
        try:
            shape, found = self._look()
        except DeviceError as error:
            return faults.snapshot(error)
        state = DeviceState.ATTENTION if found else DeviceState.ONLINE
        return DeviceStatus(state, faults=found, detail={"picture": shape})

    def check(self, level: Level) -> Health:
        started = time.monotonic()
        try:
            if level is Level.INTERACTIVE:
                page = self.capture(_CHECK_WAIT)
                what = f"拍到一页，{page.width}×{page.height}，{page.dpi} dpi"
                return self._passed(level, what, started)
            shape, found = self._look()
        except DeviceError as error:
            return faults.health(DEVICE, level, error.fault)
        if found:
            return faults.health(DEVICE, level, found[0], "warn")
        return self._passed(level, f"画面正常，{shape}", started)

    def close(self) -> None:
        self._video.close()

    def _first(self, end: float, mark: int) -> Page:
        number, broken = self._video.count, 0
        last: DeviceError | None = None
        alike = 0
        while (frame := self._video.before(end, number, mark)) is not None:
            number = frame.number
            picture = frame.colour()
            broken = 0 if picture is not None else broken + 1
            if broken >= _BROKEN:
                raise self._no_picture()
            if picture is None:
                continue
            try:
                return _sheet.page(picture)
            except _sheet.NothingError:
                last, alike = _nothing(float(picture.mean())), 0
            except DeviceError as error:
                alike = alike + 1 if last and last.fault is error.fault else 1
                last = error
                if alike >= _VERDICTS:
                    break
        raise last or DeviceError(Completion.TIME_OUT, self._video.silence)

    def _look(self) -> tuple[str, tuple[Fault, ...]]:
        """Width and height of the next frame that is a picture, and what is wrong. Raises DeviceError."""
        frame: Frame
        number, mark = self._video.count, self._video.closes()
        for _ in range(_BROKEN):
            frame = self._video.after(number, mark)
            number = frame.number
            picture = frame.grey()
            if picture is not None:
                black = (BLACK,) if float(picture.mean()) < _BLACK else ()
                return f"{picture.shape[1]}×{picture.shape[0]}", black
        raise self._no_picture()

    def _no_picture(self) -> DeviceError:
        return DeviceError(Completion.INVALID_DATA, faults.garbled(DEVICE, "画面无法解码"))

    def _passed(self, level: Level, what: str, started: float) -> Health:
        taken = f"{(time.monotonic() - started) * 1000:.0f} ms"
        return Health(DEVICE, level, "pass", f"{what}，{taken}", limit=f"每帧 {self._deadline:g} s")


def _nothing(brightness: float) -> DeviceError:
    if brightness < _BLACK:
        return DeviceError(Completion.HARDWARE_ERROR, BLACK)
    return DeviceError(Completion.USER_ERROR, CUT_OFF)


def connect(
    device: str = "", url: str = "", resolution: str = "3264x2448", deadline: float = 3.0
) -> OpencvDocumentCamera:
    """Either `device` or `url`; `resolution` is asked of a `device`, which gives the nearest that it has; the
    camera may send nothing for `deadline` seconds. Raises ValueError.
    """
    if (device != "") == (url != ""):
        raise ValueError(
            "选项 device（本机摄像头）和 url（网络摄像头）要写一个，只写一个；例如 device = 046d:0825"
        )
    width, height = _sides(resolution)
    wait = options.seconds("deadline", deadline)
    if url != "":
        _video_http.parts(url)
    else:
        _video_v4l2.device(device)

    def local() -> Source:
        return _video_v4l2.V4l2Source(device, width, height)

    def remote() -> Source:
        return _video_http.HttpSource(url, wait)

    opener: Callable[[], Source] = local if device != "" else remote
    return OpencvDocumentCamera(Video(opener, DEVICE, device or url, wait), wait)


def _sides(resolution: object) -> tuple[int, int]:
    found = _RESOLUTION.fullmatch(resolution) if isinstance(resolution, str) else None
    if found is None:
        raise ValueError(
            f"选项 resolution 要写成宽x高，加引号，现在是 {resolution!r}；例如 3264x2448（800 万像素）"
        )
    return int(found[1]), int(found[2])

"""A camera on this machine, or one in the network, as a face camera. Nothing is written to disk.

A look at the camera's state takes one frame, says whether it is black, and looks for no face.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from kiosk.devices import _video_http, _video_v4l2, faults, options
from kiosk.devices._video import Frame, Source, Video
from kiosk.devices.face_camera import FaceMatch
from kiosk.devices.face_camera._comparison import Comparison, UnfitError
from kiosk.devices.face_camera._faults import BLACK, DEVICE, NONE
from kiosk.devices.face_camera._networks import Networks
from kiosk.model import Completion, DeviceError, DeviceState, DeviceStatus, Fault, Health, Level

_BROKEN = 10  # frames in a row that are no picture
_LOOKS = 3  # good faces that are compared in one try: an eye may be closed in one
_BLACK = 8.0  # of 255, the mean of a picture
_SIZE = (1280, 720)


class OpencvFaceCamera:
    def __init__(self, video: Video, settle: float, deadline: float) -> None:
        self._video, self._settle, self._deadline = video, settle, deadline
        self._turn = threading.Lock()
        self._networks: Networks | None = None

    def preview(self) -> bytes | None:
        frame = self._video.latest()
        return frame.jpeg if frame else None

    def compare(self, reference: bytes | bytearray, threshold: float, timeout: float) -> FaceMatch:
        """Once the camera has settled: until one face was the same, or three were not."""
        mark, first = self._video.closes(), self._video.count
        if not self._turn.acquire(timeout=timeout):
            raise DeviceError(Completion.TIME_OUT, NONE)
        try:
            self._networks = self._networks or Networks()
            comparison = Comparison(self._networks, reference, threshold)
            end = time.monotonic() + timeout
            try:
                self._wait(min(end, time.monotonic() + self._settle), first, mark)
                return self._look_for(comparison, end, mark)
            finally:
                comparison.forget()
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
        """At every level the picture alone: a technician's face is not compared with anybody's."""
        started = time.monotonic()
        try:
            if level is not Level.INTERNAL:
                with self._turn:
                    self._networks = self._networks or Networks()
            shape, found = self._look()
        except DeviceError as error:
            return faults.health(DEVICE, level, error.fault)
        if found:
            return faults.health(DEVICE, level, found[0], "warn")
        taken = f"{(time.monotonic() - started) * 1000:.0f} ms"
        return Health(
            DEVICE, level, "pass", f"画面正常，{shape}，{taken}", limit=f"每帧 {self._deadline:g} s"
        )

    def close(self) -> None:
        self._video.close()

    def _wait(self, until: float, number: int, mark: int) -> None:
        """Frames pass by while the exposure settles. Raises DeviceError."""
        while (frame := self._video.before(until, number, mark)) is not None:
            number = frame.number

    def _look_for(self, comparison: Comparison, end: float, mark: int) -> FaceMatch:
        number, broken, compared = self._video.count, 0, 0
        last: DeviceError | None = None
        while (frame := self._video.before(end, number, mark)) is not None:
            number = frame.number
            picture = frame.colour()
            broken = 0 if picture is not None else broken + 1
            if broken >= _BROKEN:
                raise self._no_picture()
            if picture is None:
                continue
            brightness = float(picture.mean())
            try:
                same = comparison.same(picture)
            except UnfitError as error:
                last = _unfit(error.fault, brightness)
                continue
            compared += 1
            if same or compared == _LOOKS:
                return FaceMatch(same)
        if compared:
            return FaceMatch(False)
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


def _unfit(fault: Fault, brightness: float) -> DeviceError:
    if fault is NONE and brightness < _BLACK:
        return DeviceError(Completion.HARDWARE_ERROR, BLACK)
    return DeviceError(Completion.USER_ERROR, fault)


def connect(device: str = "", url: str = "", settle: float = 2.0, deadline: float = 3.0) -> OpencvFaceCamera:
    """Either `device` or `url`; nothing is compared in the first `settle` seconds of a try; the camera may
    send nothing for `deadline` seconds. Raises ValueError.
    """
    if (device != "") == (url != ""):
        raise ValueError(
            "选项 device（本机摄像头）和 url（网络摄像头）要写一个，只写一个；例如 device = 046d:0825"
        )
    calm, wait = options.seconds("settle", settle, 10.0), options.seconds("deadline", deadline)
    if url != "":
        _video_http.parts(url)
    else:
        _video_v4l2.device(device)

    def local() -> Source:
        return _video_v4l2.V4l2Source(device, *_SIZE)

    def remote() -> Source:
        return _video_http.HttpSource(url, wait)

    opener: Callable[[], Source] = local if device != "" else remote
    return OpencvFaceCamera(Video(opener, DEVICE, device or url, wait), calm, wait)

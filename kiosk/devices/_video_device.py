"""What every camera does alike as a device: one way to it, its newest frame, its status and its check.

A camera that was seen well lately is not looked at again for its status: that it is still there is enough.
So it is on while somebody uses it, and for a moment every half minute.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk.devices import _video_http, _video_v4l2, faults
from kiosk.devices._video import GLANCE, Frame, Source, Video
from kiosk.devices._video_sight import TRUST, Sight
from kiosk.devices.exchanges import Exchanges
from kiosk.model import Completion, DeviceError, DeviceState, DeviceStatus, Fault, Health, Level

if TYPE_CHECKING:
    from kiosk.devices._opencv import Picture

_BROKEN = 10  # frames in a row that are no picture
_REPEATED = 10  # frames in a row that are the same one
_SETTLES = 2.0  # seconds in which a camera that was just opened finds its exposure


def video(device: str, url: str, name: str, deadline: float, size: tuple[int, int] = (1280, 720)) -> Video:
    """Either `device` or `url`; `size` is asked of a `device`. Raises ValueError with a sentence."""
    if (device != "") == (url != ""):
        raise ValueError(
            "选项 device（本机摄像头）和 url（网络摄像头）要写一个，只写一个；例如 device = 046d:0825"
        )
    if url != "":
        _video_http.parts(url)
    else:
        _video_v4l2.device(device)

    def local() -> Source:
        return _video_v4l2.V4l2Source(device, *size)

    def remote() -> Source:
        return _video_http.HttpSource(url, deadline)

    return Video(local if device != "" else remote, name, device or url, deadline)


class VideoDevice:
    """`name` is the device's for a technician; `opening`: where a person looks for what covers the lens;
    `trust`: for how many seconds one that was seen well is not looked at again for its status."""

    def __init__(  # noqa: PLR0913 - what one kind of camera differs in from another
        self,
        found: Video,
        name: str,
        opening: str,
        patience: float,
        deadline: float,
        trust: float | None = None,
    ) -> None:
        self._video, self._name, self._deadline = found, name, deadline
        self._sight = Sight(name, opening, patience, min(TRUST, 3 * patience) if trust is None else trust)
        self._turn = threading.Lock()

    @property
    def exchanges(self) -> Exchanges:
        return self._video.exchanges

    def preview(self) -> bytes | None:
        """The newest frame as JPEG, or None while there is none. Does not wait."""
        frame = self._video.latest()
        return frame.jpeg if frame else None

    def status(self) -> DeviceStatus:
        try:
            if self._sight.trusted:
                self._video.there()
            else:
                self._look()
        except DeviceError as error:
            self._sight.distrust()
            return faults.snapshot(error)
        found = self._sight.faults()
        state = DeviceState.ATTENTION if found else DeviceState.ONLINE
        return DeviceStatus(state, faults=found, detail={"picture": self._sight.shape})

    def check(self, level: Level) -> Health:
        started = time.monotonic()
        try:
            if level is Level.INTERACTIVE:
                return self._passed(level, self._used(), started)
            self._look()
            while (wrong := self._sight.now()) and time.monotonic() - started < _SETTLES:
                self._look()
        except DeviceError as error:
            return faults.health(self._name, level, error.fault)
        if wrong:
            return faults.health(self._name, level, wrong)
        return self._passed(level, f"画面正常，{self._sight.shape}", started)

    def close(self) -> None:
        self._sight.distrust()
        self._video.close()

    def _used(self) -> str:
        """Does with a person what the device is for, and says what came. Raises DeviceError."""
        raise NotImplementedError

    @contextmanager
    def _pictures(
        self, timeout: float, decoded: Callable[[Frame], Picture | None], busy: Fault, mark: int | None = None
    ) -> Iterator[Iterator[Picture]]:
        """One caller at a time: pictures of a live camera, from frames that come after the call, until
        `timeout` seconds are over. Each is known to differ from the one before. `mark`: what closes() of the
        video said when the caller began, where that was earlier.

        Raises DeviceError: HARDWARE_ERROR with camera.frozen for a camera that repeats itself, or as Video.
        """
        end = time.monotonic() + timeout
        mark = self._video.closes() if mark is None else mark
        if not self._turn.acquire(timeout=timeout):
            raise DeviceError(Completion.TIME_OUT, busy)
        try:
            yield self._live(end, mark, decoded)
        finally:
            self._turn.release()

    def _live(self, end: float, mark: int, decoded: Callable[[Frame], Picture | None]) -> Iterator[Picture]:
        number, broken, repeated = self._video.count, 0, 0
        try:
            while (frame := self._video.before(end, number, mark)) is not None:
                number, picture = frame.number, decoded(frame)
                broken = 0 if picture is not None else broken + 1
                if broken >= _BROKEN:
                    raise self._no_picture()
                if picture is None:
                    continue
                live, wrong = self._sight.saw(frame, picture), self._sight.now()
                repeated = 0 if live else repeated + 1
                if repeated >= _REPEATED and wrong:
                    raise DeviceError(Completion.HARDWARE_ERROR, wrong)
                if live:
                    yield picture
        except DeviceError:
            self._sight.distrust()
            raise

    def _look(self) -> None:
        """At the next picture, and at one more where it is the first of a stream. Raises DeviceError."""
        number, mark, seen = self._video.count, self._video.closes(), False
        for _ in range(_BROKEN):
            frame = self._video.after(number, mark, GLANCE)
            number, picture = frame.number, frame.grey()
            if picture is None:
                continue
            if self._sight.saw(frame, picture) or self._sight.now() or seen:
                return
            seen = True
        raise self._no_picture()

    def _no_picture(self) -> DeviceError:
        return DeviceError(Completion.INVALID_DATA, faults.garbled(self._name, "画面无法解码"))

    def _passed(self, level: Level, what: str, started: float) -> Health:
        taken = f"{(time.monotonic() - started) * 1000:.0f} ms"
        return Health(self._name, level, "pass", f"{what}，{taken}", limit=f"每帧 {self._deadline:g} s")

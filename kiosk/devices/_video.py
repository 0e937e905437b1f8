"""Frames of one camera, for whoever looks: a code scanner, a document camera, a face camera.

A thread of its own takes them while somebody asks, so that a wait ends in time whatever the camera does, and
lets go of the camera when nobody has asked for a while. Only the newest frame is kept, as the JPEG that came.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from kiosk.devices import faults
from kiosk.devices._opencv import opencv
from kiosk.devices.backoff import Backoff
from kiosk.model import Completion, DeviceError, Fault

if TYPE_CHECKING:
    from kiosk.devices._opencv import Picture

_IDLE = 30.0  # seconds without a question after which the camera is let go
_FIRST_RETRY = 0.2
_LEAVES_WITHIN = 1.0


class AbsentError(Exception):
    """No camera is there, or it went away."""


class SilentError(Exception):
    """The camera is there and sends no frame."""


class GarbledError(Exception):
    """What the camera sends is no frame."""


class Source(Protocol):
    """A way to a camera. One thread uses it; `cut` comes from any."""

    def frames(self) -> Iterator[bytes]:
        """Opens, and gives each frame as JPEG. Raises AbsentError, SilentError, GarbledError; never ends."""
        ...

    def cut(self) -> None:
        """Ends a wait of `frames` where that is possible."""
        ...


@dataclass(frozen=True)
class Frame:
    number: int
    at: float  # monotonic seconds
    jpeg: bytes = field(repr=False)

    def grey(self) -> Picture | None:
        """None where the JPEG cannot be decoded."""
        return _decoded(self.jpeg, opencv().IMREAD_GRAYSCALE)

    def colour(self) -> Picture | None:
        """Blue, green, red."""
        return _decoded(self.jpeg, opencv().IMREAD_COLOR)


def _decoded(jpeg: bytes, how: int) -> Picture | None:
    import numpy

    cv2 = opencv()
    try:
        picture: Picture | None = cv2.imdecode(numpy.frombuffer(jpeg, numpy.uint8), how)
    except cv2.error:  # a size that no camera has
        return None
    return picture


class Video:
    """`name` and `where` are for the technician; `deadline` is how long a camera may send nothing."""

    def __init__(self, make: Callable[[], Source], name: str, where: str, deadline: float) -> None:
        self._make, self._name, self._where, self._deadline = make, name, where, deadline
        self._news = threading.Condition()
        self._latest: Frame | None = None
        self._count = 0
        self._error: DeviceError | None = None
        self._asked = 0.0
        self._taking: _Taking | None = None
        self._closes = 0

    @property
    def count(self) -> int:
        """The number of the newest frame."""
        return self._count

    @property
    def silence(self) -> Fault:
        """What a camera is at fault with that has sent nothing."""
        return faults.silent(self._name, self._where)

    def latest(self) -> Frame | None:
        """Without waiting: the newest frame, if it is not older than the deadline."""
        with self._news:
            self._want()
            found = self._latest
        return found if found and time.monotonic() - found.at < self._deadline else None

    def closes(self) -> int:
        """A mark to give to `after`, so that a close between two waits is not missed."""
        return self._closes

    def after(self, number: int, mark: int) -> Frame:
        """The newest frame, once it is behind `number`. `mark` is what `closes` said when the wait began.

        Raises DeviceError: DEVICE_NOT_READY where no camera is there, TIME_OUT when it sends nothing for the
        deadline, INVALID_DATA when it sends no whole frames, CANCELED when it was closed.
        """
        frame = self.before(math.inf, number, mark)
        assert frame is not None  # endless
        return frame

    def before(self, end: float, number: int, mark: int) -> Frame | None:
        """As `after`, or None when `end` (monotonic seconds) comes before the frame and the deadline."""
        silent = time.monotonic() + self._deadline
        with self._news:
            self._want()
            while self._closes == mark:
                if self._latest is not None and self._count > number:
                    return self._latest
                if self._error is not None:
                    raise self._error
                now = time.monotonic()
                if now >= silent:
                    raise self._told(SilentError())
                if now >= end:
                    return None
                self._want()
                self._news.wait(min(silent, end) - now)
        raise faults.closed(self._name)

    def close(self) -> None:
        with self._news:
            self._closes += 1
            taking, self._taking = self._taking, None
            self._latest = self._error = None
            self._news.notify_all()
        if taking is not None:
            taking.leave()

    def _want(self) -> None:
        self._asked = time.monotonic()
        if self._taking is None:
            self._error = None
            self._taking = _Taking(self._make(), self)
            self._taking.start()

    def _came(self, taking: _Taking, jpeg: bytes) -> bool:
        """Says whether somebody still wants frames."""
        with self._news:
            if self._taking is not taking:
                return False
            self._count += 1
            self._latest, self._error = Frame(self._count, time.monotonic(), jpeg), None
            self._news.notify_all()
        return self._wanted(taking)

    def _failed(self, taking: _Taking, error: Exception) -> None:
        with self._news:
            if self._taking is taking:
                self._latest, self._error = None, self._told(error)
                self._news.notify_all()

    def _wanted(self, taking: _Taking) -> bool:
        with self._news:
            if self._taking is taking and time.monotonic() - self._asked > _IDLE:
                self._taking = self._latest = None
            return self._taking is taking

    def _told(self, error: Exception) -> DeviceError:
        if isinstance(error, SilentError):
            return DeviceError(Completion.TIME_OUT, self.silence)
        if isinstance(error, GarbledError):
            return DeviceError(Completion.INVALID_DATA, faults.garbled(self._name, "没有画面"))
        return DeviceError(Completion.DEVICE_NOT_READY, faults.absent(self._name, self._where))


class _Taking:
    """One stay of a thread at the camera, with new attempts while there is none."""

    def __init__(self, source: Source, video: Video) -> None:
        self._source, self._video = source, video
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._run, name="video", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def leave(self) -> None:
        self._left.set()
        self._source.cut()
        self._thread.join(_LEAVES_WITHIN)

    def _run(self) -> None:
        backoff = Backoff(_FIRST_RETRY)
        while not self._left.is_set() and self._video._wanted(self):
            if not backoff.due():
                self._left.wait(_FIRST_RETRY / 4)
                continue
            try:
                for jpeg in self._source.frames():
                    backoff.worked()
                    if self._left.is_set() or not self._video._came(self, jpeg):
                        break
            except (AbsentError, SilentError, GarbledError) as error:
                backoff.failed()
                self._video._failed(self, error)

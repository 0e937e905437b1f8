"""Frames of one camera, for whoever looks: a code scanner, a document camera, a face camera.

A thread of its own takes them while somebody asks, so that a wait ends in time whatever the camera does, and
lets go of the camera soon after. Only the newest frame is kept, as the JPEG that came.
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
from kiosk.devices._picture import decoded
from kiosk.devices.backoff import Backoff
from kiosk.devices.exchanges import Exchanges
from kiosk.model import Completion, DeviceError, Fault

if TYPE_CHECKING:
    from kiosk.devices._opencv import Picture

_IDLE = 30.0  # seconds after a person's last question until the camera is let go: they may try again
GLANCE = 1.5  # seconds after one look: a next one that is due within a second finds the stream open
_FRESH = 0.5  # seconds: a camera that sent a frame so lately is there
_FIRST_RETRY = 0.2
_LEAVES_WITHIN = 1.0
_MARK = 2  # bytes with which a JPEG begins; of a stream the first one is an exchange, the others are too many
_SIDES, _MOST = range(16, 1 << 14), 1 << 26  # points of a frame: the largest cameras have a third of it


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

    def there(self) -> bool:
        """Whether the camera can be reached just now, without a frame; beside `frames` and for little."""
        ...


@dataclass(frozen=True)
class Frame:
    number: int
    at: float  # monotonic seconds
    jpeg: bytes = field(repr=False)
    repeats: bool | None = None  # the one before, byte for byte; None for the first of a stream

    def grey(self) -> Picture | None:
        """None where the JPEG cannot be decoded, or is of a size that no camera has."""
        return decoded(self.jpeg, opencv().IMREAD_GRAYSCALE, _SIDES, _MOST)

    def colour(self) -> Picture | None:
        """Blue, green, red."""
        return decoded(self.jpeg, opencv().IMREAD_COLOR, _SIDES, _MOST)


class Video:
    """`name` and `where` are for the technician; `deadline` is how long a camera may send nothing."""

    def __init__(self, make: Callable[[], Source], name: str, where: str, deadline: float) -> None:
        self._make, self._name, self._where, self._deadline = make, name, where, deadline
        self.exchanges = Exchanges()
        self._news = threading.Condition()
        self._latest: Frame | None = None
        self._count = 0
        self._error: DeviceError | None = None
        self._waiting = 0
        self._until = 0.0
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
            self._want(_IDLE)
            found = self._latest
        return found if found and time.monotonic() - found.at < self._deadline else None

    def closes(self) -> int:
        """A mark to give to `after`, so that a close between two waits is not missed."""
        return self._closes

    def there(self) -> None:
        """Raises DeviceError where the camera is gone, or fails just now. Wants no frame, and waits no longer
        than the deadline.
        """
        with self._news:
            taken, error, newest = self._taking is not None, self._error, self._latest
        if taken and error is not None:
            raise error
        fresh = newest is not None and time.monotonic() - newest.at < _FRESH
        if not fresh and not self._make().there():
            raise self._told(AbsentError())

    def after(self, number: int, mark: int, linger: float = _IDLE) -> Frame:
        """The newest frame, once it is behind `number`. `mark` is what `closes` said when the wait began; the
        camera is held for `linger` seconds more.

        Raises DeviceError: DEVICE_NOT_READY where no camera is there (which may take the deadline twice),
        TIME_OUT when one sends nothing for the deadline, INVALID_DATA when it sends no whole frames, CANCELED
        when it was closed.
        """
        frame = self.before(math.inf, number, mark, linger)
        assert frame is not None  # endless
        return frame

    def before(self, end: float, number: int, mark: int, linger: float = _IDLE) -> Frame | None:
        """As `after`, or None when `end` (monotonic seconds) comes before the frame and the deadline."""
        try:
            with self._news:
                self._waiting += 1
                try:
                    return self._awaited(end, number, mark, linger)
                finally:
                    self._waiting -= 1
        except SilentError as silence:
            raise self._told(self._silence(silence, mark)) from None

    def _silence(self, silence: SilentError, mark: int) -> Exception:
        """Nothing came for the deadline, not even a word of the thread that asks: a busy machine may not have
        let it ask yet. Whether somebody is there is looked at here. Raises DeviceError when it was closed."""
        there = self._make().there()
        if self._closes != mark:
            raise faults.closed(self._name)
        return silence if there else AbsentError()

    def _awaited(self, end: float, number: int, mark: int, linger: float) -> Frame | None:
        silent = time.monotonic() + self._deadline
        while self._closes == mark:
            self._want(linger)
            if self._latest is not None and self._count > number:
                return self._latest
            if self._error is not None:
                raise self._error
            now = time.monotonic()
            if now >= silent:
                raise SilentError
            if now >= end:
                return None
            self._news.wait(min(silent, end) - now)
        raise faults.closed(self._name)

    def close(self) -> None:
        with self._news:
            self._closes += 1
            self._until = 0.0
            taking, self._taking = self._taking, None
            self._latest = self._error = None
            self._news.notify_all()
        if taking is not None:
            taking.leave()

    def _want(self, linger: float) -> None:
        self._until = max(self._until, time.monotonic() + linger)
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
            if self._latest is None:
                self.exchanges.came(jpeg[:_MARK], len(jpeg) - _MARK)
            repeats = jpeg == self._latest.jpeg if self._latest is not None else None
            self._latest, self._error = Frame(self._count, time.monotonic(), jpeg, repeats), None
            self._news.notify_all()
        return self._wanted(taking)

    def _failed(self, taking: _Taking, error: Exception) -> None:
        with self._news:
            if self._taking is taking:
                self._latest, self._error = None, self._told(error)
                self._news.notify_all()

    def _wanted(self, taking: _Taking) -> bool:
        with self._news:
            if self._taking is taking and not self._waiting and time.monotonic() > self._until:
                self._taking = self._latest = None
            return self._taking is taking

    def _told(self, error: Exception) -> DeviceError:
        if isinstance(error, SilentError):
            return DeviceError(Completion.TIME_OUT, self.silence)
        if isinstance(error, GarbledError):
            return DeviceError(Completion.INVALID_DATA, faults.garbled(self._name, "没有画面"))
        if not isinstance(error, AbsentError):
            return DeviceError(Completion.HARDWARE_ERROR, faults.broken(self._name, error))
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
            except (
                Exception
            ) as error:  # whatever a driver raises: a thread that died of it would look at nothing
                backoff.failed()
                self._video._failed(self, error)

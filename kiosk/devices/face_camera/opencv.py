"""A camera on this machine, or one in the network, as a face camera. Nothing is written to disk.

While nobody uses the machine, one that was once seen well stays off: that it is there is enough for its
status, and no picture is taken of who only walks by. While somebody does, or a technician asks, a frame is
looked at now and then for whether the lens sees anything; a face is looked for in none that nobody agreed to.
"""

from __future__ import annotations

import math
import time

from kiosk.devices import faults, options
from kiosk.devices._video import Frame, Video
from kiosk.devices._video_device import VideoDevice, video
from kiosk.devices._video_sight import TRUST
from kiosk.devices.face_camera import FaceMatch
from kiosk.devices.face_camera._comparison import Comparison, UnfitError
from kiosk.devices.face_camera._faults import DEVICE, NONE
from kiosk.devices.face_camera._networks import Networks
from kiosk.model import Completion, DeviceError, Fault, Health, Level

_LOOKS = 3  # good faces that are compared in one try: an eye may be closed in one
_PATIENCE = 3.0  # seconds that the picture may be black or the same


class OpencvFaceCamera(VideoDevice):
    def __init__(self, found: Video, settle: float, deadline: float) -> None:
        super().__init__(found, DEVICE, "摄像头", _PATIENCE, deadline, trust=math.inf)
        self._settle = settle
        self._networks: Networks | None = None

    def attend(self, here: bool) -> None:
        self._sight.trust_for(TRUST if here else math.inf)

    def close(self) -> None:
        super().close()
        self.attend(False)

    def compare(self, reference: bytes | bytearray, threshold: float, timeout: float) -> FaceMatch:
        """Once the camera has settled: until one face was the same, or three were not."""
        mark = self._video.closes()
        networks = self._in_turn(timeout)
        calm = time.monotonic() + self._settle
        with self._pictures(timeout, Frame.colour, NONE, mark) as pictures:
            comparison = Comparison(networks, reference, threshold)
            last: DeviceError | None = None
            compared = 0
            try:
                for picture in pictures:
                    if time.monotonic() < calm:
                        continue
                    try:
                        same = comparison.same(picture)
                    except UnfitError as error:
                        last = self._unfit(error.fault)
                        continue
                    compared += 1
                    if same or compared == _LOOKS:
                        return FaceMatch(same)
            finally:
                comparison.forget()
        if compared:
            return FaceMatch(False)
        raise last or DeviceError(Completion.TIME_OUT, self._video.silence)

    def check(self, level: Level) -> Health:
        """At every level the picture alone: a technician's face is not compared with anybody's."""
        try:
            if level is not Level.INTERNAL:
                with self._turn:
                    self._loaded()
        except DeviceError as error:
            return faults.health(DEVICE, level, error.fault)
        return super().check(level)

    def _used(self) -> str:
        self._look()
        if wrong := self._sight.now():
            raise DeviceError(Completion.HARDWARE_ERROR, wrong)
        return f"画面正常，{self._sight.shape}"

    def _in_turn(self, timeout: float) -> Networks:
        """Loaded before the time of a try begins. Raises DeviceError."""
        if not self._turn.acquire(timeout=timeout):
            raise DeviceError(Completion.TIME_OUT, NONE)
        try:
            return self._loaded()
        finally:
            self._turn.release()

    def _loaded(self) -> Networks:
        """Held by one caller at a time. Raises DeviceError."""
        self._networks = self._networks or Networks()
        return self._networks

    def _unfit(self, fault: Fault) -> DeviceError:
        wrong = self._sight.now()
        if fault is NONE and wrong is not None:
            return DeviceError(Completion.HARDWARE_ERROR, wrong)
        return DeviceError(Completion.USER_ERROR, fault)


def connect(device: str = "", url: str = "", settle: float = 2.0, deadline: float = 3.0) -> OpencvFaceCamera:
    """Either `device` or `url`; nothing is compared in the first `settle` seconds of a try; the camera may
    send nothing for `deadline` seconds. Raises ValueError.
    """
    calm, wait = options.seconds("settle", settle, 10.0), options.seconds("deadline", deadline)
    return OpencvFaceCamera(video(device, url, DEVICE, wait), calm, wait)

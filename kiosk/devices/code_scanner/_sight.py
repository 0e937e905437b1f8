"""Whether a camera sees anything: a lens that is covered, and a stuck sensor, still send frames."""

from __future__ import annotations

import hashlib
import time

from kiosk.devices._video import Frame
from kiosk.model import Fault

_BLACK = 12.0  # of 255, the mean of a picture; a dim hall is above 20

BLACK = Fault(
    "camera.black",
    "扫码口看不见东西。请看看有没有被挡住，或请工作人员帮忙。",
    "摄像头画面一直是黑的：检查镜头有没有被遮挡、补光灯亮不亮",
    "warning",
)
FROZEN = Fault(
    "camera.frozen",
    "扫码器没有反应。请换一种方式，或请工作人员帮忙。",
    "摄像头画面一直不变：重新插拔摄像头",
    "warning",
)


class Sight:
    """Told each frame that somebody looked at; what holds for `patience` seconds is a fault."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._mark = b""
        self._same_since = self._dark_since = 0.0
        self._dark = False

    def saw(self, frame: Frame, brightness: float) -> None:
        mark = hashlib.blake2b(frame.jpeg, digest_size=16).digest()
        if mark != self._mark:
            self._mark, self._same_since = mark, frame.at
        dark = brightness < _BLACK
        if dark and not self._dark:
            self._dark_since = frame.at
        self._dark = dark

    def faults(self) -> tuple[Fault, ...]:
        now = time.monotonic()
        dark = self._dark and now - self._dark_since >= self._patience
        frozen = bool(self._mark) and now - self._same_since >= self._patience
        return (*((BLACK,) if dark else ()), *((FROZEN,) if frozen else ()))

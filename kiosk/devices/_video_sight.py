"""Whether a camera sees anything: a lens that is covered, and a stuck sensor, still send frames.

Every sensor has noise: two frames that are alike byte for byte are one, unless they are black.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kiosk.devices._video import Frame
from kiosk.model import Fault

if TYPE_CHECKING:
    from kiosk.devices._opencv import Picture

_BLACK = 12.0  # of 255, the mean of a picture; a dim hall is above 20
TRUST = 30.0  # seconds for which a camera that was seen well is taken to see, unless something else is said
_EVERY = 8  # rows and columns of which one is enough for the mean


def black(device: str, opening: str) -> Fault:
    """`opening`: what a person would look at for what covers it."""
    return Fault(
        "camera.black",
        f"{opening}看不见东西。请看看有没有被挡住，或请工作人员帮忙。",
        f"{device}的画面是黑的：检查镜头有没有被遮挡、补光灯亮不亮",
        "warning",
    )


def frozen(device: str) -> Fault:
    return Fault(
        "camera.frozen",
        f"{device}没有反应。请换一种方式，或请工作人员帮忙。",
        f"{device}的画面一直不变：重新插拔摄像头",
        "warning",
    )


class Sight:
    """Told each frame that somebody looked at; what holds for `patience` seconds is a fault."""

    def __init__(self, device: str, opening: str, patience: float, trust: float) -> None:
        self._black, self._frozen, self._patience = black(device, opening), frozen(device), patience
        self._trust = trust
        self._dark_since: float | None = None
        self._same_since: float | None = None
        self._well_at: float | None = None
        self._shape = ""

    def saw(self, frame: Frame, picture: Picture) -> bool:
        """Whether the camera is known to be live: this frame is another one than that before it."""
        dark = float(picture[::_EVERY, ::_EVERY].mean()) < _BLACK
        same = frame.repeats is True and not dark
        self._dark_since = _since(self._dark_since, dark, frame.at)
        self._same_since = _since(self._same_since, same, frame.at)
        self._shape = f"{picture.shape[1]}×{picture.shape[0]}"
        live = frame.repeats is not None and not same
        self._well_at = frame.at if live and not dark else None
        return live

    @property
    def shape(self) -> str:
        """Width and height of what was seen last."""
        return self._shape

    @property
    def trusted(self) -> bool:
        """Seen well so lately that nobody has to look again."""
        return self._well_at is not None and time.monotonic() - self._well_at < self._trust

    def trust_for(self, seconds: float) -> None:
        self._trust = seconds

    def distrust(self) -> None:
        self._well_at = None

    def now(self) -> Fault | None:
        """What is wrong with the last frame, however short it has been so."""
        if self._dark_since is not None:
            return self._black
        return self._frozen if self._same_since is not None else None

    def faults(self) -> tuple[Fault, ...]:
        """What has been wrong for long enough, and was so in the last frame."""
        found = ((self._dark_since, self._black), (self._same_since, self._frozen))
        now = time.monotonic()
        return tuple(fault for since, fault in found if since is not None and now - since >= self._patience)


def _since(before: float | None, holds: bool, at: float) -> float | None:
    if not holds:
        return None
    return at if before is None else before

"""Whether a camera that has only just been opened sees anything. Its adapter says so too, after longer."""

from __future__ import annotations

import io
import time
from typing import Protocol, runtime_checkable

from kiosk.diagnostics.verdict import warned
from kiosk.model import Health

_BLACK = 12.0  # of 255, the mean of a picture; a dim hall is above 20
_LOOKS, _BETWEEN = 4, 0.5  # seconds: a camera sets its exposure in the first one


@runtime_checkable
class Camera(Protocol):
    def preview(self) -> bytes | None: ...


def looked_at(camera: Camera, health: Health) -> Health:
    """The finding of a camera's own check, or that all of its pictures are black. Takes up to 2 s."""
    if health.result != "pass":
        return health
    for _ in range(_LOOKS):
        if not _is_black(camera.preview()):
            return health
        time.sleep(_BETWEEN)
    advice = "检查镜头有没有被遮挡、补光灯亮不亮"
    return warned(health.name, "摄像头画面是黑的", advice=advice, code="camera.black")


def _is_black(jpeg: bytes | None) -> bool:
    if jpeg is None:
        return False
    from PIL import Image, ImageStat

    try:
        with Image.open(io.BytesIO(jpeg)) as picture:
            return ImageStat.Stat(picture.convert("L")).mean[0] < _BLACK
    except OSError:
        return False

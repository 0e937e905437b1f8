"""A face compared with a photo, beside the bare networks on the same frame in the same run."""

from __future__ import annotations

from typing import Any

from kiosk.bench.figure import BenchError, Figure, side_by_side, times
from kiosk.devices.face_camera._comparison import Comparison
from kiosk.devices.face_camera._networks import Networks
from kiosk.devices.virtual.portrait import card_photo, scene

_THRESHOLD = 0.363
_SIZE = (640, 480)


def face(scale: float) -> list[Figure]:
    """Raises BenchError where the drawn person is not found, or not taken for who they are."""
    import numpy

    frame = numpy.ascontiguousarray(numpy.asarray(scene("fair", size=_SIZE))[:, :, ::-1])
    ours = Comparison(Networks(), card_photo("fair"), _THRESHOLD)
    bare = _Bare(frame)

    def compare() -> None:
        if not ours.same(frame.copy()):
            raise BenchError("face：画的人没有认出来")

    compare()
    bare()
    taken, limit = side_by_side(compare, bare, times(scale, 40))
    ours.forget()
    return [Figure("face", taken, "ms", limit, 1.2, "同一帧，只有 YuNet 找脸、SFace 取特征、比对")]


class _Bare:
    """The networks as OpenCV gives them, and the least that a comparison takes."""

    def __init__(self, frame: Any) -> None:
        self._networks, self._frame = Networks(), frame
        self._detector, self._recogniser = self._networks._detector, self._networks._recogniser
        self._detector.setInputSize(_SIZE)
        self._wanted = self._template()

    def __call__(self) -> None:
        self._recogniser.match(self._wanted, self._template(), 0)

    def _template(self) -> Any:
        frame = self._frame.copy()
        _, rows = self._detector.detect(frame)
        if rows is None:
            raise BenchError("face：画的人没有找到")
        return self._recogniser.feature(self._recogniser.alignCrop(frame, rows[0])).copy()

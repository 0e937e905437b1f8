"""One face in a picture, fit to be compared, or what is wrong with it; and the comparison of two.

Pictures and templates are overwritten as soon as they have been looked at.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kiosk.devices import _picture
from kiosk.devices._opencv import opencv
from kiosk.devices.face_camera import _faults
from kiosk.devices.face_camera._networks import Face, Networks
from kiosk.model import Completion, DeviceError, Fault

if TYPE_CHECKING:
    from kiosk.devices._opencv import Picture
    from kiosk.devices.face_camera._networks import Template

_BESIDE = 0.5  # of the largest face's width: a smaller one is somebody who stands behind
_EYES = 40.0  # pixels between them
_DARK = 45.0  # of 255, the mean of the face
_NOSE = (0.28, 0.72)  # where it is between the eyes, of a face that looks here
_ROLL = 20.0  # degrees
_SIDES = range(64, 4097)  # pixels of a reference; a card's photo has 102 by 126
_SMALL_REFERENCE = 320  # a smaller one is enlarged: YuNet was made for larger faces


class UnfitError(Exception):
    """There is not one face that can be compared."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


class Comparison:
    """Against one photo, until `forget`. Raises DeviceError for a photo without just one face."""

    def __init__(self, networks: Networks, reference: bytes | bytearray, threshold: float) -> None:
        if not 0.0 < threshold < 1.0:
            raise ValueError("the threshold of a cosine is above 0 and below 1")
        self._networks, self._threshold = networks, threshold
        self._wanted = _of_reference(networks, reference)

    def same(self, picture: Picture) -> bool:
        """Overwrites the picture. Raises UnfitError."""
        try:
            seen = self._networks.template(picture, fit(self._networks.faces(picture), picture))
        finally:
            picture.fill(0)
        alike = self._networks.alike(self._wanted, seen)
        seen.fill(0)
        return alike >= self._threshold  # also what is not a number is not the same

    def forget(self) -> None:
        self._wanted.fill(0)
        self._networks.forget()


def fit(faces: list[Face], picture: Picture) -> Face:
    """The one face, if it can be compared. Raises UnfitError."""
    if not faces:
        raise UnfitError(_faults.NONE)
    face = faces[0]
    if len(faces) > 1 and faces[1].width >= _BESIDE * face.width:
        raise UnfitError(_faults.SEVERAL)
    if _brightness(face, picture) < _DARK:
        raise UnfitError(_faults.DARK)
    if _turned(face):
        raise UnfitError(_faults.TURNED)
    if math.dist(face.point(0), face.point(1)) < _EYES:
        raise UnfitError(_faults.SMALL)
    return face


def _brightness(face: Face, picture: Picture) -> float:
    left, top, right, bottom = face.box
    inside = picture[top:bottom, left:right]
    return float(inside.mean()) if inside.size else 0.0


def _turned(face: Face) -> bool:
    """By where the nose stands between the eyes, and how the eyes lie."""
    (right_x, right_y), (left_x, left_y), (nose_x, nose_y) = (face.point(number) for number in range(3))
    across, down = left_x - right_x, left_y - right_y
    apart = across * across + down * down
    if apart <= 0 or abs(math.degrees(math.atan2(down, across))) > _ROLL:
        return True
    along = ((nose_x - right_x) * across + (nose_y - right_y) * down) / apart
    return not _NOSE[0] <= along <= _NOSE[1]


def _of_reference(networks: Networks, reference: bytes | bytearray) -> Template:
    picture = decoded(reference)
    if picture is None:
        raise _no_reference()
    try:
        faces = networks.faces(picture)
        if not faces or (len(faces) > 1 and faces[1].width >= _BESIDE * faces[0].width):
            raise _no_reference()
        return networks.template(picture, faces[0])
    finally:
        picture.fill(0)


def _no_reference() -> DeviceError:
    return DeviceError(Completion.UNSUPPORTED, _faults.REFERENCE)


def decoded(reference: bytes | bytearray) -> Picture | None:
    """A photo as pixels, enlarged where it is small; None for what is no photo of a person's size."""
    cv2 = opencv()
    picture = _picture.decoded(reference, cv2.IMREAD_COLOR, _SIDES, _SIDES.stop**2)
    if picture is None:
        return None
    if max(picture.shape[:2]) >= _SMALL_REFERENCE:
        return picture
    scale = _SMALL_REFERENCE / max(picture.shape[:2])
    larger: Picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    picture.fill(0)
    return larger

"""A network camera at the height of a face: the line of any network camera, and a drawn person before it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.devices.virtual import state
from kiosk.devices.virtual.camera import CameraState, VirtualCamera
from kiosk.devices.virtual.portrait import PERSONS, card_photo, scene
from kiosk.devices.virtual.stand import Stand

SIZE = (640, 480)


@dataclass(frozen=True)
class FaceCameraState(CameraState):
    """`image`: who stands before the lens, as the path of a picture; a device that is started sees a wall."""

    KIND = "face_camera"


def drawn(folder: Path) -> None:
    """Each drawn person as the camera sees them, and the photo of their card: <name>.png, <name>-card.jpg.
    nobody.png is the wall behind them."""
    folder.mkdir(parents=True, exist_ok=True)
    scene(size=SIZE).save(folder / "nobody.png")
    for name in PERSONS:
        scene(name, size=SIZE).save(folder / f"{name}.png")
        (folder / f"{name}-card.jpg").write_bytes(card_photo(name))


def _built(states: Path, out: Path) -> VirtualCamera:
    faces = out / "faces"
    drawn(faces)
    if state.read(states, FaceCameraState).image is None:
        state.update(states, FaceCameraState, image=str(faces / "nobody.png"))
    return VirtualCamera(states, SIZE, kind=FaceCameraState)


STAND = Stand(
    name="face_camera",
    kind="face_camera",
    adapter="opencv",
    states=(FaceCameraState,),
    build=_built,
    options=lambda device: {"url": device.endpoint},
    alone=True,
)

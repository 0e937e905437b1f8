import io
from functools import cache

from kiosk.devices._opencv import opencv
from kiosk.devices.face_camera import FaceCamera
from kiosk.devices.virtual.camera import VirtualCamera
from kiosk.devices.virtual.face_camera import FaceCameraState
from kiosk.devices.virtual.portrait import card_photo, scene
from tests.devices.rigs import Rig

THRESHOLD = 0.363  # as OpenCV documents it for SFace
SIZE = (480, 360)


@cache
def drawn(*names, size=SIZE, **how):
    """A PNG: drawing people takes long, and the same ones stand before many lenses."""
    file = io.BytesIO()
    scene(*names, size=size, **how).save(file, "PNG")
    return file.getvalue()


class FaceCameraRig(Rig):
    """A grey wall, until somebody stands before it."""

    kind, adapter, contract = "face_camera", "opencv", FaceCamera
    nowhere = {"url": "http://127.0.0.1:1/video"}
    either = {"device", "url"}
    absence = {"fault": "unplugged"}

    def __init__(self, tmp_path, size=SIZE, interval=0.05):
        super().__init__(FaceCameraState, tmp_path / "state")
        opencv()  # loading it stops this process for a while, and the camera that stands in it
        self.wall, self.people = tmp_path / "wall.png", 0
        self.wall.write_bytes(drawn(size=size))
        self.set(image=str(self.wall))
        self.device = VirtualCamera(self.folder, size, interval, slow=0.2, kind=FaceCameraState, variants=2)
        self.device.start()

    def options(self):
        return {"url": self.device.endpoint, "settle": 0.05}

    def work(self, adapter):
        return adapter.compare(card_photo("fair"), THRESHOLD, 60)

    def stands(self, *names, **how):
        """Before the lens."""
        self._shown(drawn(*names, **how))

    def show(self, picture):
        file = io.BytesIO()
        picture.save(file, "PNG")
        self._shown(file.getvalue())

    def _shown(self, png):
        """Under a name of its own: a camera looks again only at what is called otherwise."""
        self.people += 1
        path = self.wall.with_name(f"people-{self.people}.png")
        path.write_bytes(png)
        self.set(image=str(path))

from PIL import Image

from kiosk.devices._opencv import opencv
from kiosk.devices.document_camera import DocumentCamera
from kiosk.devices.virtual.camera import DocumentCameraState, VirtualCamera
from tests.devices.rigs import Rig


class DocumentCameraRig(Rig):
    """An empty desk, until something is laid on it."""

    kind, adapter, contract = "document_camera", "opencv", DocumentCamera
    nowhere = {"url": "http://127.0.0.1:1/video"}
    either = {"device", "url"}
    absence = {"fault": "unplugged"}

    def __init__(self, tmp_path, size=(320, 240), interval=0.01):
        super().__init__(DocumentCameraState, tmp_path / "state")
        opencv()  # loading it stops this process for a while, and the camera that stands in it
        self.desk, self.sheets = tmp_path / "desk.png", 0
        Image.new("RGB", size, (60, 60, 60)).save(self.desk)
        self.set(image=str(self.desk))
        self.device = VirtualCamera(
            self.folder, size, interval, slow=0.2, kind=DocumentCameraState, variants=2
        )
        self.device.start()

    def options(self):
        return {"url": self.device.endpoint}

    def work(self, adapter):
        return adapter.capture(20)

    def lay(self, jpeg):
        """Shows a desk with a sheet on it: a camera looks again only at what is called otherwise."""
        self.sheets += 1
        path = self.desk.with_name(f"sheet-{self.sheets}.jpg")
        path.write_bytes(jpeg)
        self.set(image=str(path))

import segno
from PIL import Image

from kiosk.devices._opencv import opencv
from kiosk.devices.code_scanner import CodeScanner
from kiosk.devices.virtual.camera import CameraState, VirtualCamera
from tests.devices.rigs import Rig


class CameraScannerRig(Rig):
    kind, adapter, contract = "code_scanner", "camera", CodeScanner
    nowhere = {"url": "http://127.0.0.1:1/video"}
    either = {"device", "url"}
    absence = {"fault": "unplugged"}

    def __init__(self, tmp_path, size=(320, 240), interval=0.01):
        super().__init__(CameraState, tmp_path / "state")
        opencv()  # loading it stops this process for a while, and the camera that stands in it
        self.pictures = tmp_path
        Image.new("RGB", size, (90, 90, 90)).save(tmp_path / "hall.png")
        self.set(image=str(tmp_path / "hall.png"))
        self.device = VirtualCamera(self.folder, size, interval, slow=0.2)
        self.device.start()

    def options(self):
        return {"url": self.device.endpoint}

    def work(self, adapter):
        return adapter.scan("diagnosis", 20)

    def show(self, content, **how):
        """Holds a QR code before the lens."""
        path = self.pictures / "shown.png"
        segno.make(content, **{"micro": False, **how}).save(path, scale=4, border=4)
        self.set(image=None)
        self.set(image=str(path))

from kiosk.devices.handset import Handset
from kiosk.devices.sensors import Sensors
from kiosk.devices.virtual.handset import HandsetState, VirtualHandset
from kiosk.devices.virtual.sensors import SensorsState, VirtualSensors
from tests.devices.rigs import Rig


class BoardRig(Rig):
    nowhere = {"port": "/dev/does-not-exist"}
    absence = {"fault": "unplugged"}
    states = made = None

    def __init__(self, tmp_path, beat=0.1):
        super().__init__(self.states, tmp_path / "state")
        self.device = self.made(self.folder, tmp_path / self.kind, beat, slow=0.2)
        self.device.start()

    def options(self):
        return {"port": self.device.endpoint}

    def work(self, adapter):
        """The first look tells what is so; nothing changes after it."""
        while True:
            adapter.wait_change(20)


class SensorsRig(BoardRig):
    kind, adapter, contract = "sensors", "serial_lines", Sensors
    states, made = SensorsState, VirtualSensors


class HandsetRig(BoardRig):
    kind, adapter, contract = "handset", "serial_lines", Handset
    states, made = HandsetState, VirtualHandset

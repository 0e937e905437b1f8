from kiosk.devices.sensors import Sensors
from kiosk.devices.virtual.sensors import SensorsState, VirtualSensors
from tests.devices.rigs import Rig


class SensorsRig(Rig):
    kind, adapter, contract = "sensors", "serial_lines", Sensors
    nowhere = {"port": "/dev/does-not-exist"}
    absence = {"fault": "unplugged"}

    def __init__(self, tmp_path, beat=0.1):
        super().__init__(SensorsState, tmp_path / "state")
        self.device = VirtualSensors(self.folder, tmp_path / "sensors", beat, slow=0.2)
        self.device.start()

    def options(self):
        return {"port": self.device.endpoint}

    def work(self, adapter):
        """The first look tells what is so; nothing changes after it."""
        while True:
            adapter.wait_change(20)

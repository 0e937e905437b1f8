from kiosk.devices.handset import Handset
from kiosk.devices.virtual.handset import HandsetState, VirtualHandset
from tests.devices.rigs import Rig


class HandsetRig(Rig):
    kind, adapter, contract = "handset", "serial_lines", Handset
    nowhere = {"port": "/dev/does-not-exist"}
    absence = {"fault": "unplugged"}

    def __init__(self, tmp_path, beat=0.1):
        super().__init__(HandsetState, tmp_path / "state")
        self.device = VirtualHandset(self.folder, tmp_path / "handset", beat, slow=0.2)
        self.device.start()

    def options(self):
        return {"port": self.device.endpoint}

    def work(self, adapter):
        """The first look tells what is so; nothing changes after it."""
        while True:
            adapter.wait_change(20)

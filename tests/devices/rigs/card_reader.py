from kiosk.devices.card_reader import CardReader
from kiosk.devices.virtual import persons, state
from kiosk.devices.virtual.card_reader import VirtualCardReader
from tests.devices.rigs import Rig


class ReaderRig(Rig):
    kind, adapter, contract = "card_reader", "sdt_serial", CardReader
    nowhere = {"port": "/dev/does-not-exist"}
    absence = {"fault": "unplugged"}
    busy = {"card": None}

    def __init__(self, tmp_path):
        super().__init__(state.CardReaderState, tmp_path / "state")
        self.people = persons.load()
        self.device = VirtualCardReader(self.folder, tmp_path / "reader", self.people, slow=0.2)
        self.device.start()

    def options(self):
        return {"port": self.device.endpoint, "poll": 0.01}

    def work(self, adapter):
        return adapter.read(20)

from unittest.mock import patch

from kiosk.devices.card_reader import CardReader
from kiosk.devices.virtual import persons
from kiosk.devices.virtual.usb_bus import Bus
from kiosk.devices.virtual.usb_card_reader import UsbCardReaderState, VirtualUsbCardReader
from tests.devices.rigs import Rig


class UsbReaderRig(Rig):
    """pyusb, on a bus of its own in place of libusb's."""

    kind, adapter, contract = "card_reader", "sdt_usb", CardReader
    nowhere = {"vendor": "FFF0", "product": "0001"}
    absence = {"fault": "unplugged"}
    busy = {"card": None}

    def __init__(self, tmp_path, layout="single", written="auto"):
        super().__init__(UsbCardReaderState, tmp_path / "state")
        self.bus, self._written = Bus(), written
        self._libusb = patch("usb.backend.libusb1.get_backend", lambda *_, **__: self.bus)
        self._libusb.start()
        self.people = persons.load()
        self.device = VirtualUsbCardReader(self.folder, self.bus, layout, self.people, slow=0.2)
        self.device.start()

    def options(self):
        return {**self.device.endpoint, "layout": self._written, "poll": 0.01}

    def work(self, adapter):
        return adapter.read(20)

    def stop(self):
        super().stop()
        self._libusb.stop()

"""SlipRig behind each of the four lines."""

import os

from kiosk.devices.receipt_printer import _lp, _mouth
from kiosk.devices.virtual.usb_bus import PRINTER, Bus
from tests.devices.receipt.usb_plug import PRODUCT, VENDOR, UsbPlug
from tests.devices.rigs.receipt_printer import SlipRig


class OnSerial(SlipRig):
    def __init__(self, tmp_path, **switches):
        self.link = tmp_path / "port"
        super().__init__(tmp_path, link=self.link, **switches)
        _mouth.Mouth(str(self.link)).left_clean()

    def options(self):
        return {"path": str(self.link)}


class OnUsblp(OnSerial):
    """A pseudo-terminal in raw mode, taken for a usblp device: the same reads, writes and waits."""


class OnUsb(SlipRig):
    def __init__(self, tmp_path, one_way=False, interface=PRINTER, **switches):
        super().__init__(tmp_path, **switches)
        self.bus = Bus()
        self.plug = UsbPlug(self.bus, self.device.endpoint, one_way, interface)
        _mouth.Mouth(f"usb:{VENDOR:04x}:{PRODUCT:04x}").left_clean()

    def options(self):
        return {"usb": f"{VENDOR:04x}:{PRODUCT:04x}"}

    def stop(self):
        super().stop()
        self.plug.stop()


def plugged(cable, tmp_path, monkeypatch, **switches):
    """A rig on that cable, with what its driver needs."""
    rig = {"tcp": SlipRig, "serial": OnSerial, "usblp": OnUsblp, "usb": OnUsb}[cable](tmp_path, **switches)
    if cable == "usblp":
        monkeypatch.setattr(_lp, "_MAJOR", os.major(os.stat(rig.link).st_rdev))
    if cable == "usb":
        monkeypatch.setattr("usb.backend.libusb1.get_backend", lambda **_: rig.bus)
    return rig

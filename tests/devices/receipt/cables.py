"""SlipRig behind each of the four lines."""

import os

from kiosk.devices.receipt_printer import _lp, _mouth, _usb
from tests.devices.receipt.usb_bus import PRODUCT, VENDOR, Bus
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
    def __init__(self, tmp_path, one_way=False, **switches):
        super().__init__(tmp_path, **switches)
        self.bus = Bus(self.device, one_way)
        _mouth.Mouth(f"usb:{VENDOR:04x}:{PRODUCT:04x}").left_clean()

    def options(self):
        return {"usb": f"{VENDOR:04x}:{PRODUCT:04x}"}


def plugged(cable, tmp_path, monkeypatch, **switches):
    """A rig on that cable, with what its driver needs."""
    rig = {"tcp": SlipRig, "serial": OnSerial, "usblp": OnUsblp, "usb": OnUsb}[cable](tmp_path, **switches)
    if cable == "usblp":
        monkeypatch.setattr(_lp, "_MAJOR", os.major(os.stat(rig.link).st_rdev))
    if cable == "usb":
        monkeypatch.setattr(_usb, "BACKEND", rig.bus)
    return rig

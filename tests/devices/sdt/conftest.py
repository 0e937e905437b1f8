"""The readers of identity cards, each on every line it can hang on."""

import pytest

from tests.devices.rigs.card_reader import ReaderRig
from tests.devices.rigs.sdt_usb import UsbReaderRig

LINES = {
    "serial": ReaderRig,
    "usb": lambda folder: UsbReaderRig(folder, "single"),
    "usb-split": lambda folder: UsbReaderRig(folder, "split", "split"),
    "usb-hid": lambda folder: UsbReaderRig(folder, "hid"),
}


@pytest.fixture(params=LINES)
def any_reader(request, tmp_path):
    rig = LINES[request.param](tmp_path)
    yield rig
    rig.stop()


@pytest.fixture
def usb(tmp_path):
    """Opens a reader of a given layout on USB; all are stopped at the end."""
    rigs = []

    def plugged(layout="single"):
        rigs.append(UsbReaderRig(tmp_path / f"{len(rigs)}", layout))
        return rigs[-1]

    yield plugged
    for rig in reversed(rigs):
        rig.stop()

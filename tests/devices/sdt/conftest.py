"""The readers of identity cards, each on every line it can hang on."""

import pytest

from tests.devices.rigs import fixture_of
from tests.devices.rigs.card_reader import ReaderRig
from tests.devices.rigs.sdt_usb import UsbReaderRig

LINES = {
    "serial": ReaderRig,
    "usb": lambda folder: UsbReaderRig(folder, "single"),
    "usb-split": lambda folder: UsbReaderRig(folder, "split", "split"),
    "usb-hid": lambda folder: UsbReaderRig(folder, "hid"),
}


any_reader = fixture_of(*LINES.values(), ids=LINES)


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

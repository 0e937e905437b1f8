import pytest

from tests.devices.rigs.code_scanner_hid_pos import HidScannerRig
from tests.devices.rigs.code_scanner_serial import SerialScannerRig
from tests.devices.rigs.code_scanner_wedge import WedgeRig


@pytest.fixture
def scanner(tmp_path):
    rig = SerialScannerRig(tmp_path)
    yield rig
    rig.stop()


@pytest.fixture
def reports(tmp_path):
    rig = HidScannerRig(tmp_path)
    yield rig
    rig.stop()


@pytest.fixture
def keys(tmp_path):
    rig = WedgeRig(tmp_path)
    yield rig
    rig.stop()


@pytest.fixture(params=[SerialScannerRig, HidScannerRig, WedgeRig], ids=lambda rig: rig.adapter)
def any_line(request, tmp_path):
    rig = request.param(tmp_path)
    yield rig
    rig.stop()

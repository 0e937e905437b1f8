from tests.devices.rigs import fixture_of
from tests.devices.rigs.code_scanner_hid_pos import HidScannerRig
from tests.devices.rigs.code_scanner_serial import SerialScannerRig
from tests.devices.rigs.code_scanner_wedge import WedgeRig

scanner = fixture_of(SerialScannerRig)
reports = fixture_of(HidScannerRig)
keys = fixture_of(WedgeRig)
any_line = fixture_of(SerialScannerRig, HidScannerRig, WedgeRig, ids=lambda rig: rig.adapter)

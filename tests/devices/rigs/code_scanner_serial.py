from contextlib import suppress

from kiosk.devices.code_scanner import CodeScanner
from kiosk.devices.virtual.code_scanner import CodeScannerState, VirtualCodeScanner
from kiosk.model import DeviceError
from tests.devices.rigs import PATIENT, Attempt, Rig

PROOF = "http://example.invalid/A1_b2"


class ScannerRig(Rig):
    """What all virtual scanners have in common, whatever line they hang on."""

    kind, contract = "code_scanner", CodeScanner
    absence = {"fault": "unplugged"}
    family = None

    def __init__(self, tmp_path, family=None):
        super().__init__(CodeScannerState, tmp_path / "state")
        self.family = family or self.family
        self.device = VirtualCodeScanner(self.folder, tmp_path / "scanner", self.family, slow=0.2)
        self.device.start()

    def work(self, adapter):
        return adapter.scan("diagnosis", 20)

    def read(self, adapter, code="", purpose="diagnosis", **shown):
        """What a scanner that looks by itself saw before the call does not count: the code is shown again."""
        scans = []
        attempt = Attempt(lambda: scans.append(adapter.scan(purpose, 20)))
        looks = 10 if self.family in ("continuous", "keys") else 400
        for _ in range(20):
            self.set(**{"code": code or None, **shown})
            if any(attempt.over() for _ in range(looks)):
                break
        if not scans:
            raise attempt.error()
        self.set(code=None, code_hex=None)
        return scans[0]

    def lit(self):
        return self.state().lit

    def proven(self, adapter):
        """As long as it is not known, somebody holds a code under it."""
        found = adapter.status()
        if found.worst is not None and found.worst.code == "status.unsupported":
            with suppress(DeviceError):
                self.read(adapter, PROOF)
            return adapter.status()
        return found


class SerialScannerRig(ScannerRig):
    adapter = "serial"
    family = "grow"
    nowhere = {"port": "/dev/does-not-exist"}

    def options(self):
        return {"port": self.device.endpoint, "profile": self.family}


class MuteScannerRig(SerialScannerRig):
    """Says nothing unless it reads a code."""

    adapter = None
    family = "continuous"
    dead = "warn"

    def __init__(self, tmp_path):
        super().__init__(tmp_path)
        self.adapter = "serial"

    def open(self, deadline=PATIENT, **options):
        found = super().open(deadline, **options)
        if self.state().fault is None:
            self.read(found, PROOF)
        return found


class ClickScannerRig(MuteScannerRig):
    family = "syn-only"

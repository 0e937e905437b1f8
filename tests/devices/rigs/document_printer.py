from kiosk.devices.document_printer import DocumentPrinter
from kiosk.devices.virtual import state
from kiosk.devices.virtual.document_conditions import DocumentConditionState
from kiosk.devices.virtual.document_printer import VirtualDocumentPrinter
from tests.devices.rigs import Rig


class DocumentRig(Rig):
    kind, adapter, contract = "document_printer", "ipp", DocumentPrinter
    nowhere = {"uri": "ipp://127.0.0.1:1/ipp/print"}
    absence = {"fault": "disconnected"}

    def __init__(self, tmp_path, seconds=0.0, quirks=()):
        super().__init__(state.DocumentPrinterState, tmp_path / "state")
        self.out = tmp_path / "out"
        self.device = VirtualDocumentPrinter(self.folder, self.out, seconds=seconds, slow=0.2, quirks=quirks)
        self.device.start()

    def condition(self, **changes):
        """What the other state file has: reasons, markers, cable."""
        return state.update(self.folder, DocumentConditionState, **changes)

    def keep_busy(self):
        self.device._seconds = 20

    def options(self):
        return {"uri": self.device.endpoint}

    def work(self, adapter):
        return adapter.print("long", b"%PDF-1.4 long", 20)

    def documents(self):
        return [path.read_bytes() for path in sorted(self.out.glob("doc-*.pdf"))]

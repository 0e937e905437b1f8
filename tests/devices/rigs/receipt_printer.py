import json

from kiosk.devices.receipt_printer import ReceiptPrinter, _mouth
from kiosk.devices.virtual import state
from kiosk.devices.virtual.mechanism import ReceiptMechanismState
from kiosk.devices.virtual.receipt_printer import VirtualReceiptPrinter
from kiosk.model import SlipText
from tests.devices.rigs import Rig


class SlipRig(Rig):
    kind, adapter, contract = "receipt_printer", "escpos", ReceiptPrinter
    nowhere = {"host": "127.0.0.1", "port": 1}
    either = {"host", "path"}
    absence = {"fault": "disconnected"}
    busy = {"speed_mm_s": 0.1}

    def __init__(self, tmp_path, **switches):
        super().__init__(state.ReceiptPrinterState, tmp_path / "state")
        self.out = tmp_path / "out"
        self.device = VirtualReceiptPrinter(self.folder, self.out, slow=0.2, **switches)
        self.device.start()
        self.mark = _mouth.Mouth(":".join(map(str, self.device.endpoint)))
        self.mark.left_clean()  # as after a slip that was confirmed; begin() makes it unknown

    def mechanism(self, **changes):
        """What the other state file has: panel, presenter, cable."""
        return state.update(self.folder, ReceiptMechanismState, **changes)

    def options(self):
        host, port = self.device.endpoint
        return {"host": host, "port": port}

    def work(self, adapter):
        return adapter.print("long", [SlipText("一行")] * 30, 20)

    def slips(self):
        """What came out, in order: the facts beside each picture."""
        return [json.loads(path.read_text("utf-8")) for path in sorted(self.out.glob("slip-*.json"))]

    def printed_lines(self):
        """Of text or dots, of the slip that is coming out."""
        paper = self.device._mechanism._paper
        return len(paper.texts) + paper.rasters

    def mouth(self):
        return json.loads((self.out / "mouth.json").read_text("utf-8"))["slip"]

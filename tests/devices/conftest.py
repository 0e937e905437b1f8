"""Real adapters against virtual devices that speak the bytes: ptys, sockets, files."""

import json
import threading
import time

import pytest

from kiosk.devices import open_device
from kiosk.devices.receipt_printer import _mouth
from kiosk.devices.virtual import persons, state
from kiosk.devices.virtual.card_reader import VirtualCardReader
from kiosk.devices.virtual.document_printer import VirtualDocumentPrinter
from kiosk.devices.virtual.receipt_printer import VirtualReceiptPrinter
from kiosk.model import DeviceError, SlipText

PATIENT = 5.0  # a healthy virtual device answers in a millisecond; a loaded machine may take longer
HASTY = 0.05  # for devices that never answer


def until(true, seconds=10.0):
    """Looks again and again; the verdict does not depend on how soon."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it never became true"
        time.sleep(0.005)
    return found


class Attempt:
    """A call in a thread of its own, so that something can happen to the device meanwhile."""

    def __init__(self, call, *arguments):
        self._call, self._arguments, self._error = call, arguments, None
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def _work(self):
        try:
            self._call(*self._arguments)
        except DeviceError as error:
            self._error = error

    def over(self):
        self._thread.join(0.05)
        return not self._thread.is_alive()

    def error(self):
        """What the device was refused for."""
        self._thread.join(30)
        assert not self._thread.is_alive(), "it never ended"
        assert self._error, "it succeeded"
        return self._error


class Rig:
    """One virtual device, its state file, and adapters opened on it."""

    def __init__(self, kind, adapter, state_kind, folder):
        self.kind, self.adapter, self.state_kind, self.folder = kind, adapter, state_kind, folder
        self.device = None
        self.opened = []

    def set(self, **changes):
        return state.update(self.folder, self.state_kind, **changes)

    def state(self):
        return state.read(self.folder, self.state_kind)

    def open(self, deadline=PATIENT, **options):
        found = open_device(self.kind, self.adapter, {**self.options(), "deadline": deadline, **options})
        self.opened.append(found)
        return found

    def stop(self):
        for found in self.opened:
            found.close()
        self.device.stop()


class ReaderRig(Rig):
    silence = {"fault": "silent"}
    absence, presence = {"fault": "unplugged"}, {"fault": None}
    busy = {"card": None}

    def __init__(self, tmp_path):
        super().__init__("card_reader", "sdt_serial", state.CardReaderState, tmp_path / "state")
        self.people = persons.load()
        self.device = VirtualCardReader(self.folder, tmp_path / "reader", self.people, slow=0.2)
        self.device.start()

    def options(self):
        return {"port": self.device.endpoint, "poll": 0.01}

    def work(self, adapter):
        return adapter.read(20)


class SlipRig(Rig):
    silence = {"fault": "silent"}
    absence, presence = {"fault": "disconnected"}, {"fault": None}
    busy = {"speed_mm_s": 0.1}

    def __init__(self, tmp_path, **switches):
        super().__init__("receipt_printer", "escpos", state.ReceiptPrinterState, tmp_path / "state")
        self.out = tmp_path / "out"
        self.device = VirtualReceiptPrinter(self.folder, self.out, slow=0.2, **switches)
        self.device.start()
        self.mark = _mouth.Mouth(":".join(map(str, self.device.endpoint)))
        self.mark.left_clean()  # as after a slip that was confirmed; begin() makes it unknown

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


class DocumentRig(Rig):
    silence = {"fault": "silent"}
    absence = None  # a network printer's absence is its closed port: see the tests of the kind
    busy = {}

    def __init__(self, tmp_path, seconds=0.0, quirks=()):
        super().__init__("document_printer", "ipp", state.DocumentPrinterState, tmp_path / "state")
        self.out = tmp_path / "out"
        self.device = VirtualDocumentPrinter(self.folder, self.out, seconds=seconds, slow=0.2, quirks=quirks)
        self.device.start()

    def options(self):
        return {"uri": self.device.endpoint}

    def work(self, adapter):
        return adapter.print("long", b"%PDF-1.4 long", 20)

    def documents(self):
        return [path.read_bytes() for path in sorted(self.out.glob("doc-*.pdf"))]


@pytest.fixture(autouse=True)
def memory(tmp_path, monkeypatch):
    """What outlives a process, for one test only."""
    folder = tmp_path / "memory"
    folder.mkdir()
    monkeypatch.setattr(_mouth, "FOLDER", folder)
    return folder


@pytest.fixture
def reader(tmp_path):
    rig = ReaderRig(tmp_path)
    yield rig
    rig.stop()


@pytest.fixture
def printer(tmp_path):
    rig = SlipRig(tmp_path)
    yield rig
    rig.stop()


@pytest.fixture
def office(tmp_path):
    rig = DocumentRig(tmp_path)
    yield rig
    rig.stop()

"""A network cable pulled at any byte of a print: an outcome with a name, and the document comes out once."""

import contextlib
import socket
import threading

import pytest

from kiosk.devices.document_printer import ipp
from kiosk.model import DeviceError
from tests.devices.rigs import until

PDF = b"%PDF-1.4\nsynthetic\n%%EOF\n"
NAMED = {"link.absent", "link.silent", "link.garbled"}
MANY = 1 << 30
PARTS = 8  # of all bytes, so that several workers share them


class Cable:
    """Between a client and a printer. `left`: bytes of both ways until it is pulled; 0: it is out."""

    def __init__(self, port):
        self.left, self._printer = MANY, port
        self._turn = threading.Lock()
        self._lines, self._threads = set(), []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._run(self._let_in)

    def stop(self):
        self.left = 0
        self._door.shutdown(socket.SHUT_RDWR)
        self._cut()
        for thread in self._threads:
            thread.join()
        self._door.close()

    def _run(self, work, *arguments):
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        self._threads.append(threading.Thread(target=work, args=arguments, daemon=True))
        self._threads[-1].start()

    def _let_in(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._door.accept()
                if not self.left:
                    client.close()
                    continue
                printer = socket.create_connection(("127.0.0.1", self._printer))
                with self._turn:
                    self._lines |= {client, printer}
                self._run(self._carry, client, printer)

    def _carry(self, client, printer):
        back = threading.Thread(target=self._one_way, args=(printer, client))
        back.start()
        self._one_way(client, printer)
        back.join()
        with self._turn:
            self._lines -= {client, printer}
        client.close()
        printer.close()

    def _one_way(self, source, target):
        with contextlib.suppress(OSError):
            while content := source.recv(1 << 16):
                with self._turn:
                    passes = content[: self.left]
                    self.left -= len(passes)
                target.sendall(passes)
                if not self.left:
                    break
        if self.left:
            with contextlib.suppress(OSError):
                target.shutdown(socket.SHUT_WR)
        else:
            self._cut()

    def _cut(self):
        with self._turn:
            for line in self._lines:
                with contextlib.suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def cable(office, monkeypatch):
    monkeypatch.setattr(ipp, "_LOOK_EVERY", 0.02)  # a document of this printer takes no time
    found = Cable(int(office.device.endpoint.split(":")[2].split("/")[0]))
    yield found
    found.stop()


def opened(office, cable):
    return office.open(5.0, uri=f"ipp://127.0.0.1:{cable.port}/ipp/print")


def length(office, cable):
    """Bytes of both ways for one whole print."""
    adapter = opened(office, cable)
    adapter.print("measure", PDF, 10)
    adapter.close()
    found = MANY - cable.left
    cable.left = MANY
    return found


def pulled_at(office, cable, adapter, byte):
    job = f"job{byte}"
    document = PDF + job.encode()
    cable.left = byte
    try:
        adapter.print(job, document, 10)
    except DeviceError as error:
        assert error.fault.code in NAMED, byte
        assert cable.left == 0, "nobody pulled it yet"
    cable.left = MANY
    until(lambda: adapter.status().ready)
    adapter.print(job, document, 10)
    assert office.documents().count(document) == 1, byte
    for paper in office.out.glob("doc-*.pdf"):
        paper.unlink()


def test_pulled_out_at_any_byte(office, cable):
    total = length(office, cable)
    adapter = opened(office, cable)
    for byte in range(0, total, total // 24):
        pulled_at(office, cable, adapter, byte)


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(PARTS))
def test_pulled_out_at_every_byte(office, cable, part):
    total = length(office, cable)
    assert total > 2000
    adapter = opened(office, cable)
    for byte in range(part, total, PARTS):
        pulled_at(office, cable, adapter, byte)

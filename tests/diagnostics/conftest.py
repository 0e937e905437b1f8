"""A machine that is well: a platform process, virtual devices at wire level, an enrolled terminal."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.config import load as load_config
from kiosk.demo.stand import Process
from kiosk.devices.virtual.card_reader import VirtualCardReader
from kiosk.devices.virtual.document_printer import VirtualDocumentPrinter
from kiosk.devices.virtual.receipt_printer import VirtualReceiptPrinter
from kiosk.store import Store
from kiosk.store.journal import Event
from kiosk.wire.identity import enrol
from tests.diagnostics.machine import DEADLINE, Machine, now


@dataclass(frozen=True)
class Enrolled:
    url: str
    platform: Path
    identity: Path


@pytest.fixture(scope="session")
def enrolled(tmp_path_factory) -> Iterator[Enrolled]:
    """One platform for all tests of a run, and one terminal that it admits."""
    folder = tmp_path_factory.mktemp("platform")
    data = folder / "data"
    arguments = ["-m", "acceptance.cli", "serve", "--data", str(data), "--exit-with-stdin"]
    arguments += ["--port", "0", "--public-port", "0"]
    process = Process("platform", arguments, folder / "log").start()
    try:
        command = [sys.executable, "-m", "acceptance.cli", "enrol-code", "--data", str(data)]
        command += ["--site", "0001", "--region", "330521", "--json"]
        made = subprocess.run(command, check=True, capture_output=True)
        code = json.loads(made.stdout)["code"]
        enrol(folder / "identity", process.said["public_url"], code, Path(process.said["ca"]))
        yield Enrolled(process.said["url"], data, folder / "identity")
    finally:
        process.stop()


@pytest.fixture
def machine(tmp_path, enrolled) -> Iterator[Machine]:
    """Enrolled, used before, with a card reader and two printers."""
    states, paper, data = tmp_path / "states", tmp_path / "paper", tmp_path / "data"
    shutil.copytree(enrolled.identity, data / "identity")
    reader = VirtualCardReader(states, tmp_path / "reader")
    slips = VirtualReceiptPrinter(states, paper)
    pages = VirtualDocumentPrinter(states, paper)
    with ExitStack() as running:
        for device in (reader, slips, pages):
            device.start()
            running.callback(device.stop)
        host, port = slips.endpoint
        file = tmp_path / "terminal.toml"
        file.write_text(
            f"""
[terminal]
place = "示范政务服务点"
phone = "12345"
data = "data"
sealed = false
[platform]
url = "{enrolled.url}"
[devices.card_reader]
adapter = "sdt_serial"
options = {{ port = "{reader.endpoint}", deadline = {DEADLINE} }}
[devices.receipt_printer]
adapter = "escpos"
options = {{ host = "{host}", port = {port}, deadline = {DEADLINE} }}
[devices.document_printer]
adapter = "ipp"
options = {{ uri = "{pages.endpoint}", deadline = {DEADLINE} }}
""",
            "utf-8",
        )
        found = Machine(load_config(file), states, enrolled.platform)
        _use(found.store())
        yield found


def _use(store: Store) -> None:
    store.journal.append(Event.STARTED, now(), "host")
    store.journal.append(Event.SESSION_BEGUN, now(), "si-certificate")
    store.close()

"""Real adapters against virtual devices that speak the bytes: ptys, sockets, files."""

import pytest

from kiosk.devices.code_scanner import _witness
from kiosk.devices.receipt_printer import _mouth
from tests.devices.rigs import fixture_of
from tests.devices.rigs.card_reader import ReaderRig
from tests.devices.rigs.document_printer import DocumentRig
from tests.devices.rigs.receipt_printer import SlipRig


@pytest.fixture(autouse=True)
def memory(tmp_path, monkeypatch):
    """What outlives a process, for one test only."""
    folder = tmp_path / "memory"
    folder.mkdir()
    monkeypatch.setattr(_witness, "FOLDER", folder)
    monkeypatch.setattr(_mouth, "FOLDER", folder)
    return folder


reader = fixture_of(ReaderRig)
printer = fixture_of(SlipRig)
office = fixture_of(DocumentRig)

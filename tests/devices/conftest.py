"""Real adapters against virtual devices that speak the bytes: ptys, sockets, files."""

import pytest

from kiosk.devices.receipt_printer import _mouth
from tests.devices.rigs.card_reader import ReaderRig
from tests.devices.rigs.document_printer import DocumentRig
from tests.devices.rigs.receipt_printer import SlipRig


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

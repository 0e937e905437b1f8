"""The window before, on and after the stage; what the host says; what Qt complains about."""

import os

import pytest
from PySide6.QtCore import QTimer, qInstallMessageHandler, qWarning

from kiosk.flows.loader import load_items
from kiosk.store import Store
from kiosk.terminal import Terminal
from kiosk.terminal.words import Site
from kiosk.ui.host_line import HostLine
from kiosk.ui.shell import Glass, Shell
from kiosk.wire.client import PlatformClient
from tests.ui.visitor import DEAD, QUICK, Time


@pytest.fixture
def spare(place, tmp_path):
    """A shell in the wings: loaded, unmapped, its devices closed."""
    opened, store, identity = [], Store(tmp_path / "kiosk.db"), place.identity

    def devices():
        opened.append("devices")
        return place.devices()

    platform = PlatformClient(identity.endpoint(DEAD), identity.receipts, 1.0)
    clock = Time()
    terminal = Terminal(
        Site("示范点", "12345"), load_items(), store, identity, platform, devices, place.clock, clock
    )
    shell = Shell(terminal, lambda: None, Glass(1080, 1920), patience=QUICK)
    shell.prepare()
    yield shell, opened
    qInstallMessageHandler(None)


def run(shell):
    QTimer.singleShot(50, shell.quit)
    return shell.run()


def test_a_spare_has_all_pages_and_touches_no_device(spare):
    shell, opened = spare
    assert not shell.window.isVisible() and opened == []
    assert (shell.window.width(), shell.window.height()) == (1080, 1920)
    assert run(shell) == 0


def test_taking_the_stage_maps_the_window_and_opens_the_devices(spare):
    shell, opened = spare
    shell.take_stage()
    assert shell.window.isVisible()
    assert run(shell) == 0
    assert opened == ["devices"]


def test_a_warning_of_qt_ends_a_strict_run_badly(spare, monkeypatch, capfd):
    shell, _ = spare
    monkeypatch.setenv("KIOSK_STRICT", "1")
    qWarning("something is not as it should be")
    assert run(shell) == 1
    assert "something is not as it should be" in capfd.readouterr().err


def test_the_host_s_lines_arrive_whole_and_its_end_is_noticed(spare):
    shell, _ = spare
    reading, writing = os.pipe()
    heard = []
    line = HostLine(reading, heard.append, lambda: heard.append("closed"))
    os.write(writing, b"take_st")
    os.write(writing, b"age\nalive\n")
    os.close(writing)
    assert run(shell) == 0
    assert heard == ["take_stage", "alive", "closed"]
    line.close()
    os.close(reading)

"""The window before, on and after the stage; what the host says; what Qt complains about."""

import gc
import os

import pytest
from PySide6.QtCore import QObject, QTimer, qInstallMessageHandler, qWarning

from kiosk.store import Store
from kiosk.terminal import Terminal
from kiosk.terminal.words import Site
from kiosk.ui.host_line import HostLine
from kiosk.ui.shell import Glass, Shell
from kiosk.wire.client import PlatformClient
from tests import shipped
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
        Site("示范点", "12345"), shipped.items(), store, identity, platform, devices, place.clock, clock
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


def test_a_spare_loads_every_page_and_paints_home_out_of_sight(spare):
    shell, _ = spare
    shell.warm.connect(shell.quit)
    assert shell.run() == 0  # every page has been compiled, or this would have raised


def test_a_window_comes_up_while_the_devices_are_still_another_s(spare):
    shell, opened = spare
    shell.shown.connect(shell.quit)
    shell.show()
    assert shell.window.isVisible()
    assert shell.run() == 0
    assert opened == []


def test_no_view_has_a_meta_object_of_its_own_that_could_outlive_it(spare):
    """QML remembers what a meta-object has by its address: a type's stays, an object's goes with it."""
    shell, _ = spare
    shell.take_stage()
    ours = [o for o in gc.get_objects() if isinstance(o, QObject) and type(o).__module__.startswith("kiosk.")]
    assert len(ours) > 50
    assert sorted({type(view).__name__ for view in ours if "__METAOBJECT__" in vars(view)}) == []
    assert run(shell) == 0


def test_a_window_that_comes_up_over_another_takes_no_tap_that_was_meant_for_that(spare):
    shell, _ = spare
    shell.warm.connect(shell.show)
    settled = []
    shell.shown.connect(lambda: settled.append(shell.window.property("settled")))
    shell.shown.connect(shell.quit)
    assert shell.run() == 0
    assert settled == [False]


def test_home_takes_taps_at_once_when_nobody_was_there_before(spare):
    shell, _ = spare
    shell.show()
    assert shell.window.property("settled") is True
    assert run(shell) == 0


def test_a_screen_that_steps_down_lets_go_of_the_devices_and_leaves_unbidden(spare, monkeypatch):
    monkeypatch.setattr("kiosk.ui.shell._LINGER", 0.1)
    shell, _ = spare
    shell.take_stage()
    shell.step_down()
    assert shell.run() == 0


def test_taking_the_stage_maps_the_window_and_opens_the_devices(spare):
    shell, opened = spare
    shell.take_stage()
    assert shell.window.isVisible()
    looking = QTimer()
    looking.timeout.connect(lambda: shell.quit() if opened else None)  # a breath after the first frame
    looking.start(5)
    assert shell.run() == 0
    assert opened == ["devices"]


def test_a_window_that_is_told_to_close_stays_and_its_screen_ends_when_the_host_says_so(spare):
    shell, _ = spare
    shell.take_stage()
    assert not shell.window.close()
    assert shell.window.isVisible()
    assert run(shell) == 0


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

"""Home is there before the terminal behind it: it promises nothing meanwhile, and whoever asks waits."""

import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, qInstallMessageHandler

from kiosk.flows.definition.acting import PERSON
from kiosk.store import Store
from kiosk.terminal import Terminal
from kiosk.terminal.words import Site
from kiosk.ui.coming import Coming
from kiosk.ui.front import Front
from kiosk.ui.machine_view import ON_HOME
from kiosk.ui.probe import Probe
from kiosk.ui.scene import look
from kiosk.ui.shell import Shell
from kiosk.wire.client import PlatformClient
from tests import shipped
from tests.ui.visitor import DEAD, QUICK, Time, Visitor

PREPARING = "正在准备，请稍候"


class Awaited:
    """A terminal that comes when the test lets it, or does not."""

    def __init__(self, terminal):
        self.terminal, self.trouble = terminal, None
        self._released = threading.Event()
        self.coming = Coming(Front.of(terminal), self._build)

    def release(self):
        self._released.set()

    def _build(self):
        assert self._released.wait(20)
        if self.trouble:
            raise self.trouble
        return self.terminal


@pytest.fixture
def awaited(place, tmp_path):
    place.heal()
    store, identity, moved = Store(tmp_path / "kiosk.db"), place.identity, Time()
    platform = PlatformClient(identity.endpoint(DEAD), identity.receipts, 1.0)
    site = Site("示范点", "12345")
    yield Awaited(
        Terminal(site, shipped.items(), store, identity, platform, place.devices, place.clock, moved)
    )
    store.close()


@pytest.fixture
def early(awaited, place, tmp_path):
    """Somebody before a home screen whose terminal has not come yet."""
    shell = Shell(awaited.coming, lambda: None, patience=QUICK)
    shell.prepare()
    shell.take_stage()
    probe = Probe(tmp_path / "early", shell.window, shell.view, shell.session)
    visitor = Visitor(place, shell, awaited.terminal, probe, awaited.terminal.monotonic, [])
    visitor.until(lambda: shell.window.isExposed(), "the window")
    yield visitor
    awaited.release()
    probe.close()
    shell.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qInstallMessageHandler(None)


def texts(visitor):
    return [str(text.item.property("text")) for text in look(visitor.shell.window).texts]


def test_home_names_its_matters_and_offers_none_before_the_terminal_has_come(early):
    said = texts(early)
    of_people = [flow for flow in early.terminal.flows.values() if PERSON in flow.audience]
    assert said.count(PREPARING) == len(of_people[:ON_HOME]) + 2  # and what is collected, and what is booked
    assert not early.can_tap("item.si-certificate") and not early.can_tap("collect")
    early.tap("help")
    early.sees("Help")


def test_once_it_has_come_its_matters_are_offered(early, awaited):
    awaited.release()
    early.until(lambda: early.can_tap("item.si-certificate"), "the devices")
    assert PREPARING not in texts(early)


def test_a_problem_that_is_reported_early_is_reported_when_it_can_be(early, awaited):
    early.tap("problem")
    early.tap("problem.screen")
    awaited.release()
    early.until(lambda: early.shell.view._problem.property("reported"), "the word")


def test_a_terminal_that_cannot_be_put_together_ends_the_process_with_its_reason(awaited):
    awaited.trouble = OSError("no store")
    awaited.release()
    shell = Shell(awaited.coming, lambda: None, patience=QUICK)
    shell.prepare()
    shell.take_stage()
    with pytest.raises(OSError, match="no store"):
        shell.run()
    qInstallMessageHandler(None)

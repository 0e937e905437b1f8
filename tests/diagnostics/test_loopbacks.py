"""What the machine prints, its own scanner reads; what cannot be tried is said, with the reason."""

from __future__ import annotations

import threading
from contextlib import contextmanager

import pytest
import segno
from PIL import Image

from kiosk import diagnostics
from kiosk.devices._opencv import opencv
from kiosk.devices.virtual import state
from kiosk.devices.virtual.camera import CameraState, VirtualCamera
from kiosk.devices.virtual.state import ReceiptPrinterState
from kiosk.diagnostics import loopbacks
from kiosk.diagnostics.loopbacks import CODE, GLYPHS, SHEET
from kiosk.model import Level
from tests.diagnostics.machine import named


@pytest.fixture
def lens(machine, tmp_path):
    """A machine whose scanner is a camera, and no card to lay down; gives the camera's states."""
    opencv()  # loading it stops this process for a while
    states = tmp_path / "camera-states"
    hall = Image.new("RGB", (480, 640), (190, 190, 190))  # no code before the lens, but light
    hall.save(tmp_path / "hall.png")
    camera = VirtualCamera(states, (480, 640), interval=0.05)
    camera.start()
    state.update(states, CameraState, image=str(tmp_path / "hall.png"))
    machine.without("card_reader")
    machine.with_device("code_scanner", "camera", url=camera.endpoint, deadline=10.0)
    yield states
    camera.stop()


@contextmanager
def somebody_who_shows(states, paper, slips):
    """Holds each slip that comes out, if it is one of `slips`, before the lens."""
    over = threading.Event()

    def show():
        shown = None
        while not over.wait(0.05):
            there = sorted(paper.glob("slip-*.png"))
            if there and there[-1] != shown and slips(len(there)):
                shown = there[-1]
                state.update(states, CameraState, image=str(shown))

    person = threading.Thread(target=show)
    person.start()
    try:
        yield
    finally:
        over.set()
        person.join()


def test_a_code_that_was_printed_is_read_by_the_own_scanner(machine, lens, tmp_path):
    with somebody_who_shows(lens, tmp_path / "paper", lambda slip: True):
        report = machine.report(Level.INTERACTIVE)
    found = named(report, CODE)
    assert (found.result, found.level) == ("pass", Level.INTERACTIVE)
    assert found.value.startswith("打出的码扫回来一致")


def test_the_code_of_another_slip_proves_nothing(machine, lens, tmp_path, monkeypatch):
    monkeypatch.setattr(loopbacks, "_SCAN", 1.0)
    with somebody_who_shows(lens, tmp_path / "paper", lambda slip: slip == 1):
        found = named(machine.report(Level.INTERACTIVE), CODE)
    assert found.result == "fail"
    assert found.value == "扫到的是别的码，没有扫到打出的码"


def test_rare_characters_are_told_by_their_dots(machine):
    found = named(machine.report(Level.EXTERNAL), GLYPHS)
    assert found.result == "pass"
    assert found.value.startswith("𠮷𪚥：48×24 点，144 字节，摘要 ")
    assert found.value == loopbacks.glyphs().value


def test_what_has_no_second_device_or_nobody_to_help_is_not_asked_and_no_alarm(machine, lens):
    report = machine.report(Level.EXTERNAL)
    assert named(report, SHEET).value == "没有检查：没有配置高拍仪"
    assert "要有人在旁边" in named(report, CODE).value
    page = diagnostics.show(report)
    assert "没查  打印扫码回环" in page
    alarmed = {cause["finding"] for cause in diagnostics.as_json(report)["causes"]}
    assert not {SHEET, CODE} & alarmed


def test_a_loop_is_not_tried_with_a_device_that_is_not_well(machine, lens, tmp_path):
    segno.make("any code", micro=False).save(tmp_path / "code.png", scale=6)  # for the scanner's own check
    state.update(lens, CameraState, image=str(tmp_path / "code.png"))
    state.write(machine.states, ReceiptPrinterState(paper="out"))
    found = named(machine.report(Level.INTERACTIVE), CODE)
    assert (found.value, found.advice) == ("没有检查", "先解决“凭条打印机”")


def test_a_look_tries_no_loop(machine):
    assert not {CODE, GLYPHS, SHEET} & {health.name for health in machine.report()}

"""The document camera measured by a chart: how fine and how straight, by the bytes that it sends."""

import io
import secrets
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from kiosk.config import Config, load
from kiosk.devices._opencv import opencv
from kiosk.devices.virtual import state
from kiosk.devices.virtual.camera import DocumentCameraState, VirtualCamera
from kiosk.diagnostics import chart, loopbacks
from kiosk.diagnostics.loopbacks import CAMERA, SHEET
from kiosk.diagnostics.verdict import passed
from kiosk.model import Level

FRAME = (2700, 2000)
DESK = (45, 45, 45)
_TERMINAL = """
terminal = { place = "测试台", phone = "12345", data = "data", sealed = false }
platform = { url = "https://platform.example:8443" }
[devices.document_camera]
adapter = "opencv"
"""


def on_the_desk(paper, across=2500, turn=1.0):
    """Upright paper, laid on its side so that it is `across` pixels long in the frame."""
    lying = paper.rotate(90, expand=True).convert("RGB").point(lambda level: round(level * 0.88))
    lying = lying.resize((across, round(across * lying.height / lying.width)), Image.Resampling.LANCZOS)
    lying = lying.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=DESK)
    desk = Image.new("RGB", FRAME, DESK)
    desk.paste(lying, ((FRAME[0] - lying.width) // 2, (FRAME[1] - lying.height) // 2))
    return desk


def printed(chart_size=1.0, skew=0.0):
    """The chart on an A4, as a printer lays it in that makes it smaller or pulls the paper in askew."""
    page, drawn = Image.new("L", (2480, 3508), 255), chart.draw()
    drawn = drawn.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
    drawn = drawn.resize((round(2480 * chart_size), round(3508 * chart_size)), Image.Resampling.LANCZOS)
    page.paste(drawn, ((2480 - drawn.width) // 2, (3508 - drawn.height) // 2))
    return page


@dataclass
class Desk:
    """A machine whose document camera is virtual, and what lies under it."""

    folder: Path
    config: Config

    def loop(self, picture):
        path = self.folder / f"{secrets.token_hex(4)}.png"
        picture.save(path)
        state.update(self.folder, DocumentCameraState, image=str(path))
        found = {CAMERA: passed("高拍仪", "好")}
        asked = loopbacks.Machine(self.config, Level.INTERACTIVE, None, found)
        return next(health for health in loopbacks.checks(asked) if health.name == SHEET)


@pytest.fixture
def desk(tmp_path):
    opencv()  # loading it stops this process for a while
    camera = VirtualCamera(tmp_path, FRAME, 0.05, kind=DocumentCameraState, variants=2)
    camera.start()
    device = f'options = {{ url = "{camera.endpoint}", deadline = 30.0 }}'
    file = tmp_path / "terminal.toml"
    file.write_text(_TERMINAL + device, "utf-8")
    yield Desk(tmp_path, load(file))
    camera.stop()


def test_a_chart_under_the_camera_passes_with_its_resolution_and_how_straight_it_came(desk):
    health = desk.loop(on_the_desk(printed()))
    assert (health.result, health.level) == ("pass", Level.INTERACTIVE)
    dpi = int(health.value.split(" dpi")[0])
    assert abs(dpi - 2500 / 11.693) < 4
    assert "歪 0." in health.value and health.limit.startswith("≥ 200 dpi")


def test_a_chart_that_was_not_printed_at_its_size_fails_by_what_was_measured(desk):
    health = desk.loop(on_the_desk(printed(chart_size=0.85)))
    assert (health.result, health.code) == ("fail", "page.small")
    assert "实际大小" in health.advice


def test_a_chart_that_comes_askew_fails(desk):
    health = desk.loop(on_the_desk(printed(skew=2.0)))
    assert (health.result, health.code) == ("fail", "page.skew")
    assert "歪 2." in health.value or "歪 1.9" in health.value


def test_another_sheet_is_no_chart_and_proves_nothing(desk):
    bars = chart.draw()
    bars.paste(255, (0, 0, bars.width, 600))  # without two of its marks
    health = desk.loop(on_the_desk(bars))
    assert (health.result, health.code) == ("warn", "chart.none")
    assert chart.COMMAND in health.advice


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_chart_is_measured_however_it_lies(turn):
    file = io.BytesIO()
    chart.draw(200).rotate(turn, expand=True).save(file, "JPEG")
    found = chart.measured(file.getvalue())
    assert abs(found.dpi - 200) <= 1 and found.skew < 0.1


def test_what_is_no_picture_is_no_chart():
    assert chart.measured(b"\xff\xd8 no picture") is None

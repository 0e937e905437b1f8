"""The walk through all screens: what it selects, finds and leaves; some of them on some walls."""

import json
import subprocess
import sys

import pytest
from PIL import Image

from kiosk.config.geometry import GEOMETRIES
from kiosk.screens import Selection, walk
from kiosk.screens.sheets import Sheets
from kiosk.screens.steps import scenes
from kiosk.ui.manner import VARIANTS
from tests import shipped

SAMPLE = ("front/Problem told", "front/warning", "technician/closed", "retire/notice")
WALLS = [f"{variant}/{geometry}" for variant in VARIANTS for geometry in GEOMETRIES]


@pytest.mark.parametrize(
    "only, walls, takes, not_takes",
    [
        ((), 18, ["front/Help", "retire/notice"], []),
        (("low",), 3, ["front/Help"], []),
        (("small", "en", "elder"), 2, ["front/Help"], []),
        (("retire/*",), 18, ["retire/notice"], ["front/Help"]),
        (("large/small/front/*",), 1, ["front/Help"], ["retire/notice"]),
        (("*/portrait/tour/*",), 6, ["tour/online home"], ["front/Help"]),
        (
            ("low/small/tour/*", "low/small/retire/*"),
            1,
            ["retire/notice", "tour/online home"],
            ["front/Help"],
        ),
    ],
)
def test_what_is_wanted_is_said_by_variant_geometry_or_screen(only, walls, takes, not_takes):
    selection = Selection.of(only)
    assert len(selection.walls) == walls
    assert all(selection.takes(screen) for screen in takes)
    assert not any(selection.takes(screen) for screen in not_takes)


@pytest.mark.parametrize("item, flow", shipped.items().items(), ids=list(shipped.items()))
def test_every_step_that_an_item_may_ask_has_its_screen(item, flow):
    names = {scene.name.partition("/")[2] for scene in scenes(flow)}
    reached = {name.split(" ")[0].split(".")[0] for name in names}
    kinds = {scene.session.step.kind for scene in scenes(flow) if scene.session.step}
    assert {step.kind for step in flow.steps} - {"Group", "Pay"} <= kinds
    last = "answer" if flow.type == "information" else "review"  # the key of the page that it ends at
    assert {"notice", last} <= reached


@pytest.mark.parametrize("wall", ["elder/landscape", "low/portrait"])
def test_some_screens_keep_every_rule(wall, tmp_path):
    sheets = Sheets(tmp_path)
    variant, geometry = wall.split("/")
    report = walk(Selection((variant,), (geometry,), SAMPLE[:2]), sheets=sheets)
    assert report.told() | {"looks": 2} == {
        "ok": True, "screens": 2, "looks": 2, "complaints": 0, "violations": []
    }  # fmt: skip
    (sheet,) = sheets.bind()
    with Image.open(sheet) as picture:
        assert len(picture.convert("L").getcolors()) > 20  # screens lie on it, and not only paper


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("wall", WALLS)
def test_every_screen_keeps_every_rule(wall):
    variant, geometry = wall.split("/")
    report = walk(Selection((variant,), (geometry,)))
    assert report.violations == []
    assert report.complaints == 0
    assert len(report.screens) > 150


def test_the_command_answers_with_one_object_and_finds_what_breaks_a_rule():
    command = [sys.executable, "-m", "kiosk", "screens", "walk", "--json", "--only"]
    found = subprocess.run([*command, "standard/small/technician/*"], capture_output=True, timeout=100)
    told = json.loads(found.stdout)
    assert (found.returncode, told["ok"], told["screens"], told["violations"]) == (0, True, 1, [])
    nothing = subprocess.run([*command, "no such screen"], capture_output=True, timeout=100)
    assert nothing.returncode == 2 and "no such screen" in json.loads(nothing.stdout)["error"]

"""The bench measures what it says and tells the truth about what it found; no verdict on this machine."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest

from kiosk import bench
from kiosk.bench.figure import Figure

ALL = {
    "save": ["save"],
    "submit": ["submit"],
    "answer": ["answer"],
    "card": ["card"],
    "social": ["social"],
    "qr": ["qr.chinese", "qr.chinese.gb", "qr.clips", "qr.clips.first", "qr.false"],
    "page": ["page"],
    "face": ["face"],
    "plug": ["plug.out", "plug.in"],
    "slip": ["slip.bytes", "slip.rare", "slip", "slip.wire", "slip.cpu"],
    "sync": ["sync", "sync.single", "sync.batch", "sync.feed", "sync.resume"],
    "sync-resume": ["sync.resume"],
    "sync-postgres": [f"sync-postgres{figure}" for figure in ("", ".single", ".batch", ".feed")],
    "start": ["start"],
    "stage": ["stage"],
    "next": ["next", "next.kept"],
    "feel": ["press", "frame", "frame.worst"],
    "weight": ["weight"],
    "taps": [
        *("taps.house-transfer", "taps.birth", "taps.school-enrolment", "taps.company"),
        *("taps.restaurant", "taps.si-certificate", "taps.housing-fund", "taps.chronic"),
    ],
    "search": ["search", "search.key"],
    "engine": ["engine.load", "engine.proved", "engine.asked", "engine.answer", "engine.walk"],
}
LONG = {"taps", "plug", "qr", "weight", "sync", "sync-resume", "sync-postgres"}
MARKED = [pytest.param(name, marks=pytest.mark.soak if name in LONG else ()) for name in ALL]


@pytest.mark.timeout(600)  # the taps are counted in eight walks from end to end
@pytest.mark.parametrize("name", MARKED)
def test_each_figure_is_measured_beside_its_limit(name):
    result = bench.run([name], scale=0.01)
    assert result["errors"] == []
    assert [figure["name"] for figure in result["figures"]] == ALL[name]
    for figure in result["figures"]:
        assert set(figure) == {"name", "value", "unit", "limit", "ratio", "reach", "ok", "against"}
        assert figure["value"] > 0 and figure["limit"] > 0 and figure["unit"] and figure["against"]
        assert math.isclose(figure["ratio"], figure["value"] / figure["limit"])
        assert figure["ok"] is (figure["ratio"] <= figure["reach"])
    assert result["ok"] is all(figure["ok"] for figure in result["figures"])
    assert json.loads(json.dumps(result)) == result


def test_every_figure_is_tested_here():
    assert set(ALL) | set(bench.LONG) == set(bench.FIGURES)  # the long ones: test_growing.py


def test_a_card_is_not_read_faster_than_its_bytes_come():
    (figure,) = bench.run(["card"], scale=0.2)["figures"]
    assert figure["ratio"] >= 1
    assert figure["limit"] > 1300 / 11_520 * 1000  # the text and photo of a card alone


def test_what_misses_its_reach_says_so():
    slow = Figure("save", 4.0, "ms", 2.0, 1.5, "x").told()
    assert (slow["ratio"], slow["ok"]) == (2.0, False)
    page = bench.show({"ok": False, "figures": [slow], "errors": []})
    assert "2.00 倍" in page and "未达到" in page


def test_a_figure_that_does_not_exist_is_named():
    result = bench.run(["speed"])
    assert (result["ok"], result["figures"]) == (False, [])
    assert "speed" in bench.show(result) and "save" in bench.show(result)


def test_the_group_of_devices_has_every_figure_that_times_an_adapter():
    """By what its module imports: only those and the parts that they share touch `kiosk.devices`."""
    timed = {
        name
        for name, measure in bench.FIGURES.items()
        if "from kiosk.devices" in Path(sys.modules[measure.__module__].__file__).read_text("utf-8")
    }
    assert set(bench.GROUPS["devices"]) == timed - {"next", "feel"}  # a person's taps, with virtual devices

"""A few screens look as somebody approved them, and what looks otherwise is found and shown."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from kiosk.screens import comparing
from tests.ui.scratch_window import scratch_window

APPROVED = Path(__file__).with_name("approved")
ROOT = APPROVED.parents[2]


def check(folder, out):
    """In a process of its own, as a screen in memory has to be made before the application."""
    command = [sys.executable, "-m", "kiosk", "screens", "approve", "--check"]
    return subprocess.run(
        [*command, "--folder", str(folder), "--out", str(out)],
        cwd=ROOT, capture_output=True, text=True, timeout=110,
    )  # fmt: skip


def test_the_screens_look_as_approved_and_another_look_is_shown(tmp_path):
    """One picture has lost a line, one is missing, one is of a screen that is no more: and only those."""
    folder = tmp_path / "approved"
    shutil.copytree(APPROVED, folder)
    with Image.open(folder / "home-standard.png") as picture:
        other = picture.convert("RGB")
    ImageDraw.Draw(other).rectangle((15, 70, 160, 100), fill=other.getpixel((5, 110)))
    other.save(folder / "home-standard.png")
    (folder / "staff-large.png").rename(folder / "gone.png")
    done = check(folder, ROOT / "out" / "approved")
    said = done.stdout.splitlines()
    assert (done.returncode, said[0]) == (1, "3 张和批准的不一样"), done.stdout + done.stderr
    assert [line.split("：")[0].strip() for line in said[1:]] == ["home-standard", "staff-large", "gone.png"]
    with Image.open(ROOT / "out" / "approved" / "home-standard.png") as shown:
        assert shown.width == 3 * other.width


@pytest.mark.parametrize(
    "text, wrong",
    [("提交申请", False), ("提交材料", True), ("提交申", True)],
    ids=["same", "other", "shorter"],
)
def test_one_letter_more_or_less_is_found(text, wrong, tmp_path):
    def picture(words):
        label = (
            f'Text {{ x: 40; y: 60; text: "{words}"; font.family: "Noto Sans CJK SC"; font.pixelSize: 30 }}'
        )
        from kiosk.ui.contrast import Picture

        with scratch_window(label, 600, 180) as scratch:
            return comparing.shrunk(Picture(scratch.window.grabWindow(), 600).rgb)

    picture("提交申请").save(tmp_path / "approved.png")
    assert (comparing.judged(tmp_path / "approved.png", picture(text)) is not None) == wrong

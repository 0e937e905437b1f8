"""A file of an item that is wrong closes its own matter; a configuration that is wrong is one page that can
be read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from shiboken6 import delete

from kiosk import app
from kiosk.config import RESOURCES, Config, Device
from kiosk.config.standpoint import Standpoint
from kiosk.demo.xvfb import screen
from kiosk.flows.loader import load_sound
from kiosk.ui import closed
from kiosk.ui.scene import look
from kiosk.ui.shell import application
from kiosk.ui.walker import walk
from tests.journeys.sayings import doctor, says_once, told
from tests.ui.visitor import DEAD, Visitor

SOUND, TITLE = "si-certificate", "社保参保证明"


@pytest.fixture
def items(tmp_path) -> Path:
    """The product's items, to be broken."""
    for kind in ("items", "codes"):
        shutil.copytree(RESOURCES / kind, tmp_path / "resources" / kind)
    return tmp_path / "resources" / "items"


BROKEN = {
    "syntax": (lambda text: text.replace("steps:", "steps: [", 1), "yaml"),
    "an unknown name in a rule": (lambda text: text.replace("when: card_expired", "when: card_gone", 1),
                                  "card_gone"),
    "another encoding": (lambda text: text, "encoding"),
    "no such step kind": (lambda text: text.replace("kind: ReadCard", "kind: ReadPalm", 1), "ReadPalm"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_item_is_not_offered_and_the_others_are(place, tmp_path, items, case):
    spoil, sign = BROKEN[case]
    text = (items / f"{SOUND}.yaml").read_text("utf-8")
    broken = items / "other.yaml"
    spoiled = spoil(text.replace(f"item: {SOUND}", "item: other", 1))
    broken.write_text(spoiled, "gb18030" if case == "another encoding" else "utf-8")
    with Visitor.arrives(place, tmp_path, online=False, flows=load_sound(items)[0]) as visitor:
        assert TITLE in says_once(visitor, TITLE) and not visitor.can_tap("item.other")
        visitor.tap(f"item.{SOUND}", "agree")
        visitor.sees("ReadCard")
        found = doctor(visitor, tmp_path, DEAD, items)["事项"]
    assert found.result == "fail" and "other.yaml:" in told(found) and sign in told(found)


def test_a_terminal_is_put_together_from_what_is_sound(place, tmp_path, items, capfd):
    (items / "other.yaml").write_text("item: [", "utf-8")
    (tmp_path / "identity").symlink_to(place.identity.folder)
    terminal = app.terminal(config(place, tmp_path, items))
    terminal.store.close()
    assert SOUND in terminal.flows and "other" not in terminal.flows
    said = capfd.readouterr().err
    assert said.startswith("事项有错，没有上架：other.yaml:2: yaml: ") and "Traceback" not in said


def test_a_terminal_of_a_bank_offers_what_banks_do(place, tmp_path, items):
    (tmp_path / "identity").symlink_to(place.identity.folder)
    bank = replace(config(place, tmp_path, items), standpoint=Standpoint(owner="bank"))
    terminal = app.terminal(bank)
    terminal.store.close()
    assert SOUND in terminal.flows and "petition" not in terminal.flows


def test_a_terminal_without_a_sound_item_says_so(place, tmp_path):
    with Visitor.arrives(place, tmp_path, online=False, flows={}) as visitor:
        says_once(visitor, "这台机器暂时办不了事项，请换一台，或找工作人员")


def config(place, folder, items) -> Config:
    devices = tuple(Device(kind, name, options) for kind, (name, options) in place.options.items())
    return Config(
        place="大厅", phone="12345", data=folder, sealed=False, platform=DEAD, timeout=1.0, width=1080,
        height=1920, mm_per_px=0.369, fullscreen=False, devices=devices, items=items, starts_at=None,
    )  # fmt: skip


# --- a terminal that cannot come up ---

WRONG = {
    "missing": (None, "terminal.toml: 找不到配置文件"),
    "no TOML": ('[terminal\nplace = "x"', "第 1 行"),
    "a key that is wrong": ('[terminal]\nplace = 5\nphone = "12345"\ndata = "d"\n[platform]\nurl = "https://x"',
                            "terminal.place: 要写成 文字"),
    "not enrolled": ('[terminal]\nplace = "x"\nphone = "12345"\ndata = "d"\n[platform]\nurl = "https://x"',
                     "终端尚未登记"),
}  # fmt: skip
OUT_OF_ORDER = "这台机器暂时不能使用"


def start(file: Path, display: str | None) -> subprocess.Popen:
    environment = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    if display:
        environment |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    command = [sys.executable, "-m", "kiosk", "run", "--config", str(file)]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("case", WRONG)
def test_what_keeps_a_terminal_from_coming_up_is_said_in_one_place(tmp_path, case):
    text, says = WRONG[case]
    file = tmp_path / "terminal.toml"
    if text is not None:
        file.write_text(text, "utf-8")
    process = start(file, None)
    told, said = process.communicate(timeout=60)
    assert (process.returncode, told) == (2, "")
    assert said.count(says) == 1 and "Traceback" not in said and len(said.splitlines()) <= 3


def test_a_screen_shows_a_page_that_can_be_read_until_the_file_is_put_right(tmp_path):
    file = tmp_path / "terminal.toml"
    file.write_text(WRONG["no TOML"][0], "utf-8")
    with screen(1080, 1920) as display, start(file, display) as process:
        looks = ["xdotool", "search", "--sync", "--onlyvisible", "--name", OUT_OF_ORDER]
        subprocess.run(
            looks, check=True, env=os.environ | {"DISPLAY": display}, timeout=60, capture_output=True
        )
        assert process.poll() is None
        file.write_text(WRONG["not enrolled"][0], "utf-8")
        assert process.wait(60) == 2
        assert process.stdout.read() == "" and "Traceback" not in process.stderr.read()


def test_the_page_says_what_a_person_does_and_what_a_technician_puts_right():
    application()
    said = ['terminal.place: 不能是空的，现在是 ""', "devices.card_reader.adapter: 缺少这一项"]
    engine = closed.page(said)
    (window,) = engine.rootObjects()
    window.setProperty("visible", True)
    assert walk(window, 0.369, "standard", "Closed") == []
    texts = [str(text.item.property("text")) for text in look(window).texts]
    assert texts == [OUT_OF_ORDER, "请换一台机器，或找工作人员", "维护人员请看", *said]
    delete(engine)

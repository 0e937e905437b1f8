"""A file of an item that is wrong closes its own matter; a configuration that is wrong is one page that can
be read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk import app
from kiosk.config import RESOURCES, Config, Device
from kiosk.flows.loader import load_sound
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
def test_a_broken_item_is_not_offered_and_the_others_are(place, tmp_path, items, monkeypatch, case):
    spoil, sign = BROKEN[case]
    text = (items / f"{SOUND}.yaml").read_text("utf-8")
    broken = items / "other.yaml"
    spoiled = spoil(text.replace(f"item: {SOUND}", "item: other", 1))
    broken.write_text(spoiled, "gb18030" if case == "another encoding" else "utf-8")
    monkeypatch.setattr("tests.ui.visitor.load_items", lambda: load_sound(items)[0])
    with Visitor.arrives(place, tmp_path, online=False) as visitor:
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


def test_a_terminal_without_a_sound_item_says_so(place, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.ui.visitor.load_items", dict)
    with Visitor.arrives(place, tmp_path, online=False) as visitor:
        says_once(visitor, "这台机器暂时办不了事项，请换一台，或找工作人员")


def config(place, folder, items) -> Config:
    devices = tuple(Device(kind, name, options) for kind, (name, options) in place.options.items())
    return Config(
        place="大厅", phone="12345", data=folder, sealed=False, platform=DEAD, timeout=1.0, width=1080,
        height=1920, mm_per_px=0.369, fullscreen=False, devices=devices, items=items, starts_at=None,
    )  # fmt: skip

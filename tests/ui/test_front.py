"""Home comes before the rest: what it needs is little, remembered, and never older than the files say."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.bench import screens
from kiosk.config import RESOURCES
from kiosk.flows.loader import load_items, load_sound
from kiosk.ui import wording
from kiosk.ui.front import Matter, said

# What a session, a technician or the line needs. Import it in the function that uses it.
LATER = (
    *("cv2", "escpos", "requests", "urllib3", "cryptography", "joserfc", "jsonschema", "jsonschema_rs"),
    *("yaml", "sqlite3", "serial", "fpdf", "fontTools", "PIL", "segno", "cel", "stdnum", "zxingcpp"),
    *("kiosk.terminal", "kiosk.store", "kiosk.devices", "kiosk.sync", "kiosk.receipt", "kiosk.wire.client"),
    *("kiosk.flows.definition", "kiosk.flows.session", "kiosk.flows.loader", "kiosk.model"),
)
SCREEN = """
import sys
from pathlib import Path
from kiosk import app, cli
from kiosk.cli import screen
say = app.say
def and_what_is_there(line):
    if line == sys.argv[2]:
        print("modules", *sys.modules, flush=True)
    say(line)
app.say = and_what_is_there
sys.exit(cli.main(["screen", "--config", sys.argv[1]]))
"""


@pytest.fixture
def items(tmp_path):
    """A copy of the service items and their code lists, to be spoilt."""
    for name in ("items", "codes"):
        shutil.copytree(RESOURCES / name, tmp_path / name)
    return tmp_path / "items"


def modules(moment: str, config: Path) -> set[str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    command = [sys.executable, "-c", SCREEN, str(config), moment]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        process.stdin.write("show\ntake_stage\n")
        process.stdin.flush()
        told = next(line for line in process.stdout if line.startswith("modules"))
        process.stdin.close()  # the host is gone
        for _ in process.stdout:
            continue
    assert process.returncode == 0
    return set(told.split()[1:])


def test_the_first_paint_waits_for_nothing_that_only_a_session_needs(tmp_path):
    config = screens.configure(tmp_path)
    modules("shown", config)  # reads the files, and remembers what they say
    there = modules("shown", config)
    assert "kiosk.ui.shell" in there
    assert there & set(LATER) == set()


def test_home_says_what_the_files_say(items, tmp_path):
    flows = load_items(items)
    for _ in ("read", "remembered"):
        home = said(items, tmp_path / "memory.json", tmp_path / "kept")
        assert home.texts == wording.load()
        assert home.matters == tuple(Matter.of(flow) for flow in flows.values())
    assert (tmp_path / "memory.json").exists()


def test_a_changed_file_is_read_again(items, tmp_path):
    memory = tmp_path / "memory.json"
    said(items, memory, memory.with_name("items"))
    file = items / "si-certificate.yaml"
    file.write_text(file.read_text("utf-8").replace("duration_minutes: ", "duration_minutes: 1"), "utf-8")
    (matter,) = (
        each
        for each in said(items, memory, memory.with_name("items")).matters
        if each.item == "si-certificate"
    )
    assert matter == Matter.of(load_items(items)["si-certificate"])


def test_what_a_broken_file_offered_before_is_not_remembered(items, tmp_path):
    memory = tmp_path / "memory.json"
    said(items, memory, memory.with_name("items"))
    file = items / "si-certificate.yaml"
    file.write_text(file.read_text("utf-8").replace("kind: Notice", "kind: Notise"), "utf-8")
    offered = [matter.item for matter in said(items, memory, memory.with_name("items")).matters]
    assert "si-certificate" not in offered and offered


@pytest.mark.parametrize("content", [b"", b"[]", b'{"of": 1}', b"\xff"])
def test_a_memory_that_cannot_be_read_is_none(items, tmp_path, content):
    memory = tmp_path / "memory.json"
    memory.write_bytes(content)
    texts = said(items, memory, memory.with_name("items")).texts
    assert texts == wording.load()
    assert json.loads(memory.read_text("utf-8"))["words"].keys() == texts.keys()


def test_where_nothing_can_be_remembered_home_says_it_all_the_same(items, tmp_path):
    (tmp_path / "taken").write_text("a file where the folder should be")
    assert (
        said(items, tmp_path / "taken" / "memory.json", tmp_path / "taken" / "kept").texts == wording.load()
    )


def test_items_that_were_found_right_are_the_same_without_looking_for_mistakes_again(items):
    again, mistakes = load_sound(items, proved=True)
    assert again == load_items(items) and mistakes == []


def test_a_terminal_that_knows_its_items_to_be_right_does_not_load_what_finds_mistakes(tmp_path):
    config = screens.configure(tmp_path)
    finding = {"jsonschema_rs", "kiosk.flows.sampling"}
    assert modules("warm", config) & finding == finding  # nobody has looked yet
    assert modules("warm", config) & finding == set()

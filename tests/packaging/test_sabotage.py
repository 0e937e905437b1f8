"""The kit that proves that the tests can fail can fail itself, and does not rot."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
KIT = ROOT / "packaging" / "sabotage"
SHIPPED = yaml.safe_load((KIT / "sabotages.yaml").read_text("utf-8"))


@pytest.mark.parametrize("sabotage", SHIPPED, ids=lambda sabotage: sabotage["name"])
def test_what_is_broken_still_stands_there_once_and_who_notices_exists(sabotage):
    text = (ROOT / sabotage["file"]).read_text("utf-8")
    assert text.count(sabotage["text"]) == 1
    broken = text.replace(sabotage["text"], sabotage["instead"])
    assert ast.dump(ast.parse(broken)) != ast.dump(ast.parse(text))
    path, _, name = sabotage["noticed_by"].partition("::")
    found = ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
    assert name in [node.name for node in found if isinstance(node, ast.FunctionDef)]


def test_there_are_enough_of_them():
    assert len(SHIPPED) >= 20
    assert all(sabotage["why"] for sabotage in SHIPPED)


TESTS = """
import kiosk

def test_two():
    assert kiosk.two() == 2

def test_nothing():
    assert kiosk

def test_started():
    assert kiosk.started
"""


def sabotage(name, text, instead, test):
    values = {"name": name, "why": "…", "file": "kiosk/__init__.py", "text": text, "instead": instead}
    return values | {"noticed_by": f"tests/test_it.py::{test}"}


NOTICED = sabotage("noticed", "return 2", "return 3", "test_two")
SURVIVED = sabotage("survived", "return 2", "return 3", "test_nothing")
CRASHED = sabotage("crashed", "started = True", "started = no_such_name", "test_started")
RAISED = sabotage("raised", "return 2", "raise KeyError", "test_two")
GONE = sabotage("gone", "return 4", "return 5", "test_two")
TWICE = sabotage("twice", "e", "f", "test_two")
UNTESTED = sabotage("untested", "return 2", "return 3", "test_that_is_not_there")


@pytest.fixture
def project(tmp_path):
    """A program of two lines and its tests."""
    root = tmp_path / "project"
    for name, text in {
        "kiosk/__init__.py": "started = True\n\ndef two():\n    return 2\n",
        "acceptance/__init__.py": "",
        "tests/test_it.py": TESTS,
    }.items():
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(text)
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    return root


def run(project, *sabotages):
    """Its exit code, and all that it says. Pytest without plugins starts in no time."""
    entries = project.parent / "sabotages.yaml"
    entries.write_text(yaml.safe_dump(list(sabotages), allow_unicode=True))
    command = [sys.executable, KIT, "--root", project, "--sabotages", entries, "--at-once", "1"]
    plain = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd="/", env=plain, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_only_an_assertion_of_the_test_itself_counts(project):
    before = (project / "kiosk/__init__.py").read_text()
    code, said = run(project, NOTICED, SURVIVED, CRASHED, RAISED)
    verdicts = dict(reversed(line.split()[:2]) for line in said.splitlines()[1:-1])
    assert verdicts == {
        "noticed": "noticed", "survived": "survived", "crashed": "crashed", "raised": "crashed"
    }  # fmt: skip
    assert code == 1
    assert (project / "kiosk/__init__.py").read_text() == before, "only the copy is broken"


def test_when_all_are_noticed_it_ends_well(project):
    code, said = run(project, NOTICED)
    assert code == 0, said
    assert "1 of 1 sabotages were noticed" in said


@pytest.mark.parametrize(
    ("sabotage", "said"),
    [(GONE, "stands 0 times"), (TWICE, "times in kiosk/__init__.py"), (UNTESTED, "does not pass|no test")],
    ids=lambda value: value["name"] if isinstance(value, dict) else "",
)
def test_a_sabotage_that_has_rotted_fails_the_kit(project, sabotage, said):
    code, told = run(project, sabotage)
    assert code == 2
    assert any(words in told for words in said.split("|"))


def test_a_test_that_fails_without_a_sabotage_fails_the_kit(project):
    (project / "tests/test_it.py").write_text("def test_two():\n    assert False\n")
    code, said = run(project, NOTICED)
    assert code == 2
    assert "without sabotage tests/test_it.py::test_two does not pass" in said


def test_a_program_that_is_not_the_copy_fails_the_kit(project):
    elsewhere = project.parent / "elsewhere"
    shutil.copytree(project / "kiosk", elsewhere / "kiosk")
    (project / "tests/conftest.py").write_text(f"import sys\nsys.path.insert(0, {str(elsewhere)!r})\n")
    code, said = run(project, NOTICED)
    assert code == 2
    assert "not taken from the copy" in said

"""Each defect of real terminals (docs/defects.yaml) names tests that keep ours from it; they are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

from kiosk.config import ConfigError, load
from kiosk.flows.fields import people
from tests.config.test_configuration import SMALLEST
from tests.flows.test_number_oracles import takes
from tests.packaging.test_mechanisms import mechanisms

ROOT = Path(__file__).parents[2]
TABLE = yaml.safe_load((ROOT / "docs" / "defects.yaml").read_text("utf-8"))
SOURCES = [*(ROOT / "kiosk").rglob("*.py"), *(ROOT / "acceptance").rglob("*.py")]
SAID = [path for part in ("kiosk", "resources") for path in (ROOT / part).rglob("*.*")]
SYNTHETIC = ("resources/persons.yaml",)  # and the population of the reference platform
RUNS = {"eval", "exec", "__import__"}
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_MAY_RUN = re.compile(r"eval|exec|__import__|pickle|marshal|system|unsafe_load|shell\s*=")
_TEXT = {".py", ".yaml", ".toml", ".json", ".qml", ".txt", ".md", ".html"}


def test_all_fourteen_are_there_in_order():
    assert [entry["id"] for entry in TABLE] == list(range(1, 15))


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: f"defect-{entry['id']}")
def test_a_defect_has_a_rule_and_tests_that_exist(entry):
    assert set(entry) == {"id", "name", "rule", "tests"}
    assert entry["name"].strip() and entry["rule"].strip() and entry["tests"]
    assert [node for node in entry["tests"] if not mechanisms.exists(node, ROOT)] == []


def runs(text: str) -> list[str]:
    """What in a source would run what it is given: eval and its kind, pickles, a shell."""
    found: list[str] = []
    if not _MAY_RUN.search(text):  # most, and a tree takes long
        return found
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in RUNS or called.startswith(("pickle.", "marshal.", "os.system", "yaml.unsafe_load")):
                found.append(called)
            if any(word.arg == "shell" and ast.unparse(word.value) != "False" for word in node.keywords):
                found.append(f"{called} with a shell")
    return found


def test_nothing_that_comes_from_outside_is_ever_run():
    assert runs("import os\nos.system(x)\nsubprocess.run(x, shell=True)\neval(x)") != []
    wrong = {str(path.relative_to(ROOT)): runs(path.read_text("utf-8")) for path in SOURCES}
    assert len(wrong) > 500 and {path: found for path, found in wrong.items() if found} == {}


def test_no_number_of_a_person_stands_in_the_program():
    """By its check character: other numbers of eighteen digits may stand there."""
    assert [n for n in _NUMBER.findall("x 33052119900307001X y") if takes(people.idno, n)]
    found = [
        str(path.relative_to(ROOT))
        for path in SAID
        if path.suffix in _TEXT and str(path.relative_to(ROOT)) not in SYNTHETIC
        for number in _NUMBER.findall(path.read_text("utf-8"))
        if takes(people.idno, number.upper())
    ]
    assert len(SAID) > 500 and found == []


@pytest.mark.parametrize("url", ["http://platform.example", "https://clerk:word@platform.example", "ftp://x"])
def test_a_platform_is_spoken_to_by_https_alone(tmp_path, url):
    """Nor with a name and password in its address."""
    file, text = tmp_path / "terminal.toml", SMALLEST.format(sealed="false", terminal="")
    file.write_text(text, "utf-8")
    load(file)
    file.write_text(text.replace("https://platform.example:8443", url), "utf-8")
    with pytest.raises(ConfigError, match=r"platform"):
        load(file)

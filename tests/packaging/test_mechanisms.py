"""Every mechanism is shown by tests that exist, excluded for a reason, or still to come from a named part."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "packaging" / "mechanisms.py"
SHIPPED = yaml.safe_load((ROOT / "docs" / "mechanisms.yaml").read_text("utf-8"))

spec = spec_from_file_location("mechanisms", PROGRAM)
mechanisms = module_from_spec(spec)
spec.loader.exec_module(mechanisms)


def test_the_shipped_list_is_whole_and_names_tests_that_exist():
    assert [*mechanisms.mistakes(SHIPPED, ROOT)] == []
    assert [entry["id"] for entry in SHIPPED] == list(mechanisms.KNOWN)


THIS = "tests/packaging/test_mechanisms.py::test_the_shipped_list_is_whole_and_names_tests_that_exist"
LATER = {"part": "flows", "missing": "all of it"}
BENT = {
    "two fates": ({"tests": [THIS], "excluded": "why not"}, "needs one of"),
    "no fate": ({}, "has none"),
    "no test": ({"tests": []}, "names no test"),
    "a test that is gone": ({"tests": [THIS + "_no_more"]}, "there is no tests/packaging"),
    "a file that is gone": ({"tests": ["tests/gone.py::test_it"]}, "there is no tests/gone.py"),
    "what is no test": ({"tests": [THIS.partition("::")[0] + "::changed"]}, "there is no"),
    "a file and no test": ({"tests": [THIS.partition("::")[0]]}, "there is no"),
    "no reason": ({"excluded": " "}, "without a reason"),
    "another part": ({"later": LATER | {"part": "somebody"}}, "later names one of flows"),
    "nothing missing": ({"later": LATER | {"missing": ""}}, "what is missing"),
    "later in a word": ({"later": "flows"}, "later has a part"),
    "a test so far that is gone": ({"later": LATER | {"so_far": ["tests/gone.py::test_it"]}}, "there is no"),
    "a key of another kind": ({"excluded": "why not", "test": THIS}, "has test"),
    "no name": ({"excluded": "why not", "name": ""}, "has no name"),
}


def changed(**entry):
    """The shipped list with another first entry."""
    return [{"id": "S-01", "name": "…"} | entry, *SHIPPED[1:]]


@pytest.mark.parametrize("bend", BENT)
def test_an_entry_that_will_not_do_is_named(bend):
    entry, said = BENT[bend]
    found = [*mechanisms.mistakes(changed(**entry), ROOT)]
    assert found and all(line.startswith("S-01: ") for line in found)
    assert any(said in line for line in found), found


def test_what_is_missing_unknown_or_there_twice_is_named():
    entries = [*SHIPPED[1:], SHIPPED[1], SHIPPED[2] | {"id": "S-96"}]
    assert [*mechanisms.mistakes(entries, ROOT)] == [
        "S-01 is missing",
        "S-96 is no mechanism",
        "S-02 stands 2 times",
    ]


def run(root, *arguments):
    """Its exit code and what it says. Pytest without plugins starts in no time."""
    command = [sys.executable, PROGRAM, "--root", root, *arguments]
    plain = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, env=plain, capture_output=True, text=True)
    return done.returncode, done.stdout


@pytest.fixture
def small(tmp_path):
    """The same list, for a project with one test."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "test_one.py").write_text("def test_one():\n    pass\n")
    entries = [{"id": id, "name": "…", "tests": ["test_one.py::test_one"]} for id in mechanisms.KNOWN]
    (tmp_path / "docs" / "mechanisms.yaml").write_text(yaml.safe_dump(entries), "utf-8")
    return tmp_path


def test_the_program_asks_pytest_itself_and_prints_the_table(small):
    code, said = run(small)
    whole = len(mechanisms.KNOWN)
    assert (code, said.splitlines()[-1]) == (0, f"{whole}: {whole} shown, 0 later, 0 excluded")
    with (small / "test_one.py").open("a") as file:
        file.write("\ndel test_one\n")
    assert run(small) == (1, "pytest does not find test_one.py::test_one\n")
    assert run(small, "--quick")[0] == 0


def test_a_mistake_ends_it_badly(small):
    (small / "test_one.py").write_text("def test_another():\n    pass\n")
    code, said = run(small, "--quick")
    assert code == 1 and said.splitlines()[0] == "S-01: there is no test_one.py::test_one"

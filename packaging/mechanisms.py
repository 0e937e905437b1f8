"""What a terminal has to do, mechanism by mechanism, and the tests that show it (docs/mechanisms.yaml).

python packaging/mechanisms.py ends with 0 when every mechanism is accounted for and pytest finds every test
that is named, and with 1 and every mistake otherwise. With --quick it looks into the test files only.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
LIST = Path("docs") / "mechanisms.yaml"
KNOWN = (
    *(f"S-{number:02}" for number in range(1, 96)),
    *(f"F2.{number}" for number in range(1, 6)),
    *(f"F3.{number}" for number in range(1, 5)),
    *(f"F6.{number}" for number in range(1, 4)),
    *(f"M-{number}" for number in range(1, 5)),
)
PARTS = ("flows", "platform", "screens")
_FATES = ("tests", "excluded", "later")

Entry = Mapping[str, Any]


def mistakes(entries: list[Entry], root: Path) -> Iterator[str]:
    """Everything that is wrong with the list, judged by the test files alone."""
    seen = Counter(str(entry.get("id")) for entry in entries)
    yield from (f"{id} is missing" for id in KNOWN if id not in seen)
    yield from (f"{id} is no mechanism" for id in seen if id not in KNOWN)
    yield from (f"{id} stands {times} times" for id, times in seen.items() if times > 1)
    for entry in entries:
        yield from (f"{entry.get('id')}: {wrong}" for wrong in _wrong(entry, root))


def _wrong(entry: Entry, root: Path) -> Iterator[str]:
    fates = [fate for fate in _FATES if fate in entry]
    if len(fates) != 1:
        yield f"needs one of {', '.join(_FATES)}, has {', '.join(fates) or 'none'}"
    if unknown := set(entry) - {"id", "name", *_FATES}:
        yield f"has {', '.join(sorted(unknown))}"
    if not _is_said(entry.get("name")):
        yield "has no name"
    if "tests" in entry and not (isinstance(entry["tests"], list) and entry["tests"]):
        yield "names no test"
    if "excluded" in entry and not _is_said(entry["excluded"]):
        yield "is excluded without a reason"
    if "later" in entry:
        yield from _postponed(entry["later"])
    yield from (f"there is no {node}" for node in named(entry) if not exists(node, root))


def _postponed(later: Any) -> Iterator[str]:
    if not isinstance(later, dict) or not set(later) <= {"part", "missing", "so_far"}:
        yield "later has a part, what is missing, and maybe so_far"
        return
    if later.get("part") not in PARTS:
        yield f"later names one of {', '.join(PARTS)}"
    if not _is_said(later.get("missing")):
        yield "later does not say what is missing"


def _is_said(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip())


def named(entry: Entry) -> list[str]:
    """The tests of an entry, those of what stands so far included."""
    later = entry.get("later")
    so_far = later.get("so_far", ()) if isinstance(later, dict) else ()
    return [str(node) for node in (*(entry.get("tests") or ()), *so_far)]


def exists(node: str, root: Path) -> bool:
    """Whether the file has a test of that name; `node` is path::name."""
    path, _, name = node.partition("::")
    return name.startswith("test_") and name in _functions(root / path)


@cache
def _functions(path: Path) -> frozenset[str]:
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(found.name for found in tree.body if isinstance(found, ast.FunctionDef))


def uncollected(entries: list[Entry], root: Path) -> Iterator[str]:
    """The tests that pytest itself does not find."""
    wanted = {node for entry in entries for node in named(entry)}
    own = [
        "-o",
        "addopts=--import-mode=importlib",
        "-p",
        "no:cacheprovider",
    ]  # a second -q would hide the names
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *own]
    files = sorted({node.partition("::")[0] for node in wanted})
    done = subprocess.run([*command, *files], cwd=root, capture_output=True, text=True)
    found = {line.partition("[")[0] for line in done.stdout.splitlines()}
    yield from (f"pytest does not find {node}" for node in sorted(wanted - found))


def table(entries: list[Entry]) -> Iterator[str]:
    for entry in entries:
        (fate,) = (fate for fate in _FATES if fate in entry)
        told = {
            "tests": lambda entry: f"shown     {len(entry['tests'])}",
            "excluded": lambda entry: f"excluded  {entry['excluded']}",
            "later": lambda entry: f"later     {entry['later']['part']}: {entry['later']['missing']}",
        }[fate](entry)
        yield f"{entry['id']:5} {entry['name']:48} {told}"
    of = Counter(fate for entry in entries for fate in _FATES if fate in entry)
    yield f"{len(entries)}: {of['tests']} shown, {of['later']} later, {of['excluded']} excluded"


def main() -> int:
    parser = argparse.ArgumentParser(prog="mechanisms", description=__doc__.partition("\n")[0])
    parser.add_argument("--root", type=Path, default=HERE.parent, help="the tree that is looked at")
    parser.add_argument("--quick", action="store_true", help="do not ask pytest")
    options = parser.parse_args()
    entries = yaml.safe_load((options.root / LIST).read_text("utf-8"))
    wrong = [*mistakes(entries, options.root)]
    if not wrong and not options.quick:
        wrong = [*uncollected(entries, options.root)]
    print(*(wrong or table(entries)), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

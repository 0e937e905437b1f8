"""Rules of the house that no linter knows. Each rule is shown a sample that breaks it, so it can fail."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

PYTHON = ("kiosk/*.py", "acceptance/*.py", "bench/*.py", "packaging/*.py")
QML = ("kiosk/*.qml",)
PAGES = ("acceptance/*.html", "acceptance/*.js")
EVERYTHING = ("*",)


@cache
def tracked() -> tuple[str, ...]:
    """Files of the repository, those not added yet included, as paths from its root."""
    # A clone may belong to somebody else than whoever runs the tests in it.
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(sorted({name for name in listing.split("\0") if name and (ROOT / name).is_file()}))


def text_of(name: str) -> str:
    """Empty for what is no text: pictures, sounds, fonts."""
    content = (ROOT / name).read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


def lines_with(pattern: str) -> Callable[[str], Iterator[int]]:
    expression = re.compile(pattern)

    def search(text: str) -> Iterator[int]:
        return (number for number, line in enumerate(text.splitlines(), 1) if expression.search(line))

    return search


def lines_where(broken: Callable[[ast.AST], bool]) -> Callable[[str], Iterator[int]]:
    def search(text: str) -> Iterator[int]:
        return (node.lineno for node in ast.walk(ast.parse(text)) if broken(node))

    return search


def connects_a_lambda(node: ast.AST) -> bool:
    """It keeps what it captures alive: a session's page, with the person on it."""
    called = (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect"
    )
    return called and any(isinstance(argument, ast.Lambda) for argument in node.args)


def runs_text_as_code(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}


def missing_docstring(text: str) -> Iterable[int]:
    return () if ast.get_docstring(ast.parse(text)) else (1,)


def too_long(text: str) -> Iterable[int]:
    return (301,) if len(text.splitlines()) > 300 else ()


WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_id_number(candidate: str) -> bool:
    """A day of birth that exists, and the check character of ISO 7064 MOD 11-2."""
    try:
        date.fromisoformat(f"{candidate[6:10]}-{candidate[10:12]}-{candidate[12:14]}")
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(candidate[:17], WEIGHTS, strict=True))
    return candidate[17].upper() == "10X98765432"[total % 11]


def id_numbers(text: str) -> Iterator[int]:
    for number, line in enumerate(text.splitlines(), 1):
        if any(map(is_id_number, re.findall(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])", line))):
            yield number


@dataclass(frozen=True)
class Rule:
    name: str
    files: tuple[str, ...]
    broken_lines: Callable[[str], Iterable[int]]
    breaks_it: str = field(repr=False)
    except_in: tuple[str, ...] = ()

    def applies(self, name: str) -> bool:
        return any(fnmatch(name, glob) for glob in self.files) and not any(
            fnmatch(name, glob) for glob in self.except_in
        )


THIS = "tests/test_architecture.py"
ESCAPES = (
    r"\bQ(FileDialog|PrintDialog|ColorDialog|FontDialog|DesktopServices|Settings|Clipboard)\b|\.clipboard\("
)
QML_ESCAPES = r"\b(File|Folder|Color|Font)Dialog\b|openUrlExternally|\bQtCore\.Settings|^\s*Settings\s*\{"
REGISTRIES = (
    r"(pypi|pythonhosted|npmjs)\.(org|com)|(deb|security|archive)\.(debian|ubuntu)\.(org|com)|pkg\.dev"
)

RULES = (
    Rule("a module says what it is for", PYTHON, missing_docstring, "import os\n"),
    Rule("a module fits a few screens", PYTHON + QML, too_long, "pass\n" * 301),
    Rule(
        "id numbers are synthetic, and in one place",
        EVERYTHING,
        id_numbers,
        "id: 11010519491231002X",
        except_in=("resources/persons.yaml", "tests/*", "docs/*"),
    ),
    Rule(
        "no lambda is connected to a signal",
        PYTHON,
        lines_where(connects_a_lambda),
        "button.clicked.connect(lambda: self.leave())",
    ),
    Rule("no text runs as code", PYTHON, lines_where(runs_text_as_code), "eval(answer)"),
    Rule(
        "no text runs as code on screen", QML + PAGES, lines_with(r"\beval\s*\("), "onClicked: eval(answer)"
    ),
    Rule("no way out of the terminal", PYTHON, lines_with(ESCAPES), "path = QFileDialog.getOpenFileName()"),
    Rule("no way out on screen", QML, lines_with(QML_ESCAPES), "FileDialog { id: dialog }"),
    Rule(
        "no path of one machine",
        EVERYTHING,
        lines_with(r"(^|[^\w./-])/(root|home|work|mnt)/"),
        "state = /home/somebody/state",
        except_in=("*.lock", THIS),
    ),
    Rule(
        "no registry is named",
        EVERYTHING,
        lines_with(rf"(?i)\b({REGISTRIES})|--(extra-)?index-url|--find-links|--trusted-host"),
        "--index-url https://registry.example/simple",
        except_in=(THIS,),
    ),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_rule_can_be_broken(rule):
    assert list(rule.broken_lines(rule.breaks_it))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_rule_holds(rule):
    broken = [
        f"{name}:{line}"
        for name in tracked()
        if rule.applies(name)
        for line in rule.broken_lines(text_of(name))
    ]
    assert broken == []


VAGUE = {"utils", "helpers", "common", "base", "core", "manager", "service", "handler", "processor", "info"}
VAGUE |= {f"{word}s" for word in VAGUE}


def names_in(path: str) -> set[str]:
    return {part.strip("_").lower() for part in Path(path).with_suffix("").parts}


def test_modules_are_called_what_they_are():
    modules = [name for name in tracked() if fnmatch(name, "*.py") or fnmatch(name, "*.qml")]
    assert THIS in modules
    assert [name for name in modules if names_in(name) & VAGUE] == []


def test_what_is_locked_is_pinned_by_hash_and_says_not_from_where():
    lock = text_of("requirements.lock")
    pins = re.findall(r"(?m)^([\w.-]+)==\S+((?: ;[^\\\n]*)?) \\\n    --hash=sha256:[0-9a-f]{64}", lock)
    named = re.findall(r"(?m)^[\w.-]+", lock)
    assert len(pins) == len(named) > 50
    assert "://" not in lock


def imported_by(name: str) -> set[str]:
    """The top of each absolute import, wherever in the module it stands."""
    nodes = list(ast.walk(ast.parse(text_of(name))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {
        node.module for node in nodes if isinstance(node, ast.ImportFrom) and not node.level and node.module
    }
    return {module.partition(".")[0] for module in plain | named}


def test_what_the_product_imports_is_named_as_its_dependency():
    """What comes only with another package, or only for development, is gone after the next upgrade."""
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    declared = {canonical(re.match(r"[\w.-]+", line)[0]) for line in project["dependencies"]}
    product = [name for name in tracked() if fnmatch(name, "kiosk/*.py") or fnmatch(name, "acceptance/*.py")]
    modules = set().union(*map(imported_by, product)) - sys.stdlib_module_names - {"kiosk", "acceptance"}
    providers = packages_distributions()
    assert modules
    assert [
        name for name in sorted(modules) if not {canonical(d) for d in providers.get(name, ())} & declared
    ] == []


def canonical(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_qt_survives_two_hundred_thousand_calls_that_return_nothing():
    """PySide6 6.12.0 loses a reference to None at each, and aborts after some 5,000 before Python 3.12."""
    program = (
        "from PySide6.QtCore import QObject\n"
        "thing = QObject()\n"
        "for turn in range(200_000):\n"
        "    thing.setObjectName('name')\n"
        "print(turn, thing.objectName())\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "199999 name\n"), done.stderr

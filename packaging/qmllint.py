"""Checks every QML file against the Python classes that it names, and ends with 1 at the first doubt.

The view classes carry @QmlElement in modules that say QML_IMPORT_NAME = "Kiosk". Their types are
dumped from the source into one QML module, build/Kiosk, which qmllint then reads like any other.
"""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent
METATYPES = Path(PySide6.__file__).parent / "Qt" / "metatypes"
BUILD = ROOT / "build"
MODULE = BUILD / "Kiosk"


def sources(suffix: str) -> list[Path]:
    return sorted(path for folder in ("ui", "dock") for path in (ROOT / "kiosk" / folder).rglob(f"*{suffix}"))


def view_modules() -> list[Path]:
    return [path for path in sources(".py") if 'QML_IMPORT_NAME = "Kiosk"' in path.read_text("utf-8")]


def tool(name: str, *arguments: str | Path) -> int:
    return subprocess.run([TOOLS / f"pyside6-{name}", *arguments], cwd=ROOT).returncode


def constant_properties(module: Path) -> Iterator[tuple[str, str]]:
    """Class and property of each @Property(..., constant=True)."""
    for cls in ast.walk(ast.parse(module.read_text("utf-8"))):
        for member in cls.body if isinstance(cls, ast.ClassDef) else ():
            for call in getattr(member, "decorator_list", ()):
                if isinstance(call, ast.Call) and any(word.arg == "constant" for word in call.keywords):
                    yield cls.name, member.name


def mark_constants(dump: Path, modules: list[Path]) -> None:
    """metaobjectdump leaves `constant` out; every read of such a property would then be a warning."""
    constants = {pair for module in modules for pair in constant_properties(module)}
    units = json.loads(dump.read_text("utf-8"))
    for cls in (cls for unit in units for cls in unit["classes"]):
        for entry in cls.get("properties", ()):
            if (cls["className"], entry["name"]) in constants:
                entry["constant"] = True
    dump.write_text(json.dumps(units), "utf-8")


def register(modules: list[Path]) -> int:
    """Writes the types of all modules as the one QML module Kiosk."""
    MODULE.mkdir(parents=True, exist_ok=True)
    dump, types = MODULE / "views.json", MODULE / "kiosk.qmltypes"
    types.unlink(missing_ok=True)
    if tool("metaobjectdump", "-o", dump, *modules):
        return 1
    mark_constants(dump, modules)
    (MODULE / "qmldir").write_text("module Kiosk\ntypeinfo kiosk.qmltypes\ndepends QtQuick\n")
    bases = ",".join(str(METATYPES / f"qt6{name}_metatypes.json") for name in ("core", "gui", "qml", "quick"))
    return tool(
        "qmltyperegistrar",
        f"--generate-qmltypes={types}",
        *("--import-name", "Kiosk", "--major-version", "1", "--foreign-types", bases),
        *("-o", MODULE / "registration.cpp", dump),
    )


def main() -> int:
    files, modules = sources(".qml"), view_modules()
    if modules and register(modules):
        return 1
    if files and tool("qmllint", "-I", BUILD, "--max-warnings", "0", *files):
        return 1
    print(f"QML: {len(files)} files agree with {len(modules)} modules of view classes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

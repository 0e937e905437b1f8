"""One sum over all that the items of a folder come from, and over the program that judges them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

_FLOWS = Path(__file__).parent
_RESOURCES = _FLOWS.parents[1] / "resources"
_BESIDE = ("sources.yaml", "materials.yaml")


def digest(items: Path) -> str:
    """SHA-256 of every byte and name of the items and of what lies beside them; of the program by its size
    and time, because to read it takes longer. Raises OSError."""
    own = items.parent
    figures = own / "data" if (own / "data").is_dir() else _RESOURCES / "data"
    folders = (items, own / "codes", figures)
    beside = (own / name if (own / name).is_file() else _RESOURCES / name for name in _BESIDE)
    total = sha256()
    for name in (*(name for folder in folders for name in _files(folder)), *map(str, beside)):
        with open(name, "rb", buffering=0) as file:
            content = file.read()
        total.update(f"{name} {len(content)}\n".encode())
        total.update(content)
    for entry in (*_program(_FLOWS), *_program(_RESOURCES / "schema")):
        stat = entry.stat()
        total.update(f"{entry.path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return total.hexdigest()


def _files(folder: Path) -> Iterable[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.path for entry in entries if entry.name.endswith(".yaml") and entry.is_file())
    except FileNotFoundError:
        return ()


def _program(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir():
                yield from _program(entry.path)
            elif entry.name.endswith((".py", ".json")):
                yield entry

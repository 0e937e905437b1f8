"""A copy of the tree to break: what git would commit, and nothing that was built."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_KIT = Path(__file__).resolve().parent  # where the witness is


@dataclass(frozen=True)
class Copy:
    root: Path

    @classmethod
    def of(cls, tree: Path, to: Path) -> Copy:
        """Files that were not added yet included, as a developer breaks what they are at work on."""
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
        listed = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=True).stdout
        for name in filter(None, listed.split("\0")):
            if (tree / name).is_file():  # one that was deleted is still listed
                (to / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(tree / name, to / name)
        return cls(to)

    def again(self, to: Path) -> Copy:
        """With what Python has compiled: a compiled file counts only for a source of the same time."""
        shutil.copytree(self.root, to)
        return Copy(to)

    def write(self, name: str, text: str) -> None:
        """Never of the time of the file before, which may have the same length."""
        path = self.root / name
        time = path.stat().st_mtime + 10
        path.write_text(text, "utf-8")
        os.utime(path, (time, time))

    @property
    def environment(self) -> dict[str, str]:
        """In which every process, and every process that it starts, takes this copy before any other."""
        found = {**os.environ, "PYTHONPATH": f"{self.root}:{_KIT}"}
        found.pop("PYTEST_ADDOPTS", None)
        return {name: value for name, value in found.items() if not name.startswith("PYTEST_XDIST")}

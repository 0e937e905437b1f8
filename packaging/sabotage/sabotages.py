"""One sabotage as a value: a text in a file, what stands there instead, and the test that must notice."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import yaml


class SabotageError(Exception):
    """The kit itself is wrong: a text that is not there, a copy that is not used, a control that fails."""


@dataclass(frozen=True)
class Sabotage:
    name: str
    why: str  # what a person would lose
    file: str
    text: str  # stands exactly once in the file
    instead: str
    noticed_by: str  # a test's node id; one with parameters means that at least one of them fails

    def broken(self, root: Path) -> str:
        """The file with the sabotage in it. Raises SabotageError unless the text is there exactly once."""
        try:
            whole = (root / self.file).read_text("utf-8")
        except OSError:
            raise SabotageError(f"{self.name}: there is no {self.file}") from None
        if (found := whole.count(self.text)) != 1:
            raise SabotageError(f"{self.name}: the text to be broken stands {found} times in {self.file}")
        return whole.replace(self.text, self.instead)


def load(path: Path) -> list[Sabotage]:
    """Raises SabotageError."""
    entries = yaml.safe_load(path.read_text("utf-8"))
    known = {field.name for field in fields(Sabotage)}
    for entry in entries:
        if set(entry) != known or not all(isinstance(value, str) for value in entry.values()):
            raise SabotageError(f"{entry.get('name')}: needs {', '.join(sorted(known))}, each a text")
    names = [entry["name"] for entry in entries]
    if len(set(names)) != len(names):
        raise SabotageError("two sabotages have one name")
    return [Sabotage(**entry) for entry in entries]

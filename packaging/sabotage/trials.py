"""Runs tests in a copy and says what became of them: the proof, the control, and one trial a sabotage."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sabotages import Sabotage, SabotageError
from scratch import Copy
from witness import PLACE, PROGRAM

_WITHIN = 600.0  # seconds for one run
_ASSERTIONS = ("AssertionError", "Failed")  # of assert, and of pytest.raises that met no exception


@dataclass(frozen=True)
class Run:
    """What the witness wrote."""

    lines: list[dict[str, Any]]
    output: str

    @classmethod
    def of(cls, copy: Copy, tests: Sequence[str], *more: str) -> Run:
        """Raises SabotageError when the program was taken from elsewhere, or not one test has run."""
        place = copy.root / "witness.jsonl"
        place.unlink(missing_ok=True)
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "witness",
            "-p",
            "no:cacheprovider",
            "-q",
            *more,
            *tests,
        ]
        try:
            done = subprocess.run(
                command,
                cwd=copy.root,
                env=copy.environment | {PLACE: str(place)},
                capture_output=True,
                text=True,
                timeout=_WITHIN,
            )
        except subprocess.TimeoutExpired:
            raise SabotageError(f"no end after {_WITHIN:g} s: {' '.join(tests)}") from None
        text = place.read_text("utf-8") if place.exists() else ""
        run = cls([json.loads(line) for line in text.splitlines()], done.stdout + done.stderr)
        run._must_be_of(copy)
        return run

    @property
    def tests(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if "test" in line]

    def _must_be_of(self, copy: Copy) -> None:
        places = [place for line in self.lines for place in line.get("imported", ())]
        if elsewhere := [place for place in places if not Path(place).is_relative_to(copy.root)]:
            raise SabotageError(f"the program was not taken from the copy: {elsewhere[0]}")
        if not self.tests:
            raise SabotageError(f"no test has run:\n{self.output[-2000:]}")


@dataclass(frozen=True)
class Trial:
    sabotage: Sabotage
    verdict: str  # noticed | survived | crashed
    said: str
    seconds: float

    @property
    def noticed(self) -> bool:
        return self.verdict == "noticed"

    @classmethod
    def of(cls, whole: Copy, folder: Path, sabotage: Sabotage) -> Trial:
        copy = whole.again(folder / sabotage.name)
        copy.write(sabotage.file, sabotage.broken(copy.root))
        began = time.monotonic()
        try:
            verdict, said = judge(Run.of(copy, [sabotage.noticed_by]))
        except SabotageError as error:
            verdict, said = "crashed", str(error)
        return cls(sabotage, verdict, said, time.monotonic() - began)


def judge(run: Run) -> tuple[str, str]:
    """Noticed is an assertion of the test itself; a crash anywhere proves nothing."""
    failed = [line for line in run.tests if line["outcome"] == "failed"]
    if not failed:
        return "survived", "every test passed"
    for line in failed:
        if line["when"] != "call" or line["kind"] not in _ASSERTIONS:
            return "crashed", f"{line['when']} of {line['test']}: {line['said']}"
    return "noticed", failed[0]["test"].partition("::")[2] + ": " + failed[0]["said"][:90]


def prove(copy: Copy) -> None:
    """Any process takes the copy, wherever it stands: tests start some with another working directory."""
    look = (
        f"import {', '.join(PROGRAM)}; print({', '.join(f'{name}.__file__' for name in PROGRAM)}, sep='\\n')"
    )
    for place in (copy.root, Path("/")):
        command = [sys.executable, "-c", look]
        done = subprocess.run(command, cwd=place, env=copy.environment, capture_output=True, text=True)
        found = done.stdout.split()
        if len(found) != len(PROGRAM) or not all(Path(path).is_relative_to(copy.root) for path in found):
            raise SabotageError(f"the copy is not what Python imports: {done.stdout}{done.stderr}")


def control(copy: Copy, tests: Sequence[str], at_once: int) -> None:
    """What fails without a sabotage, or does not run, notices nothing. Raises SabotageError."""
    beside = ("-n", str(at_once)) if at_once > 1 else ()
    run = Run.of(copy, list(dict.fromkeys(tests)), *beside)
    if failed := [line["test"] for line in run.tests if line["outcome"] != "passed"]:
        raise SabotageError(f"without sabotage {failed[0]} does not pass:\n{run.output[-3000:]}")
    ran = {line["test"] for line in run.tests if line["when"] == "call"}
    for test in tests:
        if not any(node == test or node.startswith((f"{test}[", f"{test}::")) for node in ran):
            raise SabotageError(f"there is no test {test}")

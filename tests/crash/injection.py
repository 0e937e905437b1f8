"""A program whose N-th system call on some files is where it dies, or where the disk fails. By strace."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

# A question mark: not every machine has every call.
_CHANGES = (
    *("?open", "openat", "?mkdir", "mkdirat", "?unlink", "unlinkat", "?rename", "?renameat", "renameat2"),
    *("?link", "linkat", "write", "pwrite64", "ftruncate", "fallocate", "fsync", "fdatasync"),
)
KILL = "signal=KILL"
FULL = "error=ENOSPC"
BROKEN = "error=EIO"
WATCHED = {KILL: _CHANGES, FULL: _CHANGES, BROKEN: (*_CHANGES, "pread64")}
Then = Literal["go", "mend", "dark"]


@dataclass(frozen=True)
class Point:
    """The `n`-th call that a program makes on the files, and whether all after it fail with it."""

    effect: str
    n: int
    lasting: bool = False

    def injections(self, calls: Sequence[str]) -> list[str]:
        """As strace counts: each kind of call for itself."""
        before = Counter(calls[: self.n - 1])
        if not self.lasting:
            name = calls[self.n - 1]
            return [f"{name}:{self.effect}:when={before[name] + 1}"]
        return [f"{name}:{self.effect}:when={before[name.strip('?')] + 1}+" for name in WATCHED[self.effect]]

    def beyond(self, calls: Sequence[str]) -> list[str]:
        """Where the road has ended, for each kind of call."""
        return [f"{name}:{self.effect}:when={count + 1}" for name, count in Counter(calls).items()]


@dataclass(frozen=True)
class Run:
    said: tuple[str, ...]
    code: int
    calls: tuple[str, ...]  # on the files, as strace writes them
    errors: str = field(repr=False)

    @property
    def met(self) -> bool:
        return self.code == -signal.SIGKILL or any("(INJECTED)" in call for call in self.calls)

    @property
    def names(self) -> list[str]:
        return [call.split("(", 1)[0] for call in self.calls]


class Workshop:
    """Runs plans, one after the other, under a tracer of their own."""

    def __init__(self, folder: Path) -> None:
        self._log, self._errors = folder / "calls", folder / "errors"
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.crash.work"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                bufsize=0,
            )

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()

    def run(
        self,
        order: str,
        paths: Sequence[Path],
        effect: str,
        injections: Sequence[str] = (),
        then: Then = "go",
    ) -> Run:
        """`then` is what follows a refusal: the program goes on, or the disk is mended first, or it dies."""
        self._tell(f"{order}\n")
        ready, pid = self._hear().split()
        assert ready == "ready"
        told = self._errors.stat().st_size
        tracer = self._trace(pid, paths, effect, injections)
        self._tell("g")
        said = []
        while not (word := self._hear()).startswith("ended"):
            said.append(word)
            if word == "refused" and then == "dark":
                subprocess.run(["kill", "-KILL", pid], check=True)
            elif word == "refused":
                if then == "mend":
                    tracer.terminate()
                    tracer.wait(timeout=30)
                self._tell("g")
        tracer.wait(timeout=30)
        tracer.stderr.close()
        lines = self._log.read_text(errors="replace").splitlines()
        calls = tuple(line for line in lines if "(" in line and "resumed>" not in line)
        errors = self._errors.read_bytes()[told:].decode(errors="replace")
        return Run(tuple(said), int(word.split()[1]), calls, errors)

    def _trace(self, pid: str, paths, effect: str, injections: Sequence[str]) -> subprocess.Popen:
        watched = [word for path in paths for word in ("-P", str(path))]
        injected = [word for injection in injections for word in ("-e", f"inject={injection}")]
        calls = f"trace={','.join(WATCHED[effect])}"
        tracer = subprocess.Popen(
            ["strace", "-p", pid, "-o", str(self._log), "-e", calls, *injected, *watched],
            stderr=subprocess.PIPE,
            text=True,
        )
        while "attached" not in (line := tracer.stderr.readline()):
            assert line.startswith("strace: Requested path"), line or "strace ended"
        return tracer

    def _tell(self, text: str) -> None:
        self._process.stdin.write(text.encode())

    def _hear(self) -> str:
        word = self._process.stdout.readline().decode().strip()
        assert word, f"the program is gone: {self._errors.read_text(errors='replace')[-2000:]}"
        return word

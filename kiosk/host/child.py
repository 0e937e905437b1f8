"""One child process: a pipe to it for one-line orders, a pipe from it for one-line messages.

The child exits when its standard input closes, so that nothing outlives a host that was killed.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field

_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"  # a screen that is compiled at every start comes up late
_NO_CORE = (0, 0)  # a core file of a screen would be a person on the disk
STOP_WITHIN = 2.0  # seconds, before a child that was asked to go is killed


@dataclass(eq=False)
class Child:
    name: str
    process: subprocess.Popen[bytes]
    started_at: float
    heard_at: float  # monotonic; when it last said anything
    ready: bool = False  # it can be shown
    shown_since: float = 0.0  # when it was told to come up
    is_shown: bool = False  # it is on the glass
    has_devices: bool = False
    over_since: float | None = None  # when its session ended
    leaving_since: float | None = None  # when it was asked to go
    _buffer: bytearray = field(default_factory=bytearray)

    @classmethod
    def start(cls, name: str, command: Sequence[str], now: float) -> Child:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,  # an order to a dead child must not wait in a buffer and fail again at close
            start_new_session=True,  # a Ctrl-C is the host's to handle
            env={name: value for name, value in os.environ.items() if name != _NO_BYTECODE},
        )
        if resource.getrlimit(resource.RLIMIT_CORE) != _NO_CORE:
            resource.prlimit(process.pid, resource.RLIMIT_CORE, _NO_CORE)
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        return cls(name, process, now, now)

    @property
    def output(self) -> int:
        """The descriptor to wait on."""
        assert self.process.stdout is not None
        return self.process.stdout.fileno()

    def order(self, line: str) -> None:
        """A child that is gone does not mind."""
        try:
            assert self.process.stdin is not None
            self.process.stdin.write(line.encode() + b"\n")
        except (BrokenPipeError, ValueError):
            return

    def messages(self, now: float) -> list[str] | None:
        """Whole lines that came; None when the child closed its end."""
        assert self.process.stdout is not None
        data = self.process.stdout.read()
        if data == b"":
            return None
        if data:
            self.heard_at = now
            self._buffer += data
        *lines, rest = bytes(self._buffer).split(b"\n")
        self._buffer = bytearray(rest)
        return [line.decode("utf-8", "replace").strip() for line in lines]

    def leave(self, now: float) -> None:
        """Asks it to go, by closing its input."""
        self.leaving_since = self.leaving_since or now
        if self.process.stdin is not None:
            self.process.stdin.close()

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)

    def reap(self, within: float = STOP_WITHIN) -> int:
        """Waits `within` seconds for it, then kills it; closes both pipes."""
        try:
            code = self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        return code

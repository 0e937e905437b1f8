"""Platforms for the tests, each a process of its own, forked from one that has loaded the program already:
what a start costs is mostly the loading. `python -m tests.acceptance.nursery FD` is that one."""

from __future__ import annotations

import atexit
import json
import os
import random
import select
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).parents[2]


class Nursery:
    """The process that forks; it ends with this one, and its children end with their standard input."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)  # a message stays one
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": str(_ROOT)},
            )
        atexit.register(self.close)

    def start(self, arguments: list[str]) -> Child:
        """`acceptance` with these arguments."""
        pipes = [os.pipe() for _ in range(4)]  # in, out, err, and how it ended
        (stdin, to_stdin), (from_stdout, stdout), (from_stderr, stderr), (from_status, status) = pipes
        socket.send_fds(self._line, [json.dumps(arguments).encode()], [stdin, stdout, stderr, status])
        for end in (stdin, stdout, stderr, status):
            os.close(end)
        return Child(int(self._line.recv(32)), to_stdin, from_stdout, from_stderr, from_status)

    def close(self) -> None:
        self._line.close()
        self._process.wait(10)


class Child:
    """As much of subprocess.Popen as the tests of a platform ask for."""

    def __init__(self, pid: int, stdin: int, stdout: int, stderr: int, status: int) -> None:
        self.pid, self._status, self._ended = pid, status, None
        self.stdin, self.stdout, self.stderr = os.fdopen(stdin, "w"), os.fdopen(stdout), os.fdopen(stderr)

    def poll(self) -> int | None:
        return self._end(0)

    def wait(self, timeout: float) -> int:
        ended = self._end(timeout)
        if ended is None:
            raise subprocess.TimeoutExpired("acceptance", timeout)
        return ended

    def kill(self) -> None:
        self._send(signal.SIGKILL)

    def terminate(self) -> None:
        self._send(signal.SIGTERM)

    def _send(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def _end(self, timeout: float) -> int | None:
        if self._ended is None and select.select([self._status], [], [], timeout)[0]:
            self._ended = int(os.read(self._status, 32))
            os.close(self._status)
        return self._ended


@cache
def nursery() -> Nursery:
    return Nursery()


def _serve(line: socket.socket) -> None:
    """Until the other end is gone."""
    from acceptance import app, serve  # noqa: F401 - what every platform loads

    woken, wakes = socket.socketpair()
    for end in (woken, wakes):
        end.setblocking(False)
    signal.set_wakeup_fd(wakes.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([line, woken], [], [])
        if woken in ready:
            woken.recv(4096)
            _bury(running)
        if line in ready:
            told, ends, _, _ = socket.recv_fds(line, 65536, 4)
            if not told:
                return
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for other in (line, woken, wakes):
                    other.close()
                _become(json.loads(told), ends, running.values())
            running[pid] = ends[3]
            for end in ends[:3]:
                os.close(end)
            line.send(str(pid).encode())


def _become(arguments: list[str], ends: list[int], others: object) -> None:
    from acceptance.cli import main

    random.seed()
    for other in others:
        os.close(other)
    for number, end in enumerate(ends[:3]):
        os.dup2(end, number)
    for end in ends:
        os.close(end)
    code = 1
    try:
        code = main(arguments)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _bury(running: dict[int, int]) -> None:
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        end = running.pop(pid)
        with suppress(BrokenPipeError):  # nobody asked how it ended
            os.write(end, str(os.waitstatus_to_exitcode(status)).encode())
        os.close(end)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))

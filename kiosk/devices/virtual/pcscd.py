"""The real smart-card service for a virtual card to lie at, apart from the one that the machine may have."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path

READER = "Virtual PCD"
_SOCKET = "pcscd.comm"  # as the service names it

_ROOM = Path(__file__).with_name("pcscd_room.py")
_NEEDED = (
    "/usr/sbin/pcscd",
    "/usr/lib/pcsc/drivers/serial/libifdvpcd.so",
    "/usr/bin/unshare",
    "/usr/bin/setpriv",
)
_WAYS = ("-mn", "-rmn")  # as root; as anybody, where the system lets them have namespaces
_ANSWERS_WITHIN = 15.0


class PcscdError(Exception):
    """pcscd cannot run in a room of its own here; says why."""


@cache
def comm_folder() -> Path:
    """Where this process finds the service from now on.

    To be asked for before the first call to PC/SC: its library looks for the address once in a process.
    """
    folder = Path(tempfile.mkdtemp(prefix="kiosk-pcsc-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["PCSCLITE_CSOCK_NAME"] = str(folder / _SOCKET)
    return folder


def service_socket() -> Path:
    """Where any process of the same user finds the service."""
    return comm_folder() / _SOCKET


class Pcscd:
    """One at a time in a process. All calls may come from any thread."""

    def __init__(self, reader: str = READER) -> None:
        """Enters the room; the service does not run yet. Raises PcscdError."""
        missing = [path for path in _NEEDED if not Path(path).exists()]
        if missing:
            raise PcscdError(f"没有安装：{', '.join(missing)}")
        self._turn = threading.Lock()
        for way in _WAYS:
            self._orders, inside = socket.socketpair()
            self._orders.settimeout(_ANSWERS_WITHIN)
            command = [
                "/usr/bin/unshare",
                way,
                sys.executable,
                "-I",
                "-S",
                str(_ROOM),
                str(comm_folder()),
                reader,
            ]
            with inside:
                quiet = subprocess.DEVNULL
                self._room = subprocess.Popen(command, stdin=inside.fileno(), stdout=quiet, stderr=quiet)
            if self._answered()[0]:
                return
            self.leave()
        raise PcscdError("这个系统不给另起一个 pcscd 用的命名空间：用 root 运行")

    def run(self, *, reader: bool = True) -> None:
        """Starts the service anew, with the virtual reader or without any."""
        self._order(b"r" if reader else b"n")

    def kill(self) -> None:
        self._order(b"k")

    def hang(self) -> None:
        self._order(b"h")

    def go_on(self) -> None:
        self._order(b"c")

    def line(self, slot: int) -> socket.socket:
        """To the driver of slot 0 or 1: who holds it is a card in the reader."""
        found = self._order(str(slot).encode())
        if found is None:
            raise PcscdError("连不上虚拟读卡器")
        return found

    def leave(self) -> None:
        """The service ends with the room."""
        self._orders.close()
        self._room.wait()

    def _order(self, letter: bytes) -> socket.socket | None:
        with self._turn:
            self._orders.sendall(letter)
            done, line = self._answered()
        if not done:
            raise PcscdError("pcscd 没有起来，或没有照办")
        return line

    def _answered(self) -> tuple[bool, socket.socket | None]:
        try:
            word, lines, _, _ = socket.recv_fds(self._orders, 1, 1)
        except OSError:
            return False, None
        return word == b"+", socket.socket(fileno=lines[0]) if lines else None

"""A real pcscd in a room of its own: private mounts, a network of one machine, no readers but virtual ones.

Runs as a program inside new namespaces and outside of this package. Standard input is a socket: one letter a
command, answered by + or -, with an open line to a reader's slot where one was asked for. When the other end
goes, pcscd goes, whatever became of who started it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

_SIOCSIFFLAGS, _UP_AND_RUNNING = 0x8914, 0x49
_DRIVERS = Path("/usr/lib/pcsc/drivers")
_OWN_DRIVER, _READERS, _IPC = Path("/run/libifdvpcd.so"), Path("/run/readers"), Path("/run/pcscd")
_PORT = 0x8C7B  # of the first slot; the second has the next
_READER = f"""FRIENDLYNAME "{{name}}"
DEVICENAME /dev/null:{_PORT:#x}
LIBPATH {_OWN_DRIVER}
CHANNELID {_PORT:#x}
"""
_STARTS_WITHIN = 10.0
_WITH_US = ("/usr/bin/setpriv", "--pdeathsig", "KILL")  # should this program be killed itself


class Room:
    def __init__(self, folder: str, reader: str) -> None:
        self._reader = reader
        self._pcscd: subprocess.Popen[bytes] | None = None
        driver = (_DRIVERS / "serial" / "libifdvpcd.so").read_bytes()
        _mount("-t", "tmpfs", "tmpfs", "/run")
        _IPC.mkdir()
        _READERS.mkdir()
        _OWN_DRIVER.write_bytes(driver)
        _mount("--bind", folder, str(_IPC))
        _mount("-t", "tmpfs", "tmpfs", str(_DRIVERS))  # no driver, no real reader taken from anybody
        with socket.socket() as any_socket:
            fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _UP_AND_RUNNING))

    def obey(self, letter: bytes) -> socket.socket | None:
        if letter in (b"0", b"1"):
            return socket.create_connection(("127.0.0.1", _PORT + int(letter)))
        if letter in (b"r", b"n"):  # with the reader, without one
            self._start(_READER.format(name=self._reader) if letter == b"r" else "")
        elif letter == b"k":
            self.kill()
        elif letter in (b"h", b"c") and self._pcscd is not None:  # hangs, continues
            self._pcscd.send_signal(signal.SIGSTOP if letter == b"h" else signal.SIGCONT)
        return None

    def kill(self) -> None:
        if self._pcscd is not None:
            self._pcscd.kill()
            self._pcscd.wait()
            self._pcscd = None
        for left in _IPC.glob("pcscd.*"):
            left.unlink()

    def _start(self, readers: str) -> None:
        self.kill()
        (_READERS / "virtual").write_text(readers)
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._pcscd = subprocess.Popen(
            [*_WITH_US, "/usr/sbin/pcscd", "--foreground", "-c", str(_READERS)], **quiet
        )  # type: ignore[call-overload]
        end = time.monotonic() + _STARTS_WITHIN
        while not _answers():
            if self._pcscd.poll() is not None or time.monotonic() > end:
                raise OSError("pcscd does not start")
            time.sleep(0.002)


def _answers() -> bool:
    with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError):
        line.connect(str(_IPC / "pcscd.comm"))
        return True
    return False


def _mount(*arguments: str) -> None:
    subprocess.run(["/bin/mount", *arguments], check=True, stderr=subprocess.DEVNULL)


def main(folder: str, reader: str) -> None:
    with socket.socket(fileno=os.dup(0)) as orders:
        room = Room(folder, reader)
        orders.sendall(b"+")
        try:
            while letter := orders.recv(1):
                try:
                    line = room.obey(letter)
                except OSError:
                    orders.sendall(b"-")
                    continue
                socket.send_fds(orders, [b"+"], [line.fileno()] if line else [])
                if line:
                    line.close()
        finally:
            room.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])

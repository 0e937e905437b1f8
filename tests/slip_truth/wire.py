"""The cable between adapter and printer, as TCP or as a serial port, with a hand on it at a chosen byte.

It passes bytes on, counts those that go to the printer, and may lose, bend or add some of the answers. A
serial cable takes the time that its speed needs; TCP takes none.
"""

from __future__ import annotations

import fcntl
import os
import select
import socket
import sys
import termios
import threading
import time
import tty
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

import serial

from kiosk.devices.receipt_printer._ear import CLEARED

_LOOK = 0.005
_ORDERED = (0x00, 0x03, 0x0F)  # what GS r 1 is answered with


class Port(serial.Serial):
    """Knows what it has still to send; a pseudo-terminal does not, so the cable behind it is asked."""

    def write(self, data: bytes) -> int | None:
        cable = Wire.behind(self.port)
        cable.written += len(data)
        try:
            return super().write(data)
        except serial.SerialTimeoutException:
            cable.written = cable.sent + cable.queued  # the rest was never taken
            raise

    @property
    def out_waiting(self) -> int:
        return Wire.behind(self.port).waiting


class Wire:
    """Between `printer` and `options`, which the adapter is opened with. Runs from `with` to its end."""

    _serial: ClassVar[dict[str, Wire]] = {}

    def __init__(self, printer: tuple[str, int], link: Path | None = None, baud: int = 115200) -> None:
        self._printer, self._link, self._baud = printer, link, baud
        self._turn = threading.RLock()
        self._stop = threading.Event()
        self._door: socket.socket | None = None
        self._near: int | None = None  # the adapter's end, or ours of its pseudo-terminal
        self._client: socket.socket | None = None
        self._far: socket.socket | None = None
        self._other_end: int | None = None
        self._free_at = 0.0  # when a serial cable has passed what it was given
        self._idle = True
        self.sent = 0  # bytes that went to the printer
        self.written = 0  # to a serial port, by the adapter
        self.ordered = 0  # true answers to GS r that reached the adapter
        self.cleared_at = -1  # how many had gone when the printer last said that it threw its buffer away
        self.dead = False  # nothing passes
        self.at: tuple[int, Callable[[], None]] | None = None  # called when so many bytes have gone
        self.bend: Callable[[int], bytes] = lambda answer: bytes([answer])
        self._open_near()
        self._thread = threading.Thread(target=self._run, name="wire", daemon=True)

    @property
    def options(self) -> dict[str, object]:
        if self._link is not None:
            return {"path": str(self._link), "baud": self._baud}
        assert self._door is not None
        host, port = self._door.getsockname()
        return {"host": host, "port": port}

    @classmethod
    def behind(cls, path: str) -> Wire:
        return cls._serial[path]

    def __enter__(self) -> Wire:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._drop()
        if self._door is not None:
            self._door.close()
        if self._link is not None:
            del self._serial[str(self._link)]
            os.close(self._near)
            os.close(self._other_end)

    def inject(self, answer: bytes) -> None:
        """Noise: bytes that no printer sent."""
        with self._turn, suppress(OSError, TypeError):
            os.write(self._near, answer)

    @property
    def waiting(self) -> int:
        """Bytes that a serial cable has still to pass."""
        late = max(0.0, self._free_at - time.monotonic())
        return max(0, self.written - self.sent) + int(late * self._baud / 10)

    @property
    def queued(self) -> int:
        found = bytearray(4)
        fcntl.ioctl(self._near, termios.FIONREAD, found)
        return int.from_bytes(found, sys.byteorder)

    def cut(self) -> None:
        """Both ends notice on TCP; a serial port only falls silent."""
        self.dead = True
        with self._turn:
            self._drop()

    def _open_near(self) -> None:
        if self._link is None:
            self._door = socket.create_server(("127.0.0.1", 0))
            return
        self._near, self._other_end = os.openpty()
        tty.setraw(self._other_end)
        self._link.symlink_to(os.ttyname(self._other_end))
        self._serial[str(self._link)] = self

    def _run(self) -> None:
        while not self._stop.is_set():
            with self._turn:
                self._reach()
                wait = self._free_at - time.monotonic()
                near = self._near if wait <= 0 else None
                sources = [end for end in (self._door, near, self._far) if end is not None]
            with suppress(OSError, ValueError):
                for ready in select.select(sources, [], [], min(wait, _LOOK) if wait > 0 else _LOOK)[0]:
                    self._serve(ready)

    def _reach(self) -> None:
        """The printer's end, whenever there is somebody at ours."""
        if self._far is None and self._near is not None and not self.dead:
            with suppress(OSError):
                self._far = socket.create_connection(self._printer, timeout=5)

    def _serve(self, ready: object) -> None:
        if ready is self._door:
            client, _ = self._door.accept()
            if self.dead:
                client.close()
                return
            with self._turn:
                self._drop()
                self._client, self._near = client, client.fileno()
        elif ready is self._far:
            self._answer()
        elif isinstance(ready, int) and ready == self._near:
            self._order(ready)

    def _order(self, near: int) -> None:
        with self._turn:  # whoever cuts the cable closes it, and its number may be another cable's at once
            if near != self._near:
                return
            data = os.read(near, self._piece())
        if not data:
            self._drop()
        while data:
            room = len(data) if self.at is None else max(0, min(len(data), self.at[0] - self.sent))
            piece, data = data[:room], data[room:]
            self._pass(piece)
            if self.at is not None and self.sent >= self.at[0]:
                (_, act), self.at = self.at, None
                act()

    def _piece(self) -> int:
        """A serial cable's worth of ten milliseconds."""
        return self._baud // 1000 if self._link else 65536

    def _pass(self, data: bytes) -> None:
        self.sent += len(data)
        if self._link is not None:
            began = max(self._free_at, time.monotonic()) if self._idle else self._free_at
            self._free_at = began + len(data) * 10 / self._baud
            self._idle = self.written <= self.sent
        far = self._far
        if not self.dead and far is not None:
            with suppress(OSError):
                far.sendall(data)

    def _answer(self) -> None:
        far = self._far
        data = far.recv(4096) if far is not None else b""
        if not data:
            with self._turn:
                if far is not None:
                    far.close()
                self._far = None
                if self._link is None:
                    self._drop()
            return
        if not self.dead:
            bent = b"".join(map(self.bend, data))
            self.inject(bent)
            if CLEARED in bent:
                self.cleared_at = self.sent
            if bent == data:
                self.ordered += sum(answer in _ORDERED for answer in data.replace(CLEARED, b""))

    def _drop(self) -> None:
        with self._turn:
            for end in (self._far, self._client):
                if end is not None:
                    end.close()
            self._far = self._client = None
            if self._link is None:
                self._near = None

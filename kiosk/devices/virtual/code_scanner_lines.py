"""What a virtual code scanner hangs on: a pseudo-terminal, or a socket that keeps packets whole.

The socket stands for what cannot be made without hardware: the reports of a HID node and the events of an
input node. A client says first what it is: `in` takes what the scanner sends, `out` carries reports to it and
gets a handshake for each as on a USB bus. `keys` is granted the keyboard alone, and `screen` hears only what
nobody holds, as the kernel does it.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import tty
from pathlib import Path
from typing import Protocol

_PATIENCE = 0.5  # seconds for a client that does not read


class Line(Protocol):
    @property
    def plugged(self) -> bool: ...
    def plug(self) -> None: ...
    def unplug(self) -> None: ...
    def ready(self, wait: float) -> None:
        """Returns as soon as there is something to hear, or after `wait` seconds."""
        ...

    def hear(self) -> list[bytes]: ...
    def taken(self) -> None:
        """The scanner took what was heard last."""
        ...

    def say(self, data: bytes) -> None: ...


class Pty:
    """`link` is the path that a serial port has here; it is gone while the scanner is unplugged."""

    def __init__(self, link: Path) -> None:
        self._link = link
        self._ends: tuple[int, int] | None = None

    @property
    def plugged(self) -> bool:
        return self._ends is not None

    @property
    def _ours(self) -> list[int]:
        return [self._ends[0]] if self._ends else []

    def plug(self) -> None:
        ours, theirs = os.openpty()
        tty.setraw(theirs)
        os.set_blocking(ours, False)
        self._ends = ours, theirs
        self._link.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._link.with_name(f".{self._link.name}.new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(theirs))
        fresh.replace(self._link)

    def unplug(self) -> None:
        ends, self._ends = self._ends, None
        if ends is not None:
            self._link.unlink(missing_ok=True)
            for end in ends:
                os.close(end)

    def ready(self, wait: float) -> None:
        select.select(self._ours, [], [], wait)

    def hear(self) -> list[bytes]:
        return [os.read(end, 4096) for end in select.select(self._ours, [], [], 0)[0]]

    def taken(self) -> None:
        """A serial line gives no handshake."""

    def say(self, data: bytes) -> None:
        while data and self._ends is not None:
            _, ready, _ = select.select([], [self._ends[0]], [], _PATIENCE)
            if not ready:
                return  # nobody reads: what a serial line does not get rid of is lost
            data = data[os.write(self._ends[0], data) :]


class Packets:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._listener: socket.socket | None = None
        self._in: list[socket.socket] = []
        self._out: list[socket.socket] = []
        self._screens: list[socket.socket] = []
        self._asking: list[socket.socket] = []
        self.held = False  # by somebody else

    @property
    def plugged(self) -> bool:
        return self._listener is not None

    @property
    def _ends(self) -> list[socket.socket]:
        return [*self._in, *self._out, *self._screens] + ([self._listener] if self._listener else [])

    def plug(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._listener.bind(str(self._path))
        self._listener.listen()

    def unplug(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            self._path.unlink(missing_ok=True)
            for end in (listener, *self._in, *self._out, *self._screens):
                end.close()
        self._in, self._out, self._screens, self._asking = [], [], [], []

    def ready(self, wait: float) -> None:
        select.select(self._ends, [], [], wait)

    def hear(self) -> list[bytes]:
        listener, heard = self._listener, []
        self._asking = []
        for end in select.select(self._ends, [], [], 0)[0]:
            if listener is not None and end is listener:
                self._welcome(listener)
            elif packet := self._packet(end):
                heard.append(packet)
                self._asking.append(end)
        return heard

    def taken(self) -> None:
        for end in self._asking:
            with contextlib.suppress(OSError):
                end.send(b"taken")
        self._asking = []

    def say(self, data: bytes) -> None:
        for end in self._in or self._screens:
            with contextlib.suppress(OSError):
                end.send(data)

    def _welcome(self, listener: socket.socket) -> None:
        end, _ = listener.accept()
        end.settimeout(_PATIENCE)
        try:
            role = end.recv(16)
            free = not (self.held or self._in) if role == b"keys" else True
            end.send(b"granted" if free else b"held")
        except OSError:
            free = False
        if free:
            {b"out": self._out, b"screen": self._screens}.get(role, self._in).append(end)
        else:
            end.close()

    def _packet(self, end: socket.socket) -> bytes:
        with contextlib.suppress(OSError):
            if packet := end.recv(4096):
                return packet
        for ends in (self._in, self._out, self._screens):
            if end in ends:
                ends.remove(end)
        end.close()
        return b""

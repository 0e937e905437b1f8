"""The lines into a receipt printer: TCP and a pseudo-terminal, each listened to for real-time orders.

DLE EOT (1 to 4, and 20 of kiosk printers) and DLE DC4 8 act the moment they arrive, wherever in the data
they stand; the data itself goes on unchanged.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import socket
import threading
import tty
from pathlib import Path
from typing import Protocol

_ORDERS = re.compile(rb"\x10\x04([\x01-\x04\x14])|\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", re.DOTALL)
_LONGEST_ORDER = 10
_LOOK = 0.02


class Printer(Protocol):
    """Whom the lines serve."""

    def lets_in(self, count: int) -> int: ...
    def hear(self, channel: Channel, data: bytes) -> None: ...
    def asked(self, channel: Channel, number: int) -> None: ...
    def cleared(self, channel: Channel) -> None: ...


class Channel:
    """One client: a socket or our end of a pseudo-terminal, by its file descriptor."""

    def __init__(self, descriptor: int, printer: Printer) -> None:
        self._descriptor, self._printer = descriptor, printer
        self._recent = b""
        self._turn = threading.Lock()
        self._gone = False

    def send(self, data: bytes) -> None:
        """Nothing goes to a client that has gone: its number may be another's by now."""
        with self._turn, contextlib.suppress(OSError):
            if not self._gone:
                os.write(self._descriptor, data)

    def leave(self) -> None:
        """Said before the descriptor is closed."""
        with self._turn:
            self._gone = True

    def read(self) -> bool:
        """Takes in what has come; False when the client has gone."""
        try:
            data = os.read(self._descriptor, 65536)
        except OSError:
            return False
        heard = data[: self._printer.lets_in(len(data))]
        if heard:
            self._scan(heard)
        return bool(data) and heard == data

    def _scan(self, data: bytes) -> None:
        before = len(self._recent)
        window = self._recent + data
        done = 0
        for order in _ORDERS.finditer(window):
            end = order.end() - before
            if end <= 0:
                continue
            self._printer.hear(self, data[done:end])
            done = end
            if order[1]:
                self._printer.asked(self, order[1][0])
            else:
                self._printer.cleared(self)
        if done < len(data):
            self._printer.hear(self, data[done:])
        self._recent = window[-(_LONGEST_ORDER - 1) :]


class Lines:
    """Opened and closed again and again, always at the same address."""

    def __init__(self, printer: Printer, link: Path | None) -> None:
        self._printer, self._link = printer, link
        self._port = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self._port

    @property
    def is_open(self) -> bool:
        return self._thread is not None

    def open(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(self.address)
        listener.listen()
        self._port = listener.getsockname()[1]
        terminal = _open_terminal(self._link) if self._link else None
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._serve, args=(listener, terminal, self._stop), name="escpos-lines", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Drops every client."""
        thread, self._thread = self._thread, None
        self._stop.set()
        if thread is not None:
            thread.join()
        if self._link:
            self._link.unlink(missing_ok=True)

    def _serve(
        self, listener: socket.socket, terminal: tuple[int, int] | None, stop: threading.Event
    ) -> None:
        clients: dict[int, socket.socket] = {}
        channels: dict[int, Channel] = {}
        if terminal:
            channels[terminal[0]] = Channel(terminal[0], self._printer)
        door = listener.fileno()
        while not stop.is_set():
            ready, _, _ = select.select([door, *channels], [], [], _LOOK)
            for source in ready:
                if source == door:
                    client, _ = listener.accept()
                    clients[client.fileno()] = client
                    channels[client.fileno()] = Channel(client.fileno(), self._printer)
                elif not channels[source].read():
                    channels.pop(source).leave()
                    if source in clients:
                        clients.pop(source).close()
        for channel in channels.values():
            channel.leave()
        for client in clients.values():
            client.close()
        listener.close()
        for end in terminal or ():
            os.close(end)


def _open_terminal(link: Path) -> tuple[int, int]:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    link.unlink(missing_ok=True)
    link.symlink_to(os.ttyname(theirs))
    return ours, theirs

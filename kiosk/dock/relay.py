"""Passes TCP connections on, one turn of a selector at a time. Used from one thread only."""

from __future__ import annotations

import selectors
import socket
import struct
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field

_PIECE = 65536
_ENOUGH = 64  # pieces that wait: then the sender waits too
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close with RST


@dataclass(eq=False)
class _End:
    """One end of a connection. `waiting` is what goes out here, and when; b"" is the other side's end."""

    socket: socket.socket
    waiting: deque[tuple[float, bytes]] = field(default_factory=deque)
    ended: bool = False  # nothing more comes in here
    other: _End = field(init=False, repr=False)


class Relay:
    def __init__(self, host: str, port: int) -> None:
        self.delay = 0.0
        self._to = (host, port)
        self._ends: set[_End] = set()
        self._selector = selectors.DefaultSelector()
        self._door = _bound(0)
        self.port: int = self._door.getsockname()[1]
        self._open = False
        self.restore()

    def restore(self) -> None:
        if not self._open:
            self._door.listen(64)
            self._selector.register(self._door, selectors.EVENT_READ, None)
            self._open = True

    def cut(self) -> None:
        """Resets what runs. The port stays ours, but nobody listens, so that who comes is refused."""
        if self._open:
            self._selector.unregister(self._door)
            self._door.close()
            self._door = _bound(self.port)
            self._open = False
        for end in list(self._ends):
            self._reset(end)

    def turn(self, timeout: float) -> None:
        """Waits up to `timeout` seconds for something to do, and does it."""
        now = time.monotonic()
        due = min((end.waiting[0][0] for end in self._ends if end.waiting), default=now + timeout)
        for key, _ in self._selector.select(max(0.0, min(timeout, due - now))):
            if key.data is None:
                self._welcome()
            elif key.data in self._ends:
                self._take(key.data)
        for end in list(self._ends):
            self._give(end, time.monotonic())

    def close(self) -> None:
        for end in list(self._ends):
            self._reset(end)
        self._selector.close()
        self._door.close()

    def _welcome(self) -> None:
        try:
            here, _ = self._door.accept()
        except OSError:
            return
        try:
            there = socket.create_connection(self._to, timeout=1)
        except OSError:
            here.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            here.close()
            return
        one, other = _End(here), _End(there)
        one.other, other.other = other, one
        for end in (one, other):
            end.socket.setblocking(False)
            end.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._ends.add(end)
            self._selector.register(end.socket, selectors.EVENT_READ, end)

    def _take(self, end: _End) -> None:
        try:
            piece = end.socket.recv(_PIECE)
        except BlockingIOError:
            return
        except OSError:
            self._reset(end)
            return
        end.other.waiting.append((time.monotonic() + self.delay, piece))
        if not piece:
            end.ended = True
        if end.ended or len(end.other.waiting) >= _ENOUGH:
            self._selector.unregister(end.socket)

    def _give(self, end: _End, now: float) -> None:
        while end in self._ends and end.waiting and end.waiting[0][0] <= now:
            due, piece = end.waiting.popleft()
            try:
                if not piece:
                    end.socket.shutdown(socket.SHUT_WR)
                    break
                sent = end.socket.send(piece)
            except BlockingIOError:
                sent = 0
            except OSError:
                self._reset(end)
                return
            if sent < len(piece):
                end.waiting.appendleft((due, piece[sent:]))
                break
        self._after(end)

    def _after(self, end: _End) -> None:
        if end not in self._ends:
            return
        sender = end.other
        if not sender.ended and len(end.waiting) < _ENOUGH and not self._listens(sender):
            self._selector.register(sender.socket, selectors.EVENT_READ, sender)
        if end.ended and sender.ended and not end.waiting and not sender.waiting:
            self._drop(end)

    def _listens(self, end: _End) -> bool:
        return end.socket in self._selector.get_map()

    def _reset(self, end: _End) -> None:
        if end not in self._ends:  # its other end took it along
            return
        for one in (end, end.other):
            with suppress(OSError):
                one.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._drop(end)

    def _drop(self, end: _End) -> None:
        for one in (end, end.other):
            if self._listens(one):
                self._selector.unregister(one.socket)
            self._ends.discard(one)
            one.socket.close()


def _bound(port: int) -> socket.socket:
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind(("127.0.0.1", port))
    door.setblocking(False)
    return door

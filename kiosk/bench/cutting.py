"""A line that breaks after as many bytes as it is told, either way; TLS goes through it untouched."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit


class CutLine:
    """Forwards connections to a platform. Safe between threads."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = (parts.hostname or "localhost", parts.port or 443)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://localhost:{self._door.getsockname()[1]}"
        self._lock = threading.Lock()
        self._left: dict[str, int | None] = {"up": None, "down": None}
        self.passed = {"up": 0, "down": 0}  # bytes
        self.cuts = 0
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._ends: list[socket.socket] = []
        self._threads[0].start()

    def allow(self, up: int | None = None, down: int | None = None) -> None:
        """So many bytes more, over all connections, then one break; none is no limit."""
        with self._lock:
            self._left = {"up": up, "down": down}

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                far = socket.create_connection(self._target)
                for end in (near, far):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._ends += [near, far]
                for way in ((near, far, "up"), (far, near, "down")):
                    self._threads.append(threading.Thread(target=self._pump, args=way, daemon=True))
                    self._threads[-1].start()

    def _pump(self, source: socket.socket, sink: socket.socket, way: str) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                through, goes_on = self._through(data, way)
                sink.sendall(through)
                if not goes_on:
                    break
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _through(self, data: bytes, way: str) -> tuple[bytes, bool]:
        with self._lock:
            left = self._left[way]
            through = data if left is None else data[:left]
            self.passed[way] += len(through)
            if left is None:
                return through, True
            self._left[way] = left - len(through)
            cut = self._left[way] == 0
            if cut:
                self._left[way] = None
                self.cuts += 1
            return through, not cut

    def close(self) -> None:
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._threads[0].join(5)
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads[1:]:
            thread.join(5)
        for end in self._ends:
            end.close()


@contextmanager
def cut_line(url: str) -> Iterator[CutLine]:
    made = CutLine(url)
    try:
        yield made
    finally:
        made.close()

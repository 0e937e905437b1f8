"""A line between terminal and platform that loses answers: the request goes through, the reply does not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit


class Relay:
    """Forwards connections; while `losing`, it hangs up as soon as the platform begins to answer a request.

    TLS hides what is an answer, so the first `handshake` bytes from the platform are let through.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = (parts.hostname or "localhost", parts.port or 443)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://localhost:{self._server.getsockname()[1]}"
        self.handshake: int | None = None  # None: everything goes through
        self.lost = 0
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            far = socket.create_connection(self._target)
            for source, sink, limit in ((near, far, None), (far, near, self.handshake)):
                thread = threading.Thread(target=self._pump, args=(source, sink, limit), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _pump(self, source: socket.socket, sink: socket.socket, limit: int | None) -> None:
        passed = 0
        try:
            while data := source.recv(65536):
                if limit is not None and passed + len(data) > limit:
                    self.lost += 1
                    break
                sink.sendall(data)
                passed += len(data)
        except OSError:
            passed = -1
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def close(self) -> None:
        self._server.close()
        for thread in self._threads[1:]:
            thread.join(5)


@contextmanager
def relay(url: str) -> Iterator[Relay]:
    made = Relay(url)
    try:
        yield made
    finally:
        made.close()

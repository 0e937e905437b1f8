"""The HTTP below IPP: one path, POST only, bodies by length or in chunks, a cable to pull out."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol

_LONGEST = 64 << 20


class Cable(Protocol):
    def lets_in(self, size: int) -> int:
        """How many of the next so many bytes of a body come in; fewer: the cable is out, now."""
        ...

    def lets_out(self, answer: bytes) -> int:
        """How many bytes of this answer go out before the line breaks; 0: no answer at all."""
        ...


class UnpluggedError(Exception):
    """The cable was pulled out of the virtual printer."""


class HttpLine:
    """`serve` gets a body and returns the answer's, or None to hang up without one."""

    def __init__(
        self, path: str, media_type: str, serve: Callable[[bytes], bytes | None], cable: Cable
    ) -> None:
        class Exchange(_Exchange):
            pass

        Exchange.path_served, Exchange.media_type, Exchange.serve = path, media_type, staticmethod(serve)
        Exchange.cable = cable
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Exchange)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), name="http-line", daemon=True
        )

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def open(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    path_served = "/"
    media_type = "application/octet-stream"
    timeout = 30
    serve: Callable[[bytes], bytes | None]
    cable: Cable

    def do_POST(self) -> None:
        with contextlib.suppress(OSError, UnpluggedError):  # the client did not wait, or lost us
            self._answer()
            return
        self.close_connection = True

    def _answer(self) -> None:
        body = self._body()
        if body is None or self.path.partition("/jobs")[0].rstrip("/") != self.path_served:
            self.send_error(400 if body is None else 404)
            self.close_connection = True
            return
        answer = self.serve(body)
        if answer is None:
            self.close_connection = True
            return
        out = self.cable.lets_out(answer)
        if not out:
            raise UnpluggedError
        self.send_response(200)
        self.send_header("Content-Type", self.media_type)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer[:out])
        self.close_connection = out < len(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: addresses and names of documents are no one's business."""

    def _body(self) -> bytes | None:
        """None for a body that is too long, ill formed or broken off: half a document is none."""
        try:
            if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
                return self._chunks()
            length = int(self.headers.get("Content-Length", "0"))
            return self._exactly(length) if length <= _LONGEST else None
        except (ValueError, OSError):
            return None

    def _exactly(self, size: int) -> bytes:
        inside = self.cable.lets_in(size)
        found = self.rfile.read(inside)
        if inside < size:
            raise UnpluggedError
        if len(found) < size:
            raise ValueError("broken off")
        return found

    def _chunks(self) -> bytes | None:
        found = b""
        while size := int(self.rfile.readline(32).split(b";")[0], 16):
            found += self._exactly(size)
            self.rfile.readline(8)
            if len(found) > _LONGEST:
                return None
        while self.rfile.readline(1024).strip():
            pass  # trailers say nothing to us
        return found

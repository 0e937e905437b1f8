"""Frames of a network camera: MJPEG as multipart over HTTP, read by bytes.

Parts have a length or end at the next boundary; a part that is no whole JPEG is passed over, and a stream
that holds nothing else is garbled.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, urlsplit

from kiosk.devices import options
from kiosk.devices._http import response
from kiosk.devices._video import AbsentError, GarbledError, SilentError

_LARGEST = 32 << 20  # bytes of one frame
_LONGEST_HEAD = 4096
_PIECE = 1 << 16
_BROKEN = 5  # parts in a row that are no JPEG


def parts(url: str) -> SplitResult:
    """Raises ValueError, with a sentence for the technician, for what is no address of a camera."""
    found = urlsplit(options.text("url", url, "http://192.168.1.60/video"))
    try:
        port = found.port
    except ValueError:
        port = 0
    if found.scheme != "http" or not found.hostname or port == 0 or not url.isprintable() or " " in url:
        raise ValueError(
            f"选项 url 要写成 http:// 开头的地址，现在是 {url!r}；例如 http://192.168.1.60/video"
        )
    options.host("url", found.hostname)
    return found


class HttpSource:
    def __init__(self, url: str, deadline: float) -> None:
        self._url, self._deadline = parts(url), deadline
        self._socket: socket.socket | None = None

    def frames(self) -> Iterator[bytes]:
        url = self._url
        connection = HTTPConnection(str(url.hostname), url.port or 80, timeout=self._deadline)
        with contextlib.closing(connection):
            try:
                connection.connect()
            except OSError:
                raise AbsentError from None
            self._socket = connection.sock
            try:
                yield from self.through(connection)
            finally:
                self._socket = None

    def through(self, connection: HTTPConnection) -> Iterator[bytes]:
        """The frames of a line that stands. Raises as `frames`."""
        try:
            yield from self._stream(connection)
        except TimeoutError:
            raise SilentError from None
        except OSError:
            raise AbsentError from None
        except (HTTPException, ValueError):
            raise GarbledError from None

    def cut(self) -> None:
        line = self._socket
        if line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def there(self) -> bool:
        """Whether its port is open: a connection, and no word."""
        try:
            socket.create_connection((str(self._url.hostname), self._url.port or 80), self._deadline).close()
        except OSError:
            return False
        return True

    def _stream(self, connection: HTTPConnection) -> Iterator[bytes]:
        path = (self._url.path or "/") + (f"?{self._url.query}" if self._url.query else "")
        connection.request("GET", path, headers={"Accept": "multipart/x-mixed-replace"})
        answer = response(connection)
        with contextlib.closing(answer):
            if answer.status != 200 or answer.headers.get_content_maintype() != "multipart":
                raise GarbledError
            yield from self._jpegs(answer, Parts(answer.headers.get_boundary("")))

    def _jpegs(self, answer: HTTPResponse, stream: Parts) -> Iterator[bytes]:
        """One long wait is no slow camera: this process may have been stopped. Several are."""
        waited, broken = 0.0, 0
        asked = time.monotonic()
        while piece := answer.read1(_PIECE):
            waited += min(time.monotonic() - asked, self._deadline / 2)
            for part in stream.feed(piece):
                if not (part.startswith(b"\xff\xd8") and part.endswith(b"\xff\xd9")):
                    broken += 1
                    continue
                yield part
                waited, broken = 0.0, 0
            if broken >= _BROKEN:
                raise GarbledError
            if waited > self._deadline:
                raise GarbledError if broken else SilentError
            asked = time.monotonic()
        raise AbsentError


class Parts:
    """Bytes of a multipart stream in, its bodies out. Raises ValueError for what is no such stream."""

    def __init__(self, boundary: str) -> None:
        name = boundary.encode("latin-1", "replace").strip(b"-")  # some cameras count the dashes, some do not
        if not name:
            raise ValueError("no boundary")
        self._boundary = name
        self._buffer = bytearray()

    def feed(self, piece: bytes) -> list[bytes]:
        self._buffer += piece
        found = []
        while (part := self._next()) is not None:
            found.append(part)
        if len(self._buffer) > _LARGEST:
            raise ValueError("a part without an end")
        return found

    def _next(self) -> bytes | None:
        """None while the next part is not whole."""
        at = self._buffer.find(self._boundary)
        if at < 0:
            if len(self._buffer) > _LONGEST_HEAD:
                raise ValueError("no part begins")
            return None
        head, body = self._head(at)
        if body < 0:
            return None
        length = _length(head)
        if length is not None:
            end = body + length
            if len(self._buffer) < end:
                return None
        else:
            end = self._buffer.find(b"\r\n--" + self._boundary, body)
            if end < 0:
                return None
        part = bytes(self._buffer[body:end])
        del self._buffer[:end]
        return part

    def _head(self, at: int) -> tuple[bytes, int]:
        """The head of the part whose boundary stands at `at`, and where its body begins; -1 while unknown."""
        end = self._buffer.find(b"\r\n\r\n", at)
        if end < 0 and len(self._buffer) - at > _LONGEST_HEAD:
            raise ValueError("a head without an end")
        return bytes(self._buffer[at : max(end, at)]), end + 4 if end >= 0 else -1


def _length(head: bytes) -> int | None:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            number = int(value)
            if not 0 < number <= _LARGEST:
                raise ValueError("a length that no frame has")
            return number
    return None

"""The kit's own way to the platform under test: bare requests over mutual TLS, each answer as it came.

The client of the product would never show a bad answer, so it cannot be the one that judges.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlsplit

import requests

from acceptance.conformance.finding import LineError
from kiosk.wire.client import Endpoint
from kiosk.wire.troubles import Answer

_PATIENCE = 30.0  # seconds, of one wait on the socket
_LARGEST = 32 * 1024 * 1024  # bytes


class Line:
    """One kept connection; `fresh` makes another for a second thread."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = str(endpoint.ca)
        self._session.cert = (str(endpoint.certificate), str(endpoint.key))

    def fresh(self) -> Line:
        return Line(self.endpoint)

    def call(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] = {}) -> Answer:
        """Raises LineError."""
        sent = {"Accept": "application/json", **({"Content-Type": "application/json"} if body else {})}
        try:
            with self._session.request(
                method,
                self.endpoint.url + path,
                data=body or None,
                headers=sent | dict(headers),
                timeout=_PATIENCE,
                allow_redirects=False,
                stream=True,
            ) as response:
                content = response.raw.read(_LARGEST, decode_content=True)
                told = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, told, bytes(content))
        except (requests.RequestException, OSError) as error:
            raise LineError(f"no answer ({type(error).__name__})") from None

    def break_off(self, path: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Half of a PUT, and then nobody is there any more. Raises LineError."""
        place = urlsplit(self.endpoint.url)
        host, port = place.hostname or "", place.port or 443
        context = ssl.create_default_context(cafile=str(self.endpoint.ca))
        if self.endpoint.certificate:
            context.load_cert_chain(self.endpoint.certificate, self.endpoint.key)
        known = {"Host": f"{host}:{port}", "Content-Type": "application/json", **headers}
        lines = [f"PUT {path} HTTP/1.1", *(f"{name}: {value}" for name, value in known.items())]
        head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode()
        try:
            with (
                socket.create_connection((host, port), timeout=_PATIENCE) as plain,
                context.wrap_socket(plain, server_hostname=host) as line,
            ):
                line.sendall(head + body[: len(body) // 2])
                with suppress(OSError):
                    line.unwrap()
        except OSError as error:
            raise LineError(f"no answer ({type(error).__name__})") from None

    def close(self) -> None:
        self._session.close()

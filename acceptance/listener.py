"""HTTP/1.1 over TLS where the application learns which terminal is at the other end, from its certificate."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import h11
from fastapi import FastAPI
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from acceptance import problem_answers
from acceptance.problems import Kind

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Peer:
    """What TLS verified: the name in the client's certificate, and its serial number in hex."""

    terminal: str
    serial: str


class PeerProtocol(H11Protocol):
    """uvicorn keeps the client's certificate from the application; this puts it into the request's state."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if peer := _peer(transport):
            self.app_state = {**self.app_state, "peer": peer}  # a copy: the original is the server's

    def send_400_response(self, msg: str) -> None:
        """What is not HTTP at all gets a problem as well."""
        refusal = problem_answers.response(Kind.MALFORMED)
        headers = [(b"content-type", problem_answers.MEDIA_TYPE.encode()), (b"connection", b"close")]
        answer = h11.Response(status_code=400, headers=headers, reason=b"Bad Request")
        for event in (answer, h11.Data(data=bytes(refusal.body)), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


class Listener(Server):
    """One of several servers in a process: signals are the process's business."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listener(app: FastAPI, tls: ssl.SSLContext) -> Listener:
    config = Config(
        app,
        http=PeerProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,  # addresses hold tokens
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
        ssl_context_factory=lambda config, default: tls,
    )
    return Listener(config)


def tls_context(certificate: Path, key: Path, client_ca: Path | None) -> ssl.SSLContext:
    """With `client_ca`, nobody gets through the handshake without a certificate of that authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    if client_ca:
        context.load_verify_locations(client_ca)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def bind(host: str, port: int) -> socket.socket:
    """Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol by its number: asyncio sends small answers at once (TCP_NODELAY) only where it sees it.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound


def _peer(transport: asyncio.Transport) -> Peer | None:
    certificate = transport.get_extra_info("peercert")
    if not certificate:
        return None
    names = [value for group in certificate["subject"] for key, value in group if key == "commonName"]
    return Peer(names[0], certificate["serialNumber"].lstrip("0")) if names else None

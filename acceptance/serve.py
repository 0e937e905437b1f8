"""The platform as a running process: two listeners, one database, an orderly end."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from socket import socket

from acceptance import payments
from acceptance.admission import Admission
from acceptance.app import public_app, terminal_app
from acceptance.certificate import Layout
from acceptance.console.app import console_app
from acceptance.database import Database
from acceptance.desks import Desks
from acceptance.face_policy import Faces
from acceptance.failure import StartError
from acceptance.front_desk import FrontDesk
from acceptance.keys import Keys
from acceptance.listener import Listener, bind, listener, tls_context
from acceptance.platform import Platform, clock
from acceptance.population import Population
from acceptance.sandbox import Sandbox
from acceptance.schedule import Schedule
from kiosk.flows.loader import FlowError, load_items
from kiosk.forms.fonts import FontError, Fonts

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    data: Path
    database: str
    items: Path
    host: str = "127.0.0.1"
    port: int = 8443  # 0: any
    public_port: int = 8444
    sandbox: bool = False
    exit_with_stdin: bool = False
    face_policy: Path | None = None  # none: faces count nowhere
    desks: Path | None = None  # how long the simulated offices take; none: departments ask for their work
    photos: Path | None = None  # none: a face is compared with the card's photo only
    console_port: int | None = None  # none: no console; 0: any
    rate: float | None = None  # filings a second that are admitted; none: all that come
    earlier_items: Path | None = None  # the items as they were one version ago
    now: datetime | None = None  # what the clock shows at the start; none is the real time


def serve(settings: Settings) -> None:
    """Returns when it is told to end. Raises StartError or OSError."""
    ports = [settings.port, settings.public_port]
    ports += [] if settings.console_port is None else [settings.console_port]
    sockets = [bind(settings.host, port) for port in ports]
    try:
        urls = [_url(settings.host, bound) for bound in sockets]
        platform = open_platform(settings, urls[1])
        try:
            payments.recover(platform)
            desk = FrontDesk(platform)
            desk.start()
            try:
                asyncio.run(_run(settings, platform, sockets, urls))
            finally:
                desk.stop()
        finally:
            platform.close()
    finally:
        for bound in sockets:
            bound.close()


def open_platform(settings: Settings, public_url: str) -> Platform:
    keys, faces = Keys.open(settings.data), Faces.load(settings.face_policy, settings.photos)
    try:
        flows, fonts = load_items(settings.items), Fonts.find()
        earlier = load_items(settings.earlier_items) if settings.earlier_items else {}
    except (FlowError, FontError) as error:
        raise StartError(str(error)) from None
    return Platform(
        database=Database(settings.database),
        keys=keys,
        flows=flows,
        population=Population.load(),
        clock=clock(settings.now),
        public_url=public_url,
        sandbox=Sandbox(settings.sandbox),
        layout=Layout(fonts, keys.seal),
        faces=faces,
        schedule=Schedule.load(),
        desks=Desks.load(settings.desks) if settings.desks else Desks(),
        admission=Admission(settings.rate),
        earlier=earlier,
    )


async def _run(settings: Settings, platform: Platform, sockets: list[socket], urls: list[str]) -> None:
    hosts = dict.fromkeys(("localhost", "127.0.0.1", settings.host))
    certificate, key, ca = platform.keys.server_files(list(hosts))
    servers = [
        listener(terminal_app(platform), tls_context(certificate, key, ca)),
        listener(public_app(platform), tls_context(certificate, key, None)),
    ]
    lines: list[Callable[[], None]] = []
    if settings.console_port is not None:
        console = console_app(platform)
        servers.append(listener(console, tls_context(certificate, key, None)))
        lines.append(console.state.live.end)
    _end_on_request(servers, lines, settings.exit_with_stdin)
    running = [
        asyncio.create_task(server.serve(sockets=[bound]))
        for server, bound in zip(servers, sockets, strict=True)
    ]
    while not all(server.started for server in servers):
        await asyncio.sleep(0.005)
    _log.info("ready on %s", " and ".join(urls))
    told = {**dict(zip(("url", "public_url", "console_url"), urls, strict=False)), "ca": str(ca.resolve())}
    print(json.dumps(told), flush=True)
    await asyncio.gather(*running)
    _log.info("ended")


def _end_on_request(
    servers: Sequence[Listener], lines: Sequence[Callable[[], None]], with_stdin: bool
) -> None:
    loop = asyncio.get_running_loop()

    def end() -> None:
        for server in servers:
            server.should_exit = True
        for end_line in lines:  # which would otherwise be open as long as somebody looks
            end_line()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    if with_stdin:
        descriptor = sys.stdin.fileno()

        def wait() -> None:
            while os.read(descriptor, 4096):  # not through a buffer: its lock would abort the exit
                pass
            loop.call_soon_threadsafe(end)

        threading.Thread(target=wait, daemon=True, name="stdin").start()


def _url(host: str, bound: socket) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"https://{shown}:{bound.getsockname()[1]}"

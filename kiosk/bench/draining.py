"""Held filings drained over loopback, beside a loop that puts the same signed bytes to the same platform."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from kiosk.bench import machine, platform
from kiosk.bench.figure import BenchError, Figure, timed, times
from kiosk.store import Store
from kiosk.store.outbox import Outgoing
from kiosk.sync import Sync, submission
from kiosk.wire.client import PlatformClient
from kiosk.wire.identity import Identity, enrol

_FILINGS = 300


def sync(scale: float) -> list[Figure]:
    """Store, wire and store again; both loops meet a platform that has taken nothing yet."""
    count = times(scale, _FILINGS)
    with machine.folder() as folder:
        here, there = folder / "platform", folder / "same-platform"
        with platform.running(here) as started:
            code = platform.enrolment_code(here)
            known = enrol(folder / "identity", started.public_url, code, started.ca)
            shutil.copytree(here, there)  # at rest: the same terminal, the same keys, and no filing yet
            held = _hold(folder, known, count)
            ours = timed(lambda: _drain(folder, known, started.url))
        with platform.running(there) as started:
            client = _client(known, started.url)
            client.feed("", 0)  # the handshake is not the loop's
            bare = timed(lambda: _put(client, held))
            client.close()
    against = f"同样 {count} 件的字节，逐件送到同样的平台"
    return [Figure("sync", ours / count, "ms/件", bare / count, 1.5, against)]


def _hold(folder: Path, known: Identity, count: int) -> Sequence[Outgoing]:
    terminal = machine.terminal(folder, known)
    session = machine.finished(terminal)
    for _ in range(count):
        terminal.file(machine.anew(session))
    held = terminal.store.outbox.due(machine.now(), limit=count)
    terminal.store.close()
    return held


def _drain(folder: Path, known: Identity, url: str) -> None:
    store = Store(folder / "kiosk.db")
    process = Sync(store, known, _client(known, url), machine.now)
    left = store.outbox.backlog().queued
    while left:
        process.round()
        backlog = store.outbox.backlog()
        if backlog.quarantined or backlog.queued == left:
            raise BenchError("the platform does not take the filings")
        left = backlog.queued
    process.platform.close()
    store.close()


def _put(client: PlatformClient, held: Sequence[Outgoing]) -> None:
    for outgoing in held:
        client.submit(outgoing.kind, outgoing.id, submission(outgoing), outgoing.digest)


def _client(known: Identity, url: str) -> PlatformClient:
    return PlatformClient(known.endpoint(url), known.receipts)

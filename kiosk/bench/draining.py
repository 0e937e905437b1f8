"""Held filings drained over loopback, beside a loop that puts the same signed bytes to the same platform."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.bench import machine, platform, postgres
from kiosk.bench.figure import BenchError, Figure, timed, times
from kiosk.bench.platform import Place
from kiosk.store import Store
from kiosk.store.outbox import Outgoing
from kiosk.sync import Sync, follow, submission
from kiosk.wire.batching import ALONE, LARGEST, Batching
from kiosk.wire.client import PlatformClient
from kiosk.wire.identity import Identity, enrol

_FILINGS = 300
Copied = Callable[[Path], Place]
_NEWS = 20  # events that are followed one by one


@dataclass(frozen=True)
class _Taken:
    """Milliseconds a filing, but for the last two."""

    drained: float  # by sync, as it does it: in batches
    alone: float  # by sync, one by one
    put: float  # bare, one by one
    posted: float  # bare, in batches
    followed: float  # an event, from the question until it stands in the store
    asked: float  # the same question, without news


def sync(scale: float, filings: int | None = None) -> list[Figure]:
    """Store, wire and store again; all loops meet a platform that has taken nothing of theirs yet."""
    count = filings or times(scale, _FILINGS)
    with machine.folder() as folder:
        here = Place(folder / "platform")
        return _figures("sync", count, _measured(folder, count, times(scale, _NEWS), here, here.copied))


def sync_postgres(scale: float, filings: int | None = None) -> list[Figure]:
    count = filings or times(scale, _FILINGS)
    with machine.folder() as folder, postgres.running() as cluster:
        here = Place(folder / "platform", cluster.create("here"))

        def there(data: Path) -> Place:
            return Place(here.copied(data).data, cluster.create("there", template="here"))

        return _figures("sync-postgres", count, _measured(folder, count, times(scale, _NEWS), here, there))


def _figures(name: str, count: int, taken: _Taken) -> list[Figure]:
    put = f"同样 {count} 件的字节，逐件送到同样的平台"
    return [
        Figure(name, taken.drained, "ms/件", taken.put, 1.5, put),
        Figure(f"{name}.single", taken.alone, "ms/件", taken.put, 1.5, f"{put}；终端也逐件送"),
        Figure(
            f"{name}.batch", taken.posted, "ms/件", taken.put, 1.0, f"每次请求 {LARGEST} 件，与逐件送相比"
        ),
        Figure(f"{name}.feed", taken.followed, "ms", taken.asked, 3.0, "问一次状态、没有新消息时的往返"),
    ]


def _measured(folder: Path, count: int, news: int, here: Place, copied: Copied) -> _Taken:
    with platform.running(here) as started:
        code = platform.enrolment_code(here)
        known = enrol(folder / "identity", started.public_url, code, started.ca)
    there = copied(folder / "same-platform")  # the same terminal, the same keys, and no filing yet
    with platform.running(here) as started:
        first = _hold(folder, known, count)
        drained = timed(lambda: _drain(folder, known, started.url, Batching()))
        second = _hold(folder, known, count)
        alone = timed(lambda: _drain(folder, known, started.url, ALONE))
        _hold(folder, known, news)
        followed, asked = _follow(folder, known, started.url)
    with platform.running(there) as started:
        client = _client(known, started.url)
        client.feed("", 0)  # the handshake is not the loop's
        put = timed(lambda: _put(client, first))
        posted = timed(lambda: _post(client, second))
        client.close()
    return _Taken(drained / count, alone / count, put / count, posted / count, followed, asked)


def _hold(folder: Path, known: Identity, count: int) -> Sequence[Outgoing]:
    terminal = machine.terminal(folder, known)
    session = machine.finished(terminal)
    for _ in range(count):
        terminal.file(machine.anew(session))
    held = terminal.store.outbox.due(machine.now(), limit=count)
    terminal.store.close()
    return held


def _drain(folder: Path, known: Identity, url: str, batching: Batching) -> None:
    store = Store(folder / "kiosk.db")
    process = Sync(store, known, _client(known, url), machine.now)
    process.platform.batching = batching
    left = store.outbox.backlog().queued
    while left:
        process.round()
        backlog = store.outbox.backlog()
        if backlog.quarantined or backlog.queued == left:
            raise BenchError("the platform does not take the filings")
        left = backlog.queued
    process.platform.close()
    store.close()


def _follow(folder: Path, known: Identity, url: str) -> tuple[float, float]:
    """Medians: an event that is there, and the question alone."""
    store, client = Store(folder / "kiosk.db"), _client(known, url)
    follow(store, client, machine.now())
    followed, asked = [], []
    for outgoing in store.outbox.due(machine.now()):
        receipt = client.submit(outgoing.kind, outgoing.id, submission(outgoing), outgoing.digest)
        store.outbox.settle(receipt, machine.now())
        followed.append(timed(lambda: follow(store, client, machine.now())))
        cursor = store.feed.cursor()
        asked.append(timed(lambda: client.feed(cursor.epoch, cursor.after)))  # noqa: B023 - called at once
    client.close()
    store.close()
    return statistics.median(followed), statistics.median(asked)


def _put(client: PlatformClient, held: Sequence[Outgoing]) -> None:
    for outgoing in held:
        client.submit(outgoing.kind, outgoing.id, submission(outgoing), outgoing.digest)


def _post(client: PlatformClient, held: Sequence[Outgoing]) -> None:
    for start in range(0, len(held), LARGEST):
        batch = held[start : start + LARGEST]
        filings = [{"id": one.id, **json.loads(submission(one))} for one in batch]
        answers = client.submit_many(json.dumps({"filings": filings}).encode(), len(batch))
        for one, answer in zip(batch, answers, strict=True):
            client.receipt(answer.get("receipt"), one.id, one.digest)


def _client(known: Identity, url: str) -> PlatformClient:
    return PlatformClient(known.endpoint(url), known.receipts)

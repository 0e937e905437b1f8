"""kiosk sync export, import: filings to a medium when there is no line for too long, and receipts back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.cli.output import answer, configuration, trouble, with_config, with_json

if TYPE_CHECKING:
    from kiosk.store import Store
    from kiosk.wire.identity import Identity


def add(sync: Any) -> None:
    out = with_json(with_config(sync.add_parser("export", help="what waits, sealed, to a medium")))
    out.add_argument("folder", type=Path)
    out.set_defaults(run=_export)
    back = with_json(with_config(sync.add_parser("import", help="the platform's receipts from a medium")))
    back.add_argument("file", type=Path)
    back.set_defaults(run=_import)


def _export(options: argparse.Namespace) -> int:
    return _with_store(options, lambda store, known, now: _written(options, store, known, now))


def _import(options: argparse.Namespace) -> int:
    return _with_store(options, lambda store, known, now: _settled(options, store, known, now))


def _with_store(options: argparse.Namespace, work: Callable[[Store, Identity, datetime], int]) -> int:
    from kiosk.app import clock
    from kiosk.store import Store, StoreError
    from kiosk.wire.identity import Identity, IdentityError

    config = configuration(options.config, options.json)
    if not config.store.exists():
        return trouble("这台终端还没有收过件", options.json)
    try:
        known, store = Identity.load(config.identity), Store(config.store)
    except (IdentityError, StoreError) as error:
        return trouble(str(error), options.json)
    try:
        return work(store, known, clock(config)())
    except StoreError as error:
        return trouble(f"数据库现在不能用：{error}", options.json)
    finally:
        store.close()


def _written(options: argparse.Namespace, store: Store, known: Identity, now: datetime) -> int:
    """Everything stays in the outbox: the line may come back first, and twice is once."""
    from kiosk.store.journal import Event
    from kiosk.sync import submission
    from kiosk.wire import medium

    def payload(id: str) -> bytes:
        found = store.outbox.outgoing(id)
        return submission(found) if found else b"null"  # answered meanwhile: it need not go

    found = [entry for id in store.outbox.waiting() if (entry := store.outbox.outgoing(id))]
    objects = [medium.Named(entry.id, entry.kind, entry.digest) for entry in found]
    if not objects:
        return trouble("没有待传的件，不用导出", options.json)
    place = options.folder / f"{known.terminal}-{now:%Y%m%dT%H%M%S}.export"
    try:
        medium.write(place, medium.manifest(known.signing, known.terminal, now, objects), objects, payload)
    except OSError as error:
        return trouble(f"{place}：写不了（{error.strerror}）", options.json)
    store.journal.append(Event.EXPORTED, now, "", count=len(objects))
    told = {"ok": True, "file": str(place), "objects": len(objects), "bytes": place.stat().st_size}
    text = (
        f"{len(objects)} 件已导出到 {place}。内容是封好的，只有平台能打开。\n到平台上运行：acceptance import"
    )
    return answer(told, text, options.json)


def _settled(options: argparse.Namespace, store: Store, known: Identity, now: datetime) -> int:
    from kiosk.wire import medium
    from kiosk.wire.client import signed_receipt
    from kiosk.wire.troubles import GarbledError

    settled = known_already = wrong = 0
    try:
        for line in medium.lines(options.file):
            waiting = store.outbox.outgoing(str(line.get("id")))
            if waiting is None:
                known_already += 1
                continue
            try:
                receipt = signed_receipt(known.receipts, line.get("receipt"), waiting.id, waiting.digest)
            except GarbledError:
                wrong += 1
                continue
            store.outbox.settle(receipt, now)
            settled += 1
    except medium.MediumError as error:
        return trouble(f"{options.file}：{error}", options.json)
    except (OSError, UnicodeDecodeError) as error:
        return trouble(f"{options.file}：读不了（{type(error).__name__}）", options.json)
    told = {"ok": not wrong, "settled": settled, "known": known_already, "wrong": wrong}
    text = f"{settled} 件有了平台的回执，{known_already} 件原来就有，{wrong} 件的回执不是平台签的"
    return answer(told, text, options.json)

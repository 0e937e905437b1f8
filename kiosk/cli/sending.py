"""kiosk sync status, drain: what waits for the platform and why, and sending it now."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kiosk.cli.output import answer, configuration, trouble, with_config, with_json

if TYPE_CHECKING:
    from kiosk.store import Store

_SHOWN = 50  # of what waits; the counts are of all


def add(sync: Any) -> None:
    status = with_json(with_config(sync.add_parser("status", help="what waits, since when, and until when")))
    status.set_defaults(run=_status)
    drain = with_json(
        with_config(sync.add_parser("drain", help="send what is due, until the platform says wait"))
    )
    drain.set_defaults(run=_drain)


def _status(options: argparse.Namespace) -> int:
    from kiosk.app import clock
    from kiosk.store import Store, StoreError

    config = configuration(options.config, options.json)
    if not config.store.exists():
        return trouble("这台终端还没有收过件", options.json)
    try:
        store = Store(config.store)
        try:
            told = _standing(store, clock(config)())
        finally:
            store.close()
    except StoreError as error:
        return trouble(f"数据库现在不能用：{error}", options.json)
    text = f"待传 {told['queued']} 件，需人工处理 {told['quarantined']} 件，网络：{told['network']}"
    if told["trouble"] or told["reason"]:
        text += f"\n上一次没有送成：{told['trouble'] or told['reason']}"
    text += f"\n本机编号到 {told['seq']}（{told['epoch']}），上次联系平台：{told['ok_at'] or '从来没有'}"
    if told["next_attempt_at"]:
        text += f"，下次：{told['next_attempt_at']}"
    if told["suspended"]:
        text += f"\n平台暂停办理：{'、'.join(told['suspended'])}"
    return answer(told, text, options.json)


def _standing(store: Store, now: datetime) -> dict[str, Any]:
    backlog, contact = store.outbox.backlog(), store.line.contact()
    epoch, seq, head = store.sequence()
    cursor = store.feed.cursor()
    oldest = max(0, int((now - backlog.oldest).total_seconds())) if backlog.oldest else None
    return {
        "ok": backlog.quarantined == 0,
        "queued": backlog.queued,
        "quarantined": backlog.quarantined,
        "oldest": _text(backlog.oldest),
        "oldest_age_s": oldest,
        "epoch": epoch,
        "seq": seq,
        "chain_head": head,
        "feed": {"epoch": cursor.epoch, "after": cursor.after},
        "network": contact.network,
        "ok_at": _text(contact.ok_at),
        "lost_at": _text(contact.lost_at),
        "failures": contact.failures,
        "next_attempt_at": _text(contact.next_attempt_at) if contact.rests(now) else None,
        "reason": contact.reason,
        "trouble": backlog.trouble,
        "suspended": sorted(store.commands.suspended()),
        "schedule": [vars(entry) for entry in store.outbox.schedule(_SHOWN)],
    }


def _drain(options: argparse.Namespace) -> int:
    from kiosk import app
    from kiosk.store import StoreError
    from kiosk.wire.identity import IdentityError

    config = configuration(options.config, options.json)
    if not config.store.exists():
        return trouble("这台终端还没有收过件", options.json)
    try:
        process = app.sync(config)
    except (IdentityError, StoreError) as error:
        return trouble(str(error), options.json)
    try:
        drained = process.drain()
        told = {"sent": drained.sent, "stopped": drained.stopped, **_standing(process.store, process.clock())}
    except StoreError as error:
        return trouble(f"数据库现在不能用：{error}", options.json)
    finally:
        process.platform.close()
        process.store.close()
    told["ok"] = told["ok"] and not told["queued"] and not drained.stopped
    text = f"送出 {drained.sent} 件，还有 {told['queued']} 件待传，{told['quarantined']} 件需人工处理"
    if why := drained.stopped or told["trouble"]:
        text += f"\n原因：{why}"
    if told["next_attempt_at"]:
        text += f"\n平台让等到：{told['next_attempt_at']}"
    return answer(told, text, options.json)


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None

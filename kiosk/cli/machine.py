"""kiosk doctor, devices, sync, journal, bench: what a technician asks."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.cli.output import PLACES, answer, configuration, trouble, with_config, with_json
from kiosk.model import DeviceError, Level

Commands = Any


def add(commands: Commands) -> None:
    doctor = with_json(with_config(commands.add_parser("doctor", help="check this machine")))
    doctor.add_argument("--level", choices=[level.value for level in Level], default=Level.INTERNAL.value)
    doctor.set_defaults(run=_doctor)

    devices = commands.add_parser("devices", help="list and read devices").add_subparsers(required=True)
    listing = with_json(devices.add_parser("list", help="kinds and adapters"))
    listing.set_defaults(run=_list)
    read = with_json(with_config(devices.add_parser("read", help="read once from an endpoint")))
    read.add_argument("kind")
    read.add_argument("--adapter", required=True)
    read.add_argument("--option", action="append", default=[], metavar="KEY=VALUE")
    read.add_argument("--timeout", type=float, default=10.0, help="seconds")
    read.set_defaults(run=_read)

    sync = commands.add_parser("sync", help="the way to the platform").add_subparsers(required=True)
    status = with_json(with_config(sync.add_parser("status", help="what waits, and since when")))
    status.set_defaults(run=_sync_status)
    process = with_config(sync.add_parser("run", help="the sync process, as the host starts it"))
    process.set_defaults(run=_sync_run)

    journal = commands.add_parser("journal", help="what the terminal did").add_subparsers(required=True)
    verify = with_json(with_config(journal.add_parser("verify", help="prove that nothing was changed")))
    verify.set_defaults(run=_verify)

    bench = with_json(commands.add_parser("bench", help="figures beside their physical limits"))
    bench.add_argument("figure", nargs="*", help="only these")
    bench.set_defaults(run=_bench)


def _doctor(options: argparse.Namespace) -> int:
    from kiosk import app, diagnostics
    from kiosk.config import ConfigError, load

    try:
        config = load(options.config)
    except ConfigError as error:
        report = diagnostics.config_mistakes(error)
    else:
        report = diagnostics.report(config, Level(options.level), app.clock(config))
    return answer(diagnostics.as_json(report), diagnostics.show(report), options.json)


def _list(options: argparse.Namespace) -> int:
    from kiosk.devices import adapters, kinds

    found = {kind: adapters(kind) for kind in kinds()}
    text = "\n".join(f"{kind}: {', '.join(names)}" for kind, names in found.items())
    return answer({"ok": True, "kinds": found}, text, options.json)


def _read(options: argparse.Namespace) -> int:
    """For commissioning: shows what is on the card, so a production-sealed terminal refuses it."""
    from kiosk.devices import open_device
    from kiosk.devices.card_reader import CardReader

    # Wherever it lies: a sealed machine is not opened by naming another file.
    known = [path for path in {options.config, *PLACES} if path.exists()]
    if any(configuration(path, options.json).sealed for path in known):
        return trouble("正式（sealed）配置的终端不能从命令行读卡", options.json)
    try:
        device = open_device(options.kind, options.adapter, _options(options.option))
    except ValueError as error:
        return trouble(f"没有这个设备或选项：{error}", options.json)
    try:
        if not isinstance(device, CardReader):
            return trouble(f"{options.kind} 没有可以读的东西", options.json)
        record = asdict(device.read(options.timeout))
    except DeviceError as error:
        told = {"ok": False, "error": error.fault.code, "completion": error.completion.value}
        said = {"citizen": error.fault.citizen, "technician": error.fault.technician}
        return answer({**told, **said}, error.fault.technician, options.json)
    except ValueError as error:
        return trouble(f"选项有误：{error}", options.json)
    finally:
        device.close()
    record["photo"] = len(record["photo"])
    text = "\n".join(f"{key}: {value}" for key, value in record.items())
    return answer({"ok": True, "record": record}, text, options.json)


def _options(pairs: list[str]) -> dict[str, object]:
    """port=/dev/ttyS0, baud=115200: numbers, true and false as in JSON, everything else as text."""
    found: dict[str, object] = {}
    for pair in pairs:
        key, _, value = pair.partition("=")
        try:
            found[key] = json.loads(value)
        except ValueError:
            found[key] = value
    return found


def _sync_status(options: argparse.Namespace) -> int:
    from kiosk.store import Store

    config = configuration(options.config, options.json)
    if not config.store.exists():
        return trouble("这台终端还没有收过件", options.json)
    store = Store(config.store)
    backlog, contact = store.outbox.backlog(), store.line.contact()
    store.close()
    told = {
        "ok": backlog.quarantined == 0,
        "queued": backlog.queued,
        "quarantined": backlog.quarantined,
        "oldest": _text(backlog.oldest),
        "network": contact.network,
        "lost_at": _text(contact.lost_at),
        "reason": contact.reason,
        "trouble": backlog.trouble,
    }
    text = f"待传 {backlog.queued} 件，需人工处理 {backlog.quarantined} 件，网络：{contact.network}"
    text += (
        f"\n上一次没有送成：{backlog.trouble or contact.reason}" if backlog.trouble or contact.reason else ""
    )
    return answer(told, text, options.json)


def _sync_run(options: argparse.Namespace) -> int:
    from kiosk.app import run_sync

    run_sync(configuration(options.config))
    return 0


def _verify(options: argparse.Namespace) -> int:
    from kiosk.store import Store

    path: Path = configuration(options.config, options.json).store
    if not path.exists():
        return trouble("这台终端还没有日志", options.json)
    store = Store(path)
    broken, (entries, head) = store.journal.verify(), store.journal.head()
    store.close()
    if broken is None:
        return answer(
            {"ok": True, "entries": entries, "head": head},
            f"日志完整：{entries} 条，链头 {head}",
            options.json,
        )
    told = {"ok": False, "entries": entries, "broken_at": broken.seq, "why": broken.why}
    return answer(told, f"日志在第 {broken.seq} 条被改动：{broken.why}", options.json)


def _bench(options: argparse.Namespace) -> int:
    from kiosk import bench

    result = bench.run(options.figure or None)
    return answer(result, bench.show(result), options.json)


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None

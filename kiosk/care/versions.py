"""What runs here: program, items, configuration, store, and how long the certificates last."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version

from kiosk.care.machine import Machine
from kiosk.care.sheet import WORDS, Row, Sheet
from kiosk.config import Config
from kiosk.diagnostics import trust
from kiosk.diagnostics.trust import Trust

_SHOWN = 12  # hex digits of a digest


def sheet(machine: Machine) -> Sheet:
    config, terminal = machine.config, machine.terminal
    epoch, seq, _ = terminal.store.sequence()
    entries, head = terminal.store.journal.head()
    rows = [
        Row("终端", f"{terminal.number}　{config.place}"),
        Row("程序", _program()),
        Row("事项", f"{len(terminal.flows)} 个，摘要 {_items(config)}"),
        Row("配置", f"摘要 {_configuration(config)}，{'封闭' if config.sealed else '没有封闭'}"),
        Row("收件编号", f"到 {seq}（{epoch[:8]}…）"),
        Row("流水", f"{entries} 条，链头 {head[:_SHOWN]}"),
    ]
    for health in trust.certificates(Trust.look(config), machine.now(), sure=True):
        rows.append(Row(f"{health.name}　{WORDS[health.result]}", health.value))
    return Sheet("versions", "版本", "报修时把这一页读给对方", rows=tuple(rows))


def _program() -> str:
    try:
        return version("kiosk")
    except PackageNotFoundError:
        return "没有安装，从文件夹运行"


def _items(config: Config) -> str:
    """Of the very bytes of every file."""
    total = hashlib.sha256()
    for path in sorted(config.items.glob("*.yaml")):
        total.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()[:_SHOWN]


def _configuration(config: Config) -> str:
    """Of what it says, and not of how the file is written."""
    said = json.dumps(asdict(config), sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:_SHOWN]

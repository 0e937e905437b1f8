"""What terminals were told to do, as a page of the console shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from acceptance import commands
from acceptance.platform import Platform
from kiosk.wire.commands import Kind as Command

NAMES = {
    Command.SUSPEND_ITEM: "暂停办理",
    Command.RESUME_ITEM: "恢复办理",
    Command.SELF_TEST: "自检",
    Command.DIAGNOSIS: "上传诊断",
    Command.RESTART_SCREENS: "重启屏幕",
}
_OUTCOMES = {
    "done": "完成",
    "failed": "没有做成",
    "expired": "到得太晚，没有做",
    "unknown": "终端的程序不认识",
    "superseded": "已被后来的命令取代",
}
_DETAILS = {
    "interrupted": "中途停过电或重启过",
    "not_started": "检查没有启动起来",
    "too_slow": "检查超过了两分钟",
    "no_findings": "检查没有给出结果",
}


@dataclass(frozen=True)
class Told:
    """A command as the page shows it."""

    id: str
    name: str
    by: str
    issued_at: datetime
    answered_at: datetime | None
    state: str
    bad: bool
    reported: bool


def told(platform: Platform, connection: Connection, terminal: str, now: datetime) -> list[Told]:
    return [_told(platform, row, now) for row in commands.of(connection, terminal)]


def offered(platform: Platform) -> dict[str, Any]:
    """What the form offers."""
    items = sorted((flow.title.zh, item) for item, flow in platform.flows.items())
    return {"kinds": NAMES, "items": items}


def _told(platform: Platform, row: Row[Any], now: datetime) -> Told:
    flow = platform.flows.get(row.subject)
    subject = f"：{flow.title.zh if flow else row.subject}" if row.subject else ""
    name = f"{NAMES.get(row.kind, row.kind)}{subject}"
    bad = row.outcome not in (None, "done", "superseded")
    if row.outcome is None:
        bad = row.expires_at <= now
        state = "没有答复，已过期" if bad else "等终端来取"
    else:
        state = _OUTCOMES.get(row.outcome, row.outcome)
        state += f"：{_DETAILS[row.detail]}" if bad and row.detail in _DETAILS else ""
    reported = row.outcome == "done" and row.kind in (Command.SELF_TEST, Command.DIAGNOSIS)
    return Told(row.id, name, row.by, row.issued_at, row.answered_at, state, bad, reported)

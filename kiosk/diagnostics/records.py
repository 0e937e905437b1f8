"""Whether what the terminal must not lose is whole: database, journal, outbox. Looks only."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.diagnostics.clock import spoken
from kiosk.diagnostics.verdict import failed, passed, unasked, warned
from kiosk.model import DeviceStatus, Health
from kiosk.store.feed import Cursor
from kiosk.store.inspection import Inspection

DATABASE, JOURNAL, OUTBOX = "数据库", "流水链", "待传申报"
OLDEST = timedelta(minutes=15)
_ENTRIES = 500
_KEEP = "停下终端，先备份整个数据文件夹再送修；不要删除：里面可能有还没送出的申报"


@dataclass(frozen=True)
class Remembered:
    """What other checks need to know of the store."""

    entries: tuple[datetime, ...] = ()  # when the journal's last ones were written, the last one first
    cursor: Cursor = Cursor("", 0)
    devices: dict[str, tuple[DeviceStatus, datetime]] | None = None

    @classmethod
    def look(cls, path: Path) -> Remembered:
        """Nothing where there is no store, or one that is damaged: `checks` says so."""
        if not path.exists():
            return cls()
        try:
            store = Inspection(path)
            try:
                entries = tuple(map(datetime.fromisoformat, store.last_entries(_ENTRIES)))
                return cls(entries, store.feed.cursor(), store.devices.all())
            finally:
                store.close()
        except (sqlite3.DatabaseError, LookupError, ValueError, TypeError):
            return cls()


def checks(path: Path, now: datetime) -> tuple[Health, ...]:
    if not path.parent.is_dir():
        return tuple(unasked(name, "数据文件夹") for name in (DATABASE, JOURNAL, OUTBOX))
    if not path.exists():
        return (passed(DATABASE, "还没有建立，第一次运行时建立"),)
    try:
        store = Inspection(path)
        try:
            database = _database(store)
            if database.result == "fail":
                return database, *(unasked(name, DATABASE) for name in (JOURNAL, OUTBOX))
            return database, _journal(store), _outbox(store, now)
        finally:
            store.close()
    except sqlite3.OperationalError:
        trouble = failed(DATABASE, "打不开", advice="用运行终端的用户来检查；检查文件权限和磁盘")
    except sqlite3.DatabaseError:
        trouble = failed(DATABASE, "文件损坏", advice=_KEEP)
    return trouble, *(unasked(name, DATABASE) for name in (JOURNAL, OUTBOX))


def _database(store: Inspection) -> Health:
    seen, known = store.migrations()
    if seen > known:
        advice = "装回原来的程序，或装更新的程序"
        return failed(DATABASE, f"版本 {seen}，程序只认到 {known}", advice=advice)
    if store.integrity() != "ok":
        return failed(DATABASE, "内容损坏", advice=_KEEP)
    return passed(DATABASE, f"完好，版本 {seen}")


def _journal(store: Inspection) -> Health:
    broken = store.journal.verify()
    if broken is not None:
        advice = "流水被改过或丢过：报告主管部门，保留整个数据文件夹作为证据"
        return failed(JOURNAL, f"从第 {broken.seq} 条起对不上", advice=advice)
    return passed(JOURNAL, f"{store.journal.head()[0]} 条，首尾相连")


def _outbox(store: Inspection, now: datetime) -> Health:
    backlog = store.outbox.backlog()
    age = now - backlog.oldest if backlog.oldest else timedelta()
    oldest = f"，最早的等了{spoken(age)}" if backlog.oldest else ""
    value, limit = f"{backlog.queued} 件{oldest}", "15 分钟内送出"
    if backlog.quarantined:
        advice = f"平台退回的申报要由工作人员处理，并联系办事人（{backlog.problem}）"
        return warned(OUTBOX, f"{value}；平台退回 {backlog.quarantined} 件", limit, advice)
    if backlog.trouble:
        return warned(OUTBOX, value, limit, f"申报都在，会自动再送。上一次没有送成：{backlog.trouble}")
    if age > OLDEST:
        return warned(OUTBOX, value, limit, "申报都在，不会丢；先解决“平台应答”，再看同步进程是否在运行")
    return passed(OUTBOX, value, limit)

"""What checks found before: kept only when a technician wants it so, and said beside what they find now."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.diagnostics import parts
from kiosk.diagnostics.clock import spoken
from kiosk.diagnostics.verdict import LEFT_OUT, UNASKED
from kiosk.model import Health, Level
from kiosk.store import Store, StoreError
from kiosk.store.inspection import Inspection

NEVER = "没有记录"
_RESULTS = {"pass": "通过", "warn": "警告", "fail": "失败"}
_LEVELS = {Level.INTERACTIVE: "上次人工检查", Level.EXTERNAL: "上次动作检查", Level.INTERNAL: "上次"}
_JUST_NOW = timedelta(minutes=2)


@dataclass(frozen=True)
class Past:
    """The last results by name and level, seen at `now`."""

    now: datetime
    results: Mapping[tuple[str, Level], tuple[str, datetime]] = field(default_factory=dict)

    @classmethod
    def look(cls, path: Path, now: datetime) -> Past:
        """Nothing where there is no store, or one that is damaged: its check says so."""
        if not path.exists():
            return cls(now)
        try:
            store = Inspection(path)
            try:
                return cls(now, store.checks.last())
            finally:
                store.close()
        except (sqlite3.DatabaseError, ValueError):
            return cls(now)

    def said(self, name: str) -> str:
        """Of the check that went furthest: a slip that was printed says more than a look."""
        entry = self._furthest(name)
        if entry is None:
            return NEVER
        level, result, at = entry
        age = self.now - at
        when = "刚才" if abs(age) < _JUST_NOW else f"{spoken(age)}前" if age > timedelta() else "时间在将来"
        return f"{_LEVELS[level]}：{_RESULTS[result]}，{when}"

    def data(self, name: str) -> dict[str, Any] | None:
        entry = self._furthest(name)
        if entry is None:
            return None
        level, result, at = entry
        return {"level": level.value, "result": result, "at": at.isoformat()}

    def _furthest(self, name: str) -> tuple[Level, str, datetime] | None:
        for level in _LEVELS:
            if (name, level) in self.results:
                result, at = self.results[name, level]
                return level, result, at
        return None


def keep(path: Path, report: Sequence[Health], now: datetime) -> str:
    """Why the results could not be kept, or nothing. Makes no store where there is none yet."""
    if not path.exists():
        return "结果没有记下：还没有数据库，终端第一次运行时建立"
    kept = [
        health for health in report if health.code not in (UNASKED, LEFT_OUT) and not parts.is_unnamed(health)
    ]
    try:
        store = Store(path)
        try:
            store.checks.keep(kept, now)
        finally:
            store.close()
    except StoreError:
        return "结果没有记下：数据库不能写，先看“数据库”和“磁盘空间”"
    return ""

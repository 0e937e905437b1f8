"""The daily round: what somebody looks after each day, when it was last done, what is still to be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kiosk.care.machine import Machine
from kiosk.care.sheet import Act, Row, Sheet
from kiosk.store.journal import Event

_POINTS = {
    "glass": "擦屏幕、读卡区和按键（早上）",
    "again": "擦屏幕、读卡区和按键（下午）",
    "paper": "看纸：凭条和 A4 都够用到明天",
    "phone": "服务电话的牌子在、看得清、打得通",
    "notice": "告示没有过期，没有别人贴的码和纸",
    "place": "机柜锁好，线没有露在外面，周围没有遗留物品",
}


def sheet(machine: Machine) -> Sheet:
    """Raises StoreError."""
    done = machine.terminal.store.history.rounds()
    rows = tuple(_row(machine, point, done.get(point)) for point in _POINTS)
    left = sum(row.act is not None for row in rows)
    says = f"今天还有 {left} 项没有做" if left else "今天的巡检做完了"
    lead = "看过、做过一项，就点它后面的“做好了”。发现坏了的，看总览和设备两页"
    return Sheet("rounds", "每日巡检", lead, says, "warm" if left else "good", rows)


def noted(machine: Machine, point: str, say: Callable[[str], None]) -> Sheet:
    """Once a day. Raises StoreError, and nothing is noted then."""
    store = machine.terminal.store
    if not _is_todays(machine, store.history.rounds().get(point)):
        store.journal.append(Event.ROUND, machine.now(), point)
    return sheet(machine)


def _is_todays(machine: Machine, at: datetime | None) -> bool:
    now = machine.now()
    return at is not None and at.astimezone(now.tzinfo).date() == now.date()


def _row(machine: Machine, point: str, at: datetime | None) -> Row:
    if at is not None and _is_todays(machine, at):
        return Row(_POINTS[point], f"今天做好了，{machine.told(at)}")
    last = machine.told(at) if at is not None else "没有记录"
    return Row(_POINTS[point], f"今天还没有做；上次：{last}", Act(f"round.{point}", "做好了"))

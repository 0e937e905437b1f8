"""What the machine did last, and what failed how often: codes and counts of the journal, nobody's name."""

from __future__ import annotations

from kiosk.care.machine import Machine
from kiosk.care.sheet import Row, Sheet
from kiosk.diagnostics import counters, lately


def sheet(machine: Machine) -> Sheet:
    counted = counters.counters(machine.config, machine.now(), None)
    if counted is None:
        return Sheet("log", "日志", says="数据库读不了，先看总览", tone="bad")
    rows = (
        *(Row(title, value) for title, value in lately.totals(counted)),
        *(Row(*lately.told(entry, machine.now().tzinfo)) for entry in counted["last"]),
    )
    return Sheet("log", "日志", "最近的在前面，编号只有开头，没有姓名", rows=rows)

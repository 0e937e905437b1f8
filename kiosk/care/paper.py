"""What is used up: the roll of the slips by what was printed since it is new, and what the printers say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from kiosk.care.machine import NAMES, Machine
from kiosk.care.sheet import Act, Row, Sheet
from kiosk.diagnostics import counters
from kiosk.model import Supply
from kiosk.store.journal import Event

_ROLLS = (80, 50, 30)  # metres, as rolls are sold
_SUPPLIES = {Supply.FULL: "足", Supply.LOW: "快用完了", Supply.OUT: "用完了", Supply.UNKNOWN: "不知道"}
_OF = {"paper": "纸", "toner": "碳粉"}


def sheet(machine: Machine) -> Sheet:
    counted = counters.counters(machine.config, machine.now(), None)
    rows = []
    if counted is not None:
        known = counted["paper"]
        since = known["replaced_at"]
        when = machine.told(datetime.fromisoformat(since)) if since else "没有记录"
        slips = "不知道" if known["slips_since"] is None else f"{known['slips_since']} 张"
        length = f"，一张约 {known['slip_mm']} 毫米" if known["slip_mm"] else ""
        rows += [
            Row("凭条纸上次更换", when),
            Row("换纸以来打印", slips + length),
            Row("估算", known["forecast"]),
        ]
    for kind, status in machine.terminal.devices().items():
        for name, supply in status.supplies.items():
            rows.append(Row(f"{NAMES.get(kind, kind)}　{_OF.get(name, name)}", _SUPPLIES[supply]))
    acts = tuple(Act(f"paper.{metres}", f"换了新纸卷（{metres} 米）") for metres in _ROLLS)
    return Sheet(
        "paper", "耗材", "换好纸、合上盖子以后，点纸卷的长度，从零开始计", rows=tuple(rows), acts=acts
    )


def changed(machine: Machine, metres: str, say: Callable[[str], None]) -> Sheet:
    """Raises StoreError, and nothing has changed then."""
    mm = int(metres) * 1000
    machine.terminal.store.journal.append(Event.PAPER_CHANGED, machine.now(), "receipt_printer", mm=mm)
    return replace(sheet(machine), says=f"已记下：换了 {metres} 米的新纸卷，从零开始计", tone="good")

"""What is used up: rolls, sheets and toner by what was printed since, and what the printers say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from kiosk.care.machine import NAMES, Machine
from kiosk.care.sheet import Act, Row, Sheet
from kiosk.diagnostics import counters
from kiosk.model import Supply
from kiosk.store.journal import Event

_ROLLS = (80, 50, 30)  # metres, as rolls are sold
_SHEETS = (Act("sheets.500", "放了 500 张"), Act("sheets.250", "放了 250 张"))
_TONERS = (
    Act("toner.3000", "换了 3000 页的"),
    Act("toner.1500", "换了 1500 页的"),
)  # as is written on the box
_SUPPLIES = {Supply.FULL: "足", Supply.LOW: "快用完了", Supply.OUT: "用完了", Supply.UNKNOWN: "不知道"}
_OF = {"paper": "纸", "toner": "碳粉"}


def sheet(machine: Machine) -> Sheet:
    counted = counters.counters(machine.config, machine.now(), None)
    documents = any(device.kind == "document_printer" for device in machine.config.devices)
    rows = []
    if counted is not None:
        rows += _slips(machine, counted["paper"])
        if documents:
            rows += _pages(machine, "A4 纸", counted["sheets"], _SHEETS)
            rows += _pages(machine, "碳粉", counted["toner"], _TONERS)
    for kind, status in machine.terminal.devices().items():
        for name, supply in status.supplies.items():
            rows.append(Row(f"{NAMES.get(kind, kind)}　{_OF.get(name, name)}", _SUPPLIES[supply]))
    acts = tuple(Act(f"paper.{metres}", f"换了新纸卷（{metres} 米）") for metres in _ROLLS)
    return Sheet(
        "paper", "耗材", "换好、合上盖子以后，点换的是哪一种，从零开始计", rows=tuple(rows), acts=acts
    )


def changed(machine: Machine, metres: str, say: Callable[[str], None]) -> Sheet:
    """Raises StoreError, and nothing has changed then."""
    mm = int(metres) * 1000
    machine.terminal.store.journal.append(Event.PAPER_CHANGED, machine.now(), "receipt_printer", mm=mm)
    return replace(sheet(machine), says=f"已记下：换了 {metres} 米的新纸卷，从零开始计", tone="good")


def filled(machine: Machine, number: str, say: Callable[[str], None]) -> Sheet:
    """Raises StoreError, as `changed`."""
    machine.terminal.store.journal.append(
        Event.PAPER_CHANGED, machine.now(), "document_printer", sheets=int(number)
    )
    return replace(sheet(machine), says=f"已记下：纸盒里放了 {number} 张 A4 纸，从零开始计", tone="good")


def toner(machine: Machine, pages: str, say: Callable[[str], None]) -> Sheet:
    """Raises StoreError, as `changed`."""
    machine.terminal.store.journal.append(
        Event.TONER_CHANGED, machine.now(), "document_printer", pages=int(pages)
    )
    return replace(sheet(machine), says=f"已记下：换了标 {pages} 页的碳粉，从零开始计", tone="good")


def _slips(machine: Machine, known: Mapping[str, Any]) -> list[Row]:
    slips = "不知道" if known["slips_since"] is None else f"{known['slips_since']} 张"
    length = f"，一张约 {known['slip_mm']} 毫米" if known["slip_mm"] else ""
    return [
        Row("凭条纸上次更换", _when(machine, known["replaced_at"])),
        Row("换纸以来打印", slips + length),
        Row("估算", known["forecast"]),
    ]


def _pages(machine: Machine, what: str, known: Mapping[str, Any], acts: tuple[Act, Act]) -> list[Row]:
    """Each with what a technician may have put in just now."""
    used = f"，标 {known['whole']}，以来打印 {known['pages_since']} 页" if known["whole"] else ""
    return [
        Row(f"{what}估算", known["forecast"], acts[0]),
        Row(f"{what}上次更换", _when(machine, known["changed_at"]) + used, acts[1]),
    ]


def _when(machine: Machine, at: str | None) -> str:
    return machine.told(datetime.fromisoformat(at)) if at else "没有记录"

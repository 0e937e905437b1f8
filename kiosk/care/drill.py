"""A fault that is only played: while a technician looks, home says what it would say of the real one.

Nothing of it is kept or told to the platform, and it ends with the page, the technician or the process.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.care.machine import NAMES, Machine
from kiosk.care.sheet import Act, Sheet
from kiosk.devices import faults
from kiosk.model import DeviceState, DeviceStatus, Fault

_LEAD = "选一个故障，看办事人会看到什么。演练不影响数据，离开这一页就恢复"
_PLAYED = "演练"
_MACHINE = {"line": "网络不通", "disk": "磁盘满了", "clock": "时钟快了一年"}  # what is no device


def _of_paper(kind: str) -> Fault:
    """As the adapter of this printer says it."""
    if kind == "receipt_printer":
        from kiosk.devices.receipt_printer._faults import PAPER_OUT

        return PAPER_OUT
    from kiosk.devices.document_printer._reasons import faults as said

    return said(["media-empty"])[0]


def _drills(machine: Machine) -> dict[str, tuple[str, str, DeviceStatus]]:
    """By name: what it is called, the kind, how its device is then. Of devices that this machine has."""
    found = {}
    for kind in machine.terminal.peripherals.opened:
        name = NAMES.get(kind, kind)
        if kind in ("receipt_printer", "document_printer"):
            empty = DeviceStatus(DeviceState.FAULT, faults=(_of_paper(kind),))
            found[f"{kind}.paper"] = f"{name}缺纸", kind, empty
        gone = DeviceStatus(DeviceState.ABSENT, faults=(faults.absent(name, _PLAYED),))
        found[f"{kind}.absent"] = f"{name}断开", kind, gone
    return found


def sheet(machine: Machine) -> Sheet:
    labels = _MACHINE | {name: label for name, (label, _, _) in _drills(machine).items()}
    acts = tuple(Act(f"drill.{name}", label) for name, label in labels.items())
    return Sheet("drill", "故障演练", _LEAD, acts=acts)


def begin(machine: Machine, name: str, say: Callable[[str], None]) -> Sheet:
    """The page itself says beside it what home says now."""
    if name in _MACHINE:
        label = _MACHINE[name]
        machine.terminal.peripherals.play(name)
    else:
        label, kind, status = _drills(machine)[name]
        machine.terminal.peripherals.drill(kind, status)
    said = f"演练中：{label}。办事人在首页看到的："
    return Sheet("drill", "故障演练", _LEAD, said, "warm", acts=(Act("right", "恢复正常"),))


def put_right(machine: Machine, nothing: str, say: Callable[[str], None]) -> Sheet:
    machine.terminal.peripherals.put_right()
    return sheet(machine)

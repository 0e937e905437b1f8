"""Each device: how it is, how its last test ended and when, and a test of it alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from kiosk.care.machine import NAMES, Machine
from kiosk.care.sheet import TONES, WORDS, Act, Row, Sheet
from kiosk.devices.exchanges import Exchange, Keeping
from kiosk.diagnostics import Past, by_hand, parts
from kiosk.diagnostics.offer import Offer
from kiosk.diagnostics.together import Question, side_by_side
from kiosk.model import DeviceState, DeviceStatus, Health, Level
from kiosk.store import StoreError

_STATES = {
    DeviceState.UNKNOWN: "不明",
    DeviceState.ABSENT: "没有接上",
    DeviceState.STARTING: "正在启动",
    DeviceState.ONLINE: "正常",
    DeviceState.BUSY: "正在工作",
    DeviceState.ATTENTION: "能用，要留意",
    DeviceState.FAULT: "故障",
    DeviceState.DISABLED: "停用",
}
_DEADLINE = 45.0  # seconds


def sheet(machine: Machine) -> Sheet:
    past, statuses = machine.past(), machine.terminal.devices()
    asleep = DeviceStatus(DeviceState.UNKNOWN)
    kinds = sorted(machine.terminal.peripherals.opened, key=lambda kind: statuses.get(kind, asleep).ready)
    rows = [_row(kind, statuses.get(kind, asleep), past) for kind in kinds]
    rows += [Row(f"{NAMES.get(kind, kind)}收发", _counted(machine, kind), _look(kind)) for kind in kinds]
    return Sheet("devices", "设备", "有问题的排在前面", rows=tuple(rows))


def exchanges(machine: Machine, kind: str, say: Callable[[str], None]) -> Sheet:
    """What went over the line of the device last; of no kind: all devices again."""
    if not kind:
        return sheet(machine)
    zone = machine.now().tzinfo
    rows = tuple(Row(f"{one.when(zone)}　{one.way}", one.hex) for one in reversed(_exchanges(machine, kind)))
    lead = "最近的在前面，字节是十六进制；连着一样的只写一次；可能是办事人的内容只数字节"
    acts = (replace(_look(kind), label="再看一次"), Act("exchanges", "回到设备"))
    says = "" if rows else "设备这次打开以来没有收发"
    return Sheet("devices", f"{NAMES.get(kind, kind)}的最近收发", lead, says, "warm", rows, acts)


def test(machine: Machine, kind: str, say: Callable[[str], None]) -> Sheet:
    """The device acts: a slip comes out, or somebody lays down a card."""
    device = machine.terminal.peripherals.opened.get(kind)
    if device is None:
        return replace(sheet(machine), says="这个设备没有打开", tone="bad")
    handed = kind in by_hand.TO_DO
    if handed:
        say(f"{by_hand.TO_DO[kind]}（等 {by_hand.WAIT} 秒）")
    level = Level.INTERACTIVE if handed else Level.EXTERNAL
    question = Question(parts.name(kind), partial(device.check, level))
    ((found,),) = side_by_side([question], _DEADLINE)
    found = Offer.read(machine.config.items).told(found, kind)
    with suppress(StoreError):  # it is true all the same
        if not parts.is_unnamed(found):
            machine.terminal.store.checks.keep([found], machine.now())
    return replace(sheet(machine), says=_said(found), tone=TONES[found.result])


def _said(health: Health) -> str:
    first = f"{health.name}：{WORDS[health.result]}，{health.value}"
    return f"{first}\n→ {health.advice}" if health.advice and health.result != "pass" else first


def _look(kind: str) -> Act:
    return Act(f"exchanges.{kind}", "查看")


def _exchanges(machine: Machine, kind: str) -> tuple[Exchange, ...]:
    device = machine.terminal.peripherals.opened.get(kind)
    return device.exchanges.last() if isinstance(device, Keeping) else ()


def _counted(machine: Machine, kind: str) -> str:
    last = _exchanges(machine, kind)
    return f"最近 {len(last)} 条，到 {last[-1].when(machine.now().tzinfo)}" if last else "还没有"


def _row(kind: str, status: DeviceStatus, past: Past) -> Row:
    name = NAMES.get(kind, kind)
    worst = status.worst
    now = f"{_STATES[status.state]}：{worst.technician}" if worst else _STATES[status.state]
    return Row(f"{name}　{past.said(name)}", now, Act(f"device.{kind}", "检测"))

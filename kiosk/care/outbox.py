"""What waits for the platform, since when and why; the last word that came; and sending it now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from kiosk.care.machine import Machine
from kiosk.care.sheet import Act, Row, Sheet
from kiosk.store.outbox import Waiting
from kiosk.sync import Sync

_SHOWN = 20  # of what waits; the counts are of all
_SHORT = 8  # characters of an id
_NETWORK = {"ok": "正常", "down": "不通", "unknown": "还没有联系过平台"}


def sheet(machine: Machine) -> Sheet:
    store = machine.terminal.store
    backlog, contact = store.outbox.backlog(), store.line.contact()
    why = backlog.trouble or contact.reason or ""
    oldest = f"，最早的一件 {machine.told(backlog.oldest)}" if backlog.oldest else ""
    quarantined = f"{backlog.quarantined} 件" + (f"：{backlog.problem}" if backlog.problem else "")
    rows = [
        Row("待传", f"{backlog.queued} 件{oldest}"),
        Row("平台退回，要人工处理", quarantined),
        Row("网络", _NETWORK[contact.network] + (f"：{why}" if why and contact.network == "down" else "")),
        Row("上次联系平台", _told(machine, contact.ok_at)),
        Row("最近一次回执", _told(machine, store.outbox.answered_at())),
    ]
    if contact.rests(machine.now()) and contact.next_attempt_at:
        rows.append(Row("下次自动上传", machine.told(contact.next_attempt_at)))
    rows += [_row(waiting) for waiting in store.outbox.schedule(_SHOWN)]
    says, tone = _judged(backlog.queued, backlog.quarantined, contact.network)
    return Sheet(
        "outbox",
        "待传队列",
        "只有编号和次数，看不到内容",
        says,
        tone,
        tuple(rows),
        (Act("sync", "立即上传"),),
    )


def sync(machine: Machine, nothing: str, say: Callable[[str], None]) -> Sheet:
    say("正在上传")
    terminal = machine.terminal
    drained = Sync(terminal.store, terminal.identity, terminal.platform, terminal.clock).drain()
    after = sheet(machine)
    if drained.stopped:
        return replace(after, says=f"送出 {drained.sent} 件，停下了：{drained.stopped}", tone="bad")
    return replace(after, says=f"送出 {drained.sent} 件，{after.says}")


def _judged(queued: int, quarantined: int, network: str) -> tuple[str, str]:
    if quarantined:
        return f"{quarantined} 件被平台退回，要人工处理", "bad"
    if network == "down":
        return "平台联系不上，收的件都在本机，联网后自动上传", "bad"
    return ("还有待传的件", "warm") if queued else ("没有待传的件", "good")


def _told(machine: Machine, at: datetime | None) -> str:
    return machine.told(at) if at else "从来没有"


def _row(waiting: Waiting) -> Row:
    what = "评价" if waiting.kind == "ratings" else f"第 {waiting.seq} 号"
    state = "被退回" if waiting.quarantined else f"试过 {waiting.attempts} 次"
    return Row(f"{what}　{waiting.id[:_SHORT]}…", f"{state}：{waiting.why}" if waiting.why else state)

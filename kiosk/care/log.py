"""What the machine did last, and what failed how often: codes and counts of the journal, nobody's name."""

from __future__ import annotations

from datetime import datetime

from kiosk.care.machine import NAMES, Machine
from kiosk.care.sheet import Row, Sheet
from kiosk.diagnostics import counters

_WORDS = {
    "started": "进程启动", "stopped": "进程停止", "died": "进程死了", "session_begun": "开始办理",
    "session_ended": "结束办理", "card_read": "读了身份证", "card_failed": "身份证没有读成",
    "capture_failed": "没有拍成", "confirmed": "本人确认", "consented": "同意须知", "filed": "收件",
    "slip_printed": "凭条打印好", "slip_failed": "凭条没有打成", "result_printed": "文件打印好",
    "result_failed": "文件没有打成", "settled": "平台回执", "status": "平台状态", "quarantined": "平台退回",
    "purged": "清除原件", "device": "设备变化", "line": "网络变化", "reported": "有人报修",
    "pin_tried": "试密码", "signed_in": "工作人员登录", "signed_out": "工作人员退出",
    "care_begun": "技术员进入", "care_ended": "技术员退出", "cared": "技术员操作", "paper_changed": "换纸",
    "round": "巡检",
}  # fmt: skip
_SHOWN = 40


def sheet(machine: Machine) -> Sheet:
    counted = counters.counters(machine.config, machine.now(), None)
    if counted is None:
        return Sheet("log", "日志", says="数据库读不了，先看总览", tone="bad")
    failures = "、".join(f"{code} {count} 次" for code, count in counted["failures"].items()) or "没有"
    done = f"办理 {counted['transactions']} 次，收件 {counted['filings']} 件，凭条 {counted['slips']} 张"
    rows = (
        Row("总数", done),
        Row("失败", failures),
        *(_row(machine, entry) for entry in counted["last"][:_SHOWN]),
    )
    return Sheet("log", "日志", "最近的在前面，编号只有开头，没有姓名", rows=rows)


def _row(machine: Machine, entry: dict[str, object]) -> Row:
    at, event, subject = (str(entry[name]) for name in ("at", "event", "subject"))
    found = entry["detail"]
    detail = " ".join(f"{key}={value}" for key, value in found.items()) if isinstance(found, dict) else ""
    when = datetime.fromisoformat(at).astimezone(machine.now().tzinfo)
    about = " ".join(filter(None, (NAMES.get(subject, subject), detail)))
    return Row(f"{when:%m-%d %H:%M:%S}　{_WORDS.get(event, event)}", about or "—")

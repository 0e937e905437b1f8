"""What the machine did last, and what ends when, as lines: codes and counts, nobody's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from kiosk.diagnostics.forecast import SUPPLIES
from kiosk.diagnostics.parts import NAMES

_WORDS = {
    "started": "进程启动", "stopped": "进程停止", "died": "进程死了", "session_begun": "开始办理",
    "session_ended": "结束办理", "card_read": "读了身份证", "card_failed": "身份证没有读成",
    "capture_failed": "没有拍成", "confirmed": "本人确认", "consented": "同意须知", "filed": "收件",
    "slip_printed": "凭条打印好", "slip_failed": "凭条没有打成", "result_printed": "文件打印好",
    "result_failed": "文件没有打成", "settled": "平台回执", "status": "平台状态", "quarantined": "平台退回",
    "purged": "清除原件", "device": "设备变化", "line": "网络变化", "reported": "有人报修",
    "pin_tried": "试密码", "signed_in": "工作人员登录", "signed_out": "工作人员退出",
    "care_begun": "技术员进入", "care_ended": "技术员退出", "cared": "技术员操作", "paper_changed": "换纸",
    "toner_changed": "换碳粉", "round": "巡检",
}  # fmt: skip


def page(counted: Mapping[str, Any] | None, zone: tzinfo | None) -> str:
    """What ends when, what there was, and the last entries, the last first."""
    if counted is None:
        return "耗材和流水：不知道，数据库读不了或还没有建立"
    ends = [(f"{name}估算", str(counted[key]["forecast"])) for key, name in SUPPLIES.items()]
    last = [told(entry, zone) for entry in counted["last"]]
    return "\n".join(f"{title}：{value}" for title, value in (*ends, *totals(counted), *last))


def totals(counted: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    failures = "、".join(f"{code} {count} 次" for code, count in counted["failures"].items()) or "没有"
    done = f"办理 {counted['transactions']} 次，收件 {counted['filings']} 件，凭条 {counted['slips']} 张"
    return ("总数", f"{done}，文件 {counted['pages']} 页"), ("失败", failures)


def told(entry: Mapping[str, Any], zone: tzinfo | None) -> tuple[str, str]:
    """When and what, and of what: kinds of devices by their names, ids by their beginning."""
    detail = " ".join(f"{key}={value}" for key, value in entry["detail"].items())
    when = datetime.fromisoformat(entry["at"]).astimezone(zone)
    event, subject = str(entry["event"]), str(entry["subject"])
    about = " ".join(filter(None, (NAMES.get(subject, subject), detail)))
    return f"{when:%m-%d %H:%M:%S}　{_WORDS.get(event, event)}", about or "—"

"""printer-state-reasons (RFC 8011) → faults, one sentence for each of two people, worst first.

A keyword may end in -error, -warning or -report; without one the severity is the usual one of the reason.
A report is no fault: sleeping is not being ill. But one of a supply is told, as a warning is: a tray that is
empty beside one that is not holds up nothing, and somebody has to fill it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from kiosk.model import Fault

DEVICE = "文件打印机"

_ELSEWHERE = "文件已保存，可发到手机，或以后到别的机器打印。"
OUT_OF_ORDER = f"文件暂时打不出来。{_ELSEWHERE}"
_STILL_PRINTS = "打印机需要留意，现在还能打印。"
_NO_PAPER = f"打印纸用完了。{_ELSEWHERE}"
_JAM = f"打印机卡纸了。{_ELSEWHERE}"
_OPEN = f"打印机的门没有关好。{_ELSEWHERE}"

Severity = Literal["error", "warning"]
_REASONS: dict[str, tuple[str, Severity, str, str]] = {
    "media-empty": ("media.empty", "error", _NO_PAPER, "纸盒无纸或未推到位：加纸并推紧纸盒"),
    "media-needed": ("media.empty", "error", _NO_PAPER, "缺少所需纸张：加 A4 纸"),
    "media-jam": ("media.jam", "error", _JAM, "卡纸：打开机门取出纸张"),
    "media-low": ("media.low", "warning", "", "纸张将尽：准备加纸"),
    "input-tray-missing": ("tray.missing", "error", _NO_PAPER, "纸盒没有装好：推紧纸盒"),
    "toner-empty": ("toner.empty", "error", OUT_OF_ORDER, "碳粉用完：更换硒鼓"),
    "toner-low": ("toner.low", "warning", "", "碳粉将尽：准备硒鼓"),
    "marker-supply-empty": ("toner.empty", "error", OUT_OF_ORDER, "墨粉或墨水用完：更换耗材"),
    "marker-supply-low": ("toner.low", "warning", "", "墨粉或墨水将尽：准备耗材"),
    "marker-waste-full": ("waste.full", "error", OUT_OF_ORDER, "废粉盒已满：更换废粉盒"),
    "marker-waste-almost-full": ("waste.low", "warning", "", "废粉盒将满：准备废粉盒"),
    "cover-open": ("cover.open", "error", _OPEN, "上盖打开：合上盖子"),
    "door-open": ("door.open", "error", _OPEN, "机门打开：关上机门"),
    "interlock-open": ("door.open", "error", _OPEN, "联锁开关打开：检查各处机门"),
    "output-area-full": ("output.full", "error", OUT_OF_ORDER, "出纸槽已满：取走纸张"),
    "output-area-almost-full": ("output.low", "warning", "", "出纸槽将满：取走纸张"),
    "spool-area-full": ("spool.full", "error", OUT_OF_ORDER, "打印机存储已满：清除残留作业"),
    "fuser-over-temp": ("fuser.hot", "error", OUT_OF_ORDER, "定影器过热：等待冷却，检查风道"),
    "fuser-under-temp": ("fuser.cold", "error", OUT_OF_ORDER, "定影器温度不足：等待预热，仍不好则送修"),
    "opc-life-over": ("drum.worn", "error", OUT_OF_ORDER, "感光鼓寿命已尽：更换感光鼓"),
    "opc-near-eol": ("drum.low", "warning", "", "感光鼓寿命将尽：准备感光鼓"),
    "paused": ("printer.paused", "error", OUT_OF_ORDER, "打印机已暂停：在面板上恢复"),
    "moving-to-paused": ("printer.paused", "error", OUT_OF_ORDER, "打印机正在暂停：在面板上恢复"),
    "stopped-partly": ("printer.partly", "warning", "", "打印机部分停止：查看面板"),
    "shutdown": ("printer.off", "error", OUT_OF_ORDER, "打印机已关机：开机"),
    "timed-out": ("printer.timeout", "error", OUT_OF_ORDER, "打印机与引擎通信超时：重新上电"),
    "connecting-to-device": ("printer.connecting", "warning", "", "打印服务正在连接打印机：检查数据线"),
    "offline": ("printer.offline", "error", OUT_OF_ORDER, "打印机脱机：检查电源和数据线"),
}
_NEVER = ("none", "sleep-mode")
_NO_ERROR = {  # of what a printer names and goes on all the same: a fault and a sentence of its own
    "media.empty": ("media.low", "纸盒之一没有纸，打印机还能打：加纸"),
    "tray.missing": ("tray.low", "纸盒之一没有装好，打印机还能打：推紧纸盒"),
    "toner.empty": ("toner.low", "有一种耗材报告用完，打印机还能打：更换耗材"),
    "waste.full": ("waste.low", "废粉盒报告已满，打印机还能打：更换废粉盒"),
}
_SUPPLIES = ("media-empty", "media-needed", "media-low", "toner-", "marker-supply-", "marker-waste-")

STOPPED = Fault("printer.stopped", OUT_OF_ORDER, "打印机已停止且没有说明原因：查看面板，重新上电")
REFUSES = Fault("printer.refuses", OUT_OF_ORDER, "打印机不接收作业：在面板或管理页恢复接收")
NO_PDF = Fault("format.pdf", OUT_OF_ORDER, "打印机不支持 PDF：更换型号或加装打印服务")
NOT_PDF = Fault("document.pdf", OUT_OF_ORDER, "要打印的内容不是 PDF")
LEFT_BEHIND = Fault("job.left_behind", OUT_OF_ORDER, "上一份作业还在打印机里，取消不了：在打印机面板上取消它")
TIMED_OUT = Fault("timeout", OUT_OF_ORDER, "打印机在规定时间内没有打完，作业已请求取消")

_NOT_ACCEPTING, _BUSY = 0x0506, 0x0507
_JOB_GONE = (0x0404, 0x0406, 0x0407)  # not possible any more, not found, gone


def marker_low(percent: int) -> Fault:
    """Nothing but a warning: a printer that cannot print says so in its reasons."""
    technician = f"碳粉或墨水最少的一种只剩 {percent}%：{'准备' if percent else '更换'}耗材"
    return Fault("toner.low", _STILL_PRINTS, technician, "warning")


def refused(status: int) -> Fault:
    if status == _NOT_ACCEPTING:
        return REFUSES
    if status == _BUSY:
        return Fault("printer.busy", OUT_OF_ORDER, "打印机还在处理别的作业，现在不接收：稍后再试")
    if status in _JOB_GONE:
        return Fault("job.gone", OUT_OF_ORDER, f"打印机里没有这个作业了（IPP 状态 {status:04X}）：查看面板")
    return Fault("printer.refused", OUT_OF_ORDER, f"打印机拒绝了请求（IPP 状态 {status:04X}）：检查设置")


def aborted(state: int) -> Fault:
    return Fault("job.aborted", OUT_OF_ORDER, f"打印机放弃了作业（job-state {state}）：查看面板，重试")


def faults(reasons: Iterable[str]) -> tuple[Fault, ...]:
    """Errors before warnings, each in the order in which the printer gave them."""
    found = [fault for fault in map(_fault, reasons) if fault is not None]
    return tuple(sorted(dict.fromkeys(found), key=lambda fault: fault.severity != "error"))


def job_faults(reasons: Iterable[str]) -> tuple[Fault, ...]:
    """What job-state-reasons say beyond the job's state."""
    bad = {
        "job-completed-with-errors",
        "aborted-by-system",
        "submission-interrupted",
        "document-format-error",
        "document-unprintable-error",
    }
    return tuple(
        Fault("job.errors", OUT_OF_ORDER, f"打印机报告作业有错（{reason}）：查看面板")
        for reason in reasons
        if reason in bad
    )


def _fault(keyword: str) -> Fault | None:
    reason, _, suffix = keyword.rpartition("-")
    if suffix not in ("error", "warning", "report"):
        reason, suffix = keyword, ""
    if reason in _NEVER or suffix == "report" and reason != "offline" and not reason.startswith(_SUPPLIES):
        return None
    code, usual, citizen, technician = _REASONS.get(
        reason, (f"printer.{reason}", "warning", OUT_OF_ORDER, f"打印机报告 {reason}：查看面板")
    )
    severity: Severity = "error" if suffix == "error" else "warning" if suffix == "warning" else usual
    if suffix == "report" and reason.startswith(_SUPPLIES):
        severity = "warning"
    if severity == "warning":
        citizen = _STILL_PRINTS
        code, technician = _NO_ERROR.get(code, (code, technician))
    return Fault(code, citizen or OUT_OF_ORDER, technician, severity)

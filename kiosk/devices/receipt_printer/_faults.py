"""What can be wrong with a receipt printer, said to a person and to a technician."""

from __future__ import annotations

from dataclasses import replace

from kiosk.model import DeviceError, Fault

DEVICE = "凭条打印机"

# What to do now is said by the page, which also knows that the filing stands; here is only what is true.
_NOTHING = "回执没有打出来。"
_PERHAPS = "回执可能没有打完，请看一看出纸口。"
OUT_OF_ORDER = f"打印机暂时用不了，{_NOTHING}"

PAPER_OUT = Fault("media.empty", f"打印纸用完了，{_NOTHING}", "凭条纸用完：更换纸卷")
PAPER_LOW = Fault("media.low", "打印纸快用完了，现在还能打印。", "凭条纸将尽：准备更换纸卷", "warning")
COVER_OPEN = Fault("cover.open", f"打印机的盖子没有关好，{_NOTHING}", "凭条打印机上盖打开：合上盖子")
CUTTER = Fault("cutter.jam", OUT_OF_ORDER, "切刀卡住：清理切刀后重新上电")
HOT = Fault("head.hot", f"打印机太热，要歇一会儿，{_NOTHING}", "打印头过热：等待冷却，检查通风")
BROKEN = Fault("printer.unrecoverable", OUT_OF_ORDER, "打印机报告不可恢复的错误：重新上电，仍失败则送修")
ERROR = Fault("printer.error", OUT_OF_ORDER, "打印机报告错误：检查纸路、切刀和上盖，重新上电")
OFFLINE = Fault("printer.offline", OUT_OF_ORDER, "打印机脱机：检查面板按键，重新上电")
NO_STATUS = Fault(
    "status.unsupported",
    "打印后请看一看出纸口有没有回执。",
    "该打印机不回报状态：缺纸、开盖都无法发现，凭条无法确认",
    "warning",
)
UNCONFIRMED = Fault(
    "print.unconfirmed",
    "请看一看出纸口有没有回执。",
    "打印机不回报状态，无法确认出纸",
)
TIMED_OUT = Fault("timeout", OUT_OF_ORDER, "打印机在规定时间内没有打完：检查数据线和打印速度")
BAD_PAYLOAD = Fault("slip.payload", OUT_OF_ORDER, "二维码内容不能打印：含控制字符或过长")


def missing_glyph(code_point: str) -> Fault:
    technician = f"没有字体含 {code_point}：安装含该字的字体（例如 fonts-hanazono）"
    return Fault("glyph.missing", f"有一个字这台机器打不了，{_NOTHING}", technician)


def begun(error: DeviceError) -> DeviceError:
    """The same trouble once paper has moved: what came out may be part of the slip, or all of it."""
    fault = error.fault
    return DeviceError(error.completion, replace(fault, citizen=fault.citizen.replace(_NOTHING, _PERHAPS)))

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
BROKEN = Fault(
    "printer.unrecoverable", OUT_OF_ORDER, "打印机报告不可恢复的错误：检查电源适配器，重新上电，仍失败则送修"
)
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
UNSEEN = Fault(
    "print.unseen", OUT_OF_ORDER, "打印时这台机器太忙，没有一直看着打印机：再打一次；常有就检查 CPU 和内存"
)
BAD_PAYLOAD = Fault("slip.payload", OUT_OF_ORDER, "二维码内容不能打印：含控制字符或过长")


RECOVERABLE = Fault(
    "printer.recoverable", OUT_OF_ORDER, "打印机报告可恢复的错误：检查纸路和数据线，按走纸键恢复"
)
FEEDING = Fault("printer.feeding", OUT_OF_ORDER, "走纸键按着：松开走纸键")
VOLTAGE = Fault("printer.voltage", f"打印机的电源不正常，{_NOTHING}", "打印机电源电压不对：检查电源适配器")
LINE_ERRORS = Fault(
    "line.errors", f"打印机没有收对要打的内容，{_NOTHING}", "打印机收到的数据有误：检查波特率和数据线"
)
JAM = Fault("media.jam", f"打印机卡纸了，{_NOTHING}", "出纸通道卡纸：清理出纸通道")
OUTPUT_BLOCKED = Fault(
    "output.blocked", OUT_OF_ORDER, "出纸口的凭条收不回去：取走出纸口的纸，检查出纸器，打开回收功能"
)
NOT_PRESENTED = Fault("print.not_presented", OUT_OF_ORDER, "凭条没有送到出纸口：检查切刀和出纸器")
ONE_WAY = Fault(
    "status.one_way",
    OUT_OF_ORDER,
    "这条 USB 线上的打印机从来没有应答：检查电源；这种型号在 /dev/usb/lp* 上可能只写不读，改用选项 usb、"
    "串口或网口；确实不回报状态的型号，profile 写 write-only-80",
)
NO_LIBUSB = Fault("usb.library", OUT_OF_ORDER, "系统没有 libusb：安装 libusb-1.0-0")
NO_PRINTER_INTERFACE = Fault(
    "usb.interface", OUT_OF_ORDER, "这个 USB 设备没有打印机接口：检查选项 usb 的厂商号和产品号"
)


def lp_denied(path: str) -> Fault:
    technician = f"没有权限打开 {path}：把运行终端的用户加进 lp 组，重新登录或重启服务"
    return Fault("link.denied", OUT_OF_ORDER, technician)


def usb_denied(where: str, rule: str) -> Fault:
    technician = (
        f"没有权限打开 USB 设备 {where}：在 /etc/udev/rules.d/70-kiosk.rules 写上 {rule}，"
        "把运行终端的用户加进 lp 组，重新插上打印机"
    )
    return Fault("link.denied", OUT_OF_ORDER, technician)


def in_use(where: str) -> Fault:
    technician = f"打印机被别的程序占用（{where}）：停掉 CUPS 的队列或别的打印程序"
    return Fault("link.in_use", OUT_OF_ORDER, technician)


def missing_glyph(code_point: str) -> Fault:
    technician = f"没有字体含 {code_point}：安装含该字的字体（例如 fonts-hanazono）"
    return Fault("glyph.missing", f"有一个字这台机器打不了，{_NOTHING}", technician)


def begun(error: DeviceError) -> DeviceError:
    """The same trouble once paper has moved: what came out may be part of the slip, or all of it."""
    fault = error.fault
    return DeviceError(error.completion, replace(fault, citizen=fault.citizen.replace(_NOTHING, _PERHAPS)))

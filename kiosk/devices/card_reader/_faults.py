"""Every SW3 of the SDT protocol as one typed outcome, said to a person and to a technician."""

from __future__ import annotations

from kiosk.devices import faults
from kiosk.model import Completion, DeviceError, Fault

DEVICE = "身份证阅读器"

_AGAIN = "没有读出来。请先拿开身份证，再平放回去，不要动。"
_BROKEN = "这台机器暂时读不了身份证。请换一台机器，或请工作人员帮忙。"
_UNVERIFIED = "这张身份证没有通过核验，不能在这里使用。请带证件到人工窗口办理。"

NO_CARD = Fault(
    "card.none", "没有读到身份证。请把身份证平放在亮灯的地方，不要拿开。", "等待时间内没有找到证件"
)
STILL_THERE = Fault("card.not_lifted", "请先拿开身份证，再放回去。", "上一次读过的证件没有离开感应区")
WRONG_KIND = Fault(
    "card.unsupported", "这里读不了这种证件。请放居民身份证，或请工作人员帮忙。", "证件种类不受支持"
)
UNREADABLE = Fault(
    "card.unreadable", "没有读出来。请把身份证擦一擦，换一面再放。", "证件内容不符合规定的格式"
)
FOREIGN = Fault(
    "card.foreign",
    "这张卡读不出来，可能不是身份证。请换成居民身份证。",
    "感应区的卡能选中、反复读不出，多半不是身份证（SW3 41）",
)

LIFTED = "card.lifted"
_NO_MATTER = "身份证可以照常读。"  # nobody but a technician has to know


def denied(where: str, remedy: str) -> Fault:
    """It is there, and this program may not open it."""
    return Fault("link.denied", _BROKEN, f"没有权限打开{DEVICE}（{where}）：{remedy}")


def taken(where: str) -> Fault:
    """It is there, and another program has it."""
    return Fault(
        "link.taken", _BROKEN, f"{DEVICE}被别的程序占用（{where}）：关掉那个程序，或卸载 ModemManager"
    )


def no_pipes(where: str) -> Fault:
    """A device of that number that is no such reader."""
    return Fault("link.no_pipes", _BROKEN, f"{where} 没有 SDT 用的管道：检查型号和 layout")


NO_LIBUSB = Fault("link.library", _BROKEN, "缺少 libusb-1.0：安装软件包 libusb-1.0-0")


def other_rate(written: int, found: int) -> Fault:
    technician = f'波特率写的是 {written}，阅读器用的是 {found}：改配置，或写 negotiate = "set"'
    return Fault("link.rate", _NO_MATTER, technician, "warning")


def no_portrait(why: str) -> Fault:
    return Fault("photo.not_decoded", _NO_MATTER, why, "warning")


_Outcome = tuple[Completion, Fault]


def _card(code: str, technician: str, citizen: str = _AGAIN) -> _Outcome:
    return Completion.USER_ERROR, Fault(code, citizen, technician)


def _reader(code: str, technician: str, completion: Completion = Completion.HARDWARE_ERROR) -> _Outcome:
    return completion, Fault(code, _BROKEN, technician)


_OUTCOMES: dict[int, _Outcome] = {
    0x10: _reader("link.checksum", "阅读器报告校验和错误：检查数据线和波特率"),
    0x11: _reader("link.length", "阅读器报告长度错误：检查数据线和波特率"),
    0x21: _reader("reader.command", "阅读器不支持该命令：检查型号", Completion.UNSUPPORTED),
    0x23: _reader("reader.forbidden", "阅读器没有执行该命令的权限：联系厂家"),
    0x24: _reader("reader.unknown", "阅读器报告未知错误：重新上电"),
    0x31: _card("card.unverified", "证件认证 SAM 失败：证件可能损坏或可疑，不得改为手工录入", _UNVERIFIED),
    0x32: _card("card.unverified", "SAM 认证证件失败：证件可能损坏或可疑，不得改为手工录入", _UNVERIFIED),
    0x33: _card("card.unverified", "证件信息验证失败：证件可能损坏或可疑，不得改为手工录入", _UNVERIFIED),
    0x34: _card(LIFTED, "还没有找到证件：证件没有放稳"),
    0x40: (Completion.USER_ERROR, WRONG_KIND),
    0x41: _card(LIFTED, "读证件失败：证件移动过早"),
    0x47: _card(LIFTED, "取证件随机数失败：证件移动过早"),
    0x50: _reader("reader.write", "阅读器报告写入失败：重新上电"),
    0x60: _reader("reader.self_test", "SAM 自检失败：更换阅读器", Completion.DEVICE_NOT_READY),
    0x61: _reader("reader.login", "SAM 登录失败：重新上电，仍失败则联系厂家", Completion.DEVICE_NOT_READY),
    0x66: _reader("reader.unauthorised", "SAM 未经授权：联系厂家", Completion.DEVICE_NOT_READY),
    0x80: _card(LIFTED, "没有找到证件：证件已拿开"),
    0x81: _card(LIFTED, "选择证件失败：证件没有放稳"),
    0x91: _card("card.unreadable", "证件上没有所读的内容", UNREADABLE.citizen),
    0xFF: _reader("link.failure", "阅读器报告通信失败：检查数据线，重新上电"),
}


def outcome(sw3: int) -> DeviceError:
    """What a reply that is no success says. A value that the protocol does not list is garbage."""
    if sw3 in _OUTCOMES:
        completion, fault = _OUTCOMES[sw3]
        technician = f"{fault.technician}（SW3 {sw3:02X}）"
        return DeviceError(completion, Fault(fault.code, fault.citizen, technician))
    return DeviceError(Completion.INVALID_DATA, faults.garbled(DEVICE, f"SW3 {sw3:02X}"))

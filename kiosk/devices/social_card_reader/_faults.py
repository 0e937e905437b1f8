"""What can go wrong between a person, a social-security card and the reader, said to two people."""

from __future__ import annotations

from kiosk.devices import faults
from kiosk.devices._pcsc.trouble import PcscError, Trouble
from kiosk.devices.social_card_reader import PinError
from kiosk.model import Completion, DeviceError, Fault

DEVICE = "社保卡阅读器"

_ABSENT = "这台机器的社保卡阅读器暂时用不了。请换一台机器，或请工作人员帮忙。"
_AGAIN = "没有读出来。请把社保卡拿出来，芯片朝上再插一次，插到底，不要动。"
_WINDOW = "请带社保卡和身份证到社保服务窗口或发卡银行办理。"

SERVICE_DOWN = Fault(
    "link.absent",
    _ABSENT,
    "智能卡服务 pcscd 没有运行：systemctl enable --now pcscd.socket",
)
SERVICE_DENIED = Fault(
    "link.denied",
    _ABSENT,
    "智能卡服务 pcscd 在运行，不许这个用户访问（8010006A）：写 polkit 规则放行，见 docs/devices.md",
)
NO_CARD = Fault("card.none", "没有读到社保卡。请把社保卡芯片朝上插进读卡口，插到底。", "等待时间内没有插卡")
LIFTED = Fault("card.lifted", "社保卡拿得太早了。请再插一次，等屏幕提示后再拿。", "读卡过程中卡被取走")
MUTE = Fault("card.mute", _AGAIN, "卡上电后没有应答：卡插反、触点脏，或不是芯片卡")
SILENT = Fault("card.silent", _AGAIN, "卡在规定时间内没有应答：取出后重插；反复出现时清洁触点或换卡")
RESET = Fault("card.reset", _AGAIN, "卡在读取中两次被其他程序复位：停用占用读卡器的程序")
SHARED = Fault("reader.shared", _ABSENT, "读卡器被其他程序占用：找出并停用它（lsof /run/pcscd/pcscd.comm）")
FOREIGN = Fault(
    "card.unsupported", "这不是社保卡。请换成社会保障卡，芯片朝上插到底。", "卡上没有社会保障应用（6A 82）"
)
UNREADABLE = Fault("card.unreadable", "这张社保卡读不出来。" + _WINDOW, "卡上内容不符合规定的格式")
AUTHORISED = Fault(
    "card.authorised_reader",
    "这张社保卡在这台机器上读不了。请到人工窗口办理，或请工作人员帮忙。",
    "卡片验过密码仍不给读（69 82）：要有 PSAM 的认证读卡器，换机或转人工窗口",
)
PIN_FORM = Fault("pin.form", "密码由数字组成，位数不对。请重新输入。", "输入的密码位数不对，没有送给卡")


def no_reader(pattern: str) -> Fault:
    technician = (
        f"智能卡服务在运行，没有找到读卡器（{pattern}）：检查数据线和 reader 选项，pcsc_scan 列出读卡器"
    )
    return Fault("link.absent", _ABSENT, technician)


def pin_needed(tries: int | None) -> PinError:
    known = "" if tries is None else f"还可以试 {tries} 次。"
    return PinError(
        Fault("pin.needed", f"请输入社保卡密码。{known}", "卡片要求先验密码（69 82）：请办事人自己输入"),
        tries,
    )


def pin_wrong(tries: int | None) -> PinError:
    if tries == 0:
        return pin_blocked()
    left = "" if tries is None else f"还可以试 {tries} 次，用完后卡会被锁住。"
    return PinError(
        Fault("pin.wrong", f"密码不对。{left}请重新输入。", "卡片拒绝了输入的密码（63 Cx）"), tries
    )


def pin_blocked() -> PinError:
    fault = Fault("pin.blocked", "社保卡密码已锁住，这里不能再试。" + _WINDOW, "卡片密码已锁定（69 83）")
    return PinError(fault, 0)


def refused(sw: int, what: str) -> DeviceError:
    """A status word that the step does not know."""
    return DeviceError(Completion.INVALID_DATA, faults.garbled(DEVICE, f"{what} SW {sw:04X}"))


def garbled(what: str) -> DeviceError:
    return DeviceError(Completion.INVALID_DATA, faults.garbled(DEVICE, what))


_OUTCOMES = {
    Trouble.SERVICE: (Completion.DEVICE_NOT_READY, SERVICE_DOWN),
    Trouble.DENIED: (Completion.DEVICE_NOT_READY, SERVICE_DENIED),
    Trouble.REMOVED: (Completion.USER_ERROR, LIFTED),
    Trouble.RESET: (Completion.HARDWARE_ERROR, RESET),
    Trouble.SHARED: (Completion.DEVICE_NOT_READY, SHARED),
    Trouble.MUTE: (Completion.USER_ERROR, MUTE),
    Trouble.BROKEN: (Completion.USER_ERROR, SILENT),
    Trouble.GARBLED: (Completion.INVALID_DATA, faults.garbled(DEVICE, "应答残缺或没完没了")),
}


def outcome(error: PcscError, pattern: str) -> DeviceError:
    if error.trouble is Trouble.CANCELED:
        return faults.closed(DEVICE)
    if error.trouble is Trouble.READER:
        return DeviceError(Completion.DEVICE_NOT_READY, no_reader(pattern))
    if error.trouble is Trouble.SILENT:
        return DeviceError(Completion.TIME_OUT, faults.silent(DEVICE, "PC/SC"))
    if error.trouble in _OUTCOMES:
        return DeviceError(*_OUTCOMES[error.trouble])
    fault = Fault("link.failure", _ABSENT, f"智能卡服务报告错误 {error.code:08X}：拔插读卡器，重启 pcscd")
    return DeviceError(Completion.HARDWARE_ERROR, fault)

"""What can be wrong with the line to any device, in the words of two people.

Faults of one kind of device live in that kind's folder; these are the ones that all of them share. `citizen`:
what a kind says to the person in place of "use another machine", where that would make them file twice.
"""

from __future__ import annotations

import socket
import ssl
from pathlib import Path
from typing import Literal

from kiosk.model import Completion, DeviceError, DeviceState, DeviceStatus, Fault, Health, Level

_NOBODY = ("card.none", "code.none", "page.cut_off", "sensor.unmoved")
_AGAIN = "再查一次，在等待的时间里照提示做；做了还是这样，才是设备的问题"
_CITIZEN = "这台机器的{device}暂时用不了。请换一台机器，或请工作人员帮忙。"


def absent(device: str, where: str, citizen: str = _CITIZEN) -> Fault:
    """Nothing is there: the port cannot be opened, or the line broke while in use."""
    technician = f"{device}没有连接（{where}）：检查电源和数据线"
    if Path(where).is_file() or Path(where).is_dir():
        technician = f"{device}的选项写错了（{where}）：那是文件或文件夹，不是设备，核对端口的名字"
    return Fault("link.absent", citizen.format(device=device), technician)


def unreached(device: str, where: str, error: OSError, citizen: str = _CITIZEN) -> Fault:
    """Why no connection came about over the network: each cause has its own remedy."""
    match error:
        case ConnectionRefusedError():
            said = "的端口拒绝连接", "设备在，端口不对或服务没开：核对端口，打开设备的网络打印等服务"
        case socket.gaierror():
            said = "的名字查不到", "核对地址的拼写和 DNS，或直接写 IP 地址"
        case ssl.SSLCertVerificationError():
            said = "的证书不受信任", "核对地址；设备自己签的证书要装进系统的受信任证书，或改用不加密的地址"
        case ssl.SSLError():
            said = "的加密连接建立不了", "那个端口不加密，或版本太旧：改用不加密的地址，或升级设备"
        case _:
            return absent(device, where, citizen)
    return Fault("link.absent", citizen.format(device=device), f"{device}{said[0]}（{where}）：{said[1]}")


def silent(device: str, where: str, citizen: str = _CITIZEN, *, serial: bool = False) -> Fault:
    """The line is there and nobody answers. Only on a serial one may it be the rate."""
    line, remedy = ("的串口", "电源和波特率") if serial else ("", "电源和地址")
    technician = f"{device}{line}没有应答（{where}）：检查{remedy}，重新上电"
    return Fault("link.silent", citizen.format(device=device), technician)


def garbled(device: str, what: str, citizen: str = _CITIZEN) -> Fault:
    """Something answers, in another language."""
    technician = f"{device}的应答不符合协议（{what}）：检查型号、波特率和数据线"
    return Fault("link.garbled", citizen.format(device=device), technician)


def broken(device: str, error: Exception) -> Fault:
    """What leads to the device failed in a way that nobody foresaw; of the error only its kind is told."""
    technician = f"{device}的驱动出错（{type(error).__name__}）：拔下再插上，仍不好就重启终端并报修"
    return Fault("link.broken", _CITIZEN.format(device=device), technician)


def closed(device: str) -> DeviceError:
    """close() broke the wait."""
    fault = Fault("canceled", "操作已取消。", f"{device}在等待中被关闭")
    return DeviceError(Completion.CANCELED, fault)


def snapshot(error: DeviceError) -> DeviceStatus:
    """How a device is that could not say so itself."""
    gone = error.fault.code == "link.absent"
    return DeviceStatus(DeviceState.ABSENT if gone else DeviceState.FAULT, faults=(error.fault,))


def must_work(found: DeviceStatus) -> None:
    """Raises DeviceError for the worst fault, unless it is only a warning."""
    worst = found.worst
    if worst is not None and worst.severity == "error":
        raise DeviceError(Completion.DEVICE_NOT_READY, worst)


def health(name: str, level: Level, fault: Fault, result: Literal["warn", "fail"] = "fail") -> Health:
    """A fault as the answer to a check: a technician's sentence is what is wrong, a colon, what to do.

    That nobody did what an INTERACTIVE check waits for says nothing of the device: never a failure.
    """
    value, _, advice = fault.technician.partition("：")
    if level is Level.INTERACTIVE and fault.code in _NOBODY:
        return Health(name, level, "warn", f"没有操作（{value}）", advice=_AGAIN, code=fault.code)
    return Health(name, level, result, value, advice=advice, code=fault.code)

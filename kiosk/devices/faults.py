"""What can be wrong with the line to any device, in the words of two people.

Faults of one kind of device live in that kind's folder; these are the ones that all of them share. `citizen`:
what a kind says to the person in place of "use another machine", where that would make them file twice.
"""

from __future__ import annotations

from typing import Literal

from kiosk.model import Completion, DeviceError, DeviceState, DeviceStatus, Fault, Health, Level

_NOBODY = ("card.none", "code.none", "page.cut_off", "sensor.unmoved")
_AGAIN = "再查一次，在等待的时间里照提示做；做了还是这样，才是设备的问题"
_CITIZEN = "这台机器的{device}暂时用不了。请换一台机器，或请工作人员帮忙。"


def absent(device: str, where: str, citizen: str = _CITIZEN) -> Fault:
    """Nothing is there: the port cannot be opened, or the line broke while in use."""
    technician = f"{device}没有连接（{where}）：检查电源和数据线"
    return Fault("link.absent", citizen.format(device=device), technician)


def silent(device: str, where: str, citizen: str = _CITIZEN) -> Fault:
    """The line is there and nobody answers."""
    technician = f"{device}没有应答（{where}）：检查电源、波特率或地址，重新上电"
    return Fault("link.silent", citizen.format(device=device), technician)


def garbled(device: str, what: str, citizen: str = _CITIZEN) -> Fault:
    """Something answers, in another language."""
    technician = f"{device}的应答不符合协议（{what}）：检查型号、波特率和数据线"
    return Fault("link.garbled", citizen.format(device=device), technician)


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

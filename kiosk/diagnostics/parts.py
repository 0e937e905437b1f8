"""Each device's own check, and the case that another process has the device just now."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from kiosk.config import Config
from kiosk.config import Device as Entry
from kiosk.devices import Device, open_device
from kiosk.diagnostics.verdict import failed, passed, warned
from kiosk.model import DeviceState, DeviceStatus, Health, Level

Snapshots = Mapping[str, tuple[DeviceStatus, datetime]]


_UNNAMED = "设备 "
NAMES = {
    "card_reader": "身份证阅读器",
    "receipt_printer": "凭条打印机",
    "document_printer": "文件打印机",
    "social_card_reader": "社保卡阅读器",
    "code_scanner": "扫码器",
    "document_camera": "高拍仪",
    "face_camera": "人脸摄像头",
    "sensors": "机柜传感器",
    "handset": "呼叫按钮和听筒",
}  # by kind, as their checks are called


def name(kind: str) -> str:
    """Of a device that did not come to say its own."""
    return f"{_UNNAMED}{kind}"


def is_unnamed(health: Health) -> bool:
    return health.name.startswith(_UNNAMED)


def check(entry: Entry, level: Level, snapshots: Snapshots) -> Health:
    """Opens the device for the check alone. A device that the terminal has in use is not disturbed."""
    if _in_use(entry.options):
        return _as_last_seen(entry.kind, snapshots)
    try:
        device = open_device(entry.kind, entry.adapter, entry.options)
    except ValueError as error:
        advice = f"核对 [devices.{entry.kind}] 的 adapter 和 options（{error}）"
        return failed(name(entry.kind), "配置不对，打不开", advice=advice)
    try:
        return device.check(level)
    finally:
        device.close()


def opened(config: Config, kind: str) -> Device | None:
    """The configured device of this kind, or nothing while the terminal has it in use."""
    entry = next(entry for entry in config.devices if entry.kind == kind)
    return None if _in_use(entry.options) else open_device(kind, entry.adapter, entry.options)


def _in_use(options: Mapping[str, object]) -> bool:
    """Whether a serial port among the options is locked, as adapters lock theirs."""
    ports = [value for value in options.values() if isinstance(value, str) and Path(value).is_char_device()]
    return any(map(_is_locked, ports))


def _is_locked(port: str) -> bool:
    try:
        descriptor = os.open(port, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return False  # the adapter says what is wrong
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Closing alone would leave the lock to a child that another check is starting just now.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _as_last_seen(kind: str, snapshots: Snapshots) -> Health:
    if kind not in snapshots:
        advice = "停下终端再检查，或在终端的技术人员界面检查"
        return warned(name(kind), "别的进程正在使用，状态不明", advice=advice)
    status, since = snapshots[kind]
    seen = f"终端正在使用它，{since.astimezone():%H:%M:%S} 起 {status.state}"
    if status.worst is None:
        return passed(name(kind), seen) if status.ready else failed(name(kind), seen)
    unsure = status.state is DeviceState.UNKNOWN and status.worst.severity == "warning"
    tell = warned if status.ready or unsure else failed
    return tell(
        name(kind), f"{seen}：{status.worst.code}", advice=status.worst.technician, code=status.worst.code
    )

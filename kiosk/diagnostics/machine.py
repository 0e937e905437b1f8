"""What the machine under the terminal must offer: a folder, room on the disk, fonts, items that load."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from kiosk.config import Config
from kiosk.diagnostics.verdict import failed, passed, unasked, warned
from kiosk.flows.loader import load_sound
from kiosk.model import Health
from kiosk.store import DISK_FLOOR

FOLDER, DISK, ITEMS, FONTS, KINDS = "数据文件夹", "磁盘空间", "事项", "字体", "设备配置"
LOW_DISK = 2 * 1024**3  # bytes free below which a technician should look
RARE = "𠮷𪚥"  # in people's names, and in few fonts
_SHOWN = 10  # mistakes of item files


def folder(config: Config) -> Health:
    path = config.data
    if not path.exists():
        advice = "核对 terminal.data；新机器先登记：kiosk enrol …（会建立它）；外接盘看是否挂载"
        return failed(FOLDER, f"{path} 不存在", advice=advice)
    if not path.is_dir():
        return failed(FOLDER, f"{path} 不是文件夹", advice="核对 terminal.data")
    if not os.access(path, os.W_OK | os.X_OK):
        return failed(FOLDER, f"{path} 不能写", advice="检查权限；磁盘可能因出错变成只读")
    return passed(FOLDER, str(path))


def disk(config: Config, free: Callable[[Path], int]) -> Health:
    """`free`: bytes free at a path."""
    if not config.data.is_dir():
        return unasked(DISK, FOLDER)
    left = free(config.data)
    value, limit = f"剩 {_size(left)}", f"> {_size(LOW_DISK)}"
    if left <= DISK_FLOOR:
        return failed(
            DISK,
            value,
            f"> {_size(DISK_FLOOR)}",
            "现在不收新的申报：清理磁盘（日志、缓存），不要删数据文件夹",
        )
    if left < LOW_DISK:
        return warned(DISK, value, limit, f"少于 {_size(DISK_FLOOR)} 就不能收件：清理磁盘")
    return passed(DISK, value, limit)


def items(config: Config) -> tuple[Health, ...]:
    if not config.items.is_dir():
        return (
            failed(ITEMS, f"{config.items} 不存在", advice="核对 terminal.items，或删去这一项用自带的事项"),
        )
    flows, mistakes = load_sound(config.items)
    if mistakes:
        rest = f"；另有 {len(mistakes) - _SHOWN} 处" if len(mistakes) > _SHOWN else ""
        advice = "；".join(map(str, mistakes[:_SHOWN])) + rest
        value = f"事项文件有 {len(mistakes)} 处错误，有错的没有上架，另外 {len(flows)} 个照常办理"
        return (failed(ITEMS, value, advice=advice),)
    if not flows:
        return (failed(ITEMS, "一个事项也没有", advice=f"{config.items} 里没有 *.yaml"),)
    return passed(ITEMS, f"{len(flows)} 个"), _kinds(config, {k for f in flows.values() for k in f.required})


def _kinds(config: Config, required: set[str]) -> Health:
    configured = {device.kind for device in config.devices}
    if lacking := sorted(required - configured):
        advice = f"在 terminal.toml 里加上 [devices.{lacking[0]}]；没有它，有的事项不能办"
        return warned(KINDS, f"没有配置 {'、'.join(lacking)}", advice=advice)
    return passed(KINDS, f"{len(configured)} 种设备")


def fonts() -> Health:
    """Chinese for the screen, and the rare characters of names for the slips."""
    install = "apt-get install fonts-noto-cjk fonts-hanazono"
    try:
        if not _fonts_with("中文"):
            return failed(FONTS, "没有中文字体", advice=install)
        if lacking := [character for character in RARE if not _fonts_with(character)]:
            return warned(
                FONTS, f"没有字体含 {' '.join(lacking)}", advice=f"姓名有生僻字的凭条打不出来：{install}"
            )
        family = _run("fc-match", ":lang=zh-cn", "-f", "%{family[0]}")
    except FileNotFoundError:
        return failed(FONTS, "没有 fontconfig", advice="apt-get install fontconfig fonts-noto-cjk")
    except (subprocess.SubprocessError, OSError):
        return failed(FONTS, "fontconfig 不应答", advice="重建字体缓存：fc-cache -f")
    return passed(FONTS, f"{family}，含 {' '.join(RARE)}")


def _fonts_with(characters: str) -> list[str]:
    charset = " ".join(f"{ord(character):x}" for character in characters)
    return _run("fc-list", f":charset={charset}", "-f", "%{family[0]}\n").split("\n")[:-1]


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=5).stdout


def _size(count: int) -> str:
    return f"{count / 1024**3:.1f} GB" if count >= 1024**3 else f"{count / 1024**2:.0f} MB"

"""What terminal.toml or a command line says to an adapter, checked before anything is opened.

`connect` of an adapter calls these for each of its options. All raise ValueError with one sentence for the
technician that names the option: a wrong option is said at once, not by the first card or slip.
"""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

_BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)


def text(name: str, value: object, example: str) -> str:
    """Text that is not empty and can stand in a path."""
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        _refuse(name, "要写成文字，加引号，不能是空的", value, example)
    return value


def whole(name: str, value: object, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        _refuse(name, f"要写成 {least} 到 {most} 的整数，不加引号", value, str(least))
    return value


def baud(name: str, value: object) -> int:
    """A rate that every system's serial ports know: others fail only when the port is opened."""
    if not isinstance(value, int) or value not in _BAUDS:
        _refuse(name, f"要写成波特率，不加引号，可以是 {'、'.join(map(str, _BAUDS))}", value, "115200")
    return value


def seconds(name: str, value: object, most: float = 120.0) -> float:
    """More than 0, which no NaN is."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most:
        _refuse(name, f"要写成秒数，大于 0，不超过 {most:g}，不加引号", value, "2.0")
    return float(value)


def host(name: str, value: object) -> str:
    """A name or address that the resolver takes: it refuses some with an error of its own."""
    found = text(name, value, "192.168.1.50")
    try:
        found.encode("idna")
    except UnicodeError:
        _refuse(name, "不是主机名或地址", value, "192.168.1.50")
    return found


def device_path(name: str, value: object, example: str = "/dev/ttyS1") -> str:
    found = text(name, value, example)
    if not Path(found).is_absolute():
        _refuse(name, "要写成从 / 开始的完整路径", value, example)
    return found


def _refuse(name: str, rule: str, value: object, example: str) -> NoReturn:
    raise ValueError(f"选项 {name} {rule}，现在是 {value!r}；例如 {example}")

"""Hardware behind our own words: a folder per kind of device, a module per adapter.

A kind's folder states its contract; `terminal.toml` names the adapter; the folder is the registry, and what
installed packages add to it.
All calls may block: they never run on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from inspect import signature
from pkgutil import iter_modules
from types import ModuleType
from typing import Protocol, runtime_checkable

from kiosk.devices import _outside
from kiosk.model import DeviceStatus, Health, Level


@runtime_checkable
class Device(Protocol):
    def status(self) -> DeviceStatus:
        """Asks the device now. Never raises: trouble is a snapshot, and silence is never ok."""
        ...

    def check(self, level: Level) -> Health:
        """One question of a technician. INTERNAL looks only; EXTERNAL may act on the device."""
        ...

    def close(self) -> None:
        """Lets go of the hardware. May be called twice, and from another thread to break a wait.

        A broken wait raises DeviceError with CANCELED. A later call on the device opens it again.
        """
        ...


def kinds() -> list[str]:
    folders = [module.name for module in iter_modules(__path__) if module.ispkg]
    return [name for name in folders if name != "virtual" and not name.startswith("_")]


def adapters(kind: str) -> list[str]:
    """Ours, and behind them those of other packages: none takes the name of one of ours."""
    ours = _ours(kind)
    return ours + [name for name in _outside.names(kind) if name not in ours]


def module(kind: str, adapter: str) -> ModuleType:
    """Of an adapter that exists. Raises ValueError for another package's that cannot be loaded."""
    if adapter in _ours(kind):
        return import_module(f"{__name__}.{kind}.{adapter}")
    return _outside.module(kind, adapter)


def defaults(kind: str, adapter: str) -> dict[str, object]:
    """The options of an adapter that exists; None for one that has to be written. Raises as `module`."""
    known = signature(module(kind, adapter).connect).parameters
    return {
        name: None if option.default is option.empty else option.default for name, option in known.items()
    }


def open_device(kind: str, adapter: str, options: Mapping[str, object]) -> Device:
    """Opens kiosk/devices/<kind>/<adapter>.py, or another package's; a new adapter is a new file, no more.

    Opening never waits for hardware: a device that is not there yet reports ABSENT and is found later.
    Raises ValueError, with a sentence for the technician, for an adapter or option that does not exist and
    for an option that is missing or of the wrong type or range.
    """
    if kind not in kinds() or not (adapter in _ours(kind) or adapter in _outside.names(kind)):
        raise ValueError(f"没有适配器 {kind}/{adapter}")
    connect = module(kind, adapter).connect
    known = signature(connect).parameters
    wrong = [name for name in options if name not in known]
    if wrong:
        raise ValueError(f"{kind}/{adapter} 没有选项 {'、'.join(wrong)}；可以写 {'、'.join(known)}")
    missing = [
        name for name, option in known.items() if option.default is option.empty and name not in options
    ]
    if missing:
        raise ValueError(f"{kind}/{adapter} 缺少选项 {'、'.join(missing)}")
    device: Device = connect(**options)
    return device


def _ours(kind: str) -> list[str]:
    folder = import_module(f"{__name__}.{kind}")
    return [found.name for found in iter_modules(folder.__path__) if not found.name.startswith("_")]

"""Devices without hardware, at wire level: pseudo-terminals and sockets, driven by one state file each.

They speak the bytes that the hardware speaks and know no adapter, so that the shipped adapters run in the
demo, in tests and in the field alike. Synthetic persons only.

A module that holds a device says so by STAND, or STANDS for several; the folder is the registry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiosk.devices.virtual.stand import Stand


def stands() -> dict[str, Stand]:
    """Every virtual device that the folder holds, by its name."""
    found = {}
    for module in iter_modules(__path__):
        if module.name.startswith("_"):
            continue
        content = import_module(f"{__name__}.{module.name}")
        alone = (content.STAND,) if hasattr(content, "STAND") else ()
        for stand in (*alone, *getattr(content, "STANDS", ())):
            found[stand.name] = stand
    return found


def chosen(names: Iterable[str] | None = None) -> list[Stand]:
    """Those of these names, or all that need nothing special. Raises ValueError with a sentence."""
    known = stands()
    if names is None:
        return [stand for stand in known.values() if not stand.alone]
    found: list[Stand] = []
    for name in dict.fromkeys(names):
        if name not in known:
            raise ValueError(f"没有虚拟设备 {name}；有 {'、'.join(known)}")
        if known[name].kind in [stand.kind for stand in found]:
            raise ValueError(f"{known[name].kind} 只能有一个：{name} 和另一个选了的是同一种设备")
        found.append(known[name])
    return found


@contextmanager
def running(
    wanted: Iterable[Stand], states: Path, out: Path, told: Mapping[str, Mapping[str, object]] | None = None
) -> Iterator[dict[str, dict[str, Any]]]:
    """Starts them, and stops them in the end: kind → adapter and options, as terminal.toml would name them.

    `told`: by name, what `build` is told besides the folders.
    """
    states, out = states.resolve(), out.resolve()  # an adapter takes whole paths only
    for folder in (states, out):
        folder.mkdir(parents=True, exist_ok=True)
    addresses = {}
    with ExitStack() as started:
        for stand in wanted:
            device = stand.build(states, out, **(told or {}).get(stand.name, {}))
            device.start()
            started.callback(device.stop)
            addresses[stand.kind] = {"adapter": stand.adapter, "options": dict(stand.options(device))}
        yield addresses

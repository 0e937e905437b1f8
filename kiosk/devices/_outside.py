"""Adapters that an installed package brings: entry points of the group `kiosk.adapters`, named KIND.NAME.

They are loaded when somebody names them, and never before: a broken package troubles only whoever uses it.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from types import ModuleType

GROUP = "kiosk.adapters"


class BrokenError(ValueError):
    """A sentence for the technician."""


def names(kind: str) -> list[str]:
    return sorted(_found(kind))


def module(kind: str, adapter: str) -> ModuleType:
    """Raises BrokenError for one that cannot be loaded, or that is no adapter."""
    point = _found(kind)[adapter]
    try:
        found = point.load()
    except Exception as error:  # somebody else's code, while it is imported
        raise BrokenError(
            f"适配器 {kind}/{adapter} 装不上（{point.value}：{type(error).__name__}）：重新安装它的软件包"
        ) from None
    if not isinstance(found, ModuleType) or not callable(getattr(found, "connect", None)):
        raise BrokenError(f"适配器 {kind}/{adapter} 不合格式：{point.value} 要是一个有 connect 的模块")
    return found


def _found(kind: str) -> dict[str, EntryPoint]:
    prefix = f"{kind}."
    points = (point for point in entry_points(group=GROUP) if point.name.startswith(prefix))
    return {point.name.removeprefix(prefix): point for point in points}

"""通过, 警告 or 失败: how one check says what it found."""

from __future__ import annotations

from kiosk.model import Health, Level

UNASKED, LEFT_OUT = "unasked", "left_out"


def passed(name: str, value: str, limit: str = "") -> Health:
    return Health(name, Level.INTERNAL, "pass", value, limit)


def warned(name: str, value: str, limit: str = "", advice: str = "", code: str = "") -> Health:
    return Health(name, Level.INTERNAL, "warn", value, limit, advice, code)


def failed(name: str, value: str, limit: str = "", advice: str = "", code: str = "") -> Health:
    return Health(name, Level.INTERNAL, "fail", value, limit, advice, code)


def unasked(name: str, cause: str) -> Health:
    """Not known, because of something else: no alarm of its own, and never a pass."""
    return warned(name, "没有检查", advice=f"先解决“{cause}”", code=UNASKED)


def left_out(name: str, reason: str) -> Health:
    """Not known, and nobody's fault: never a pass, and no alarm."""
    return warned(name, f"没有检查：{reason}", code=LEFT_OUT)

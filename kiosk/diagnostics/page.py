"""A report as a page for a terminal window, and as data."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any

from kiosk.model import Health

WORDS = {"pass": "通过", "warn": "警告", "fail": "失败"}
_COLOURS = {"pass": "\x1b[32m", "warn": "\x1b[33m", "fail": "\x1b[1;31m"}
_PLAIN = "\x1b[0m"


def show(report: Sequence[Health]) -> str:
    """Colour only where standard output is a terminal window that wants it."""
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    wide = max((width(health.name) for health in report), default=0)
    lines = [line for health in report for line in _entry(health, wide, colour)]
    return "\n".join([*lines, "", summary(report)])


def summary(report: Sequence[Health]) -> str:
    counts = {result: sum(health.result == result for health in report) for result in WORDS}
    said = "，".join(f"{counts[result]} 项{word}" for result, word in WORDS.items() if counts[result])
    first = next((health.name for health in report if health.result == "fail"), None)
    return f"{said}。" + (f"先解决“{first}”。" if first else "")


def as_json(report: Sequence[Health]) -> dict[str, Any]:
    checks = [
        {
            "name": health.name,
            "level": health.level.value,
            "result": health.result,
            "value": health.value,
            "limit": health.limit,
            "advice": health.advice,
        }
        for health in report
    ]
    return {"ok": all(health.result != "fail" for health in report), "checks": checks}


def width(text: str) -> int:
    """Columns in a terminal window: Chinese characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def _entry(health: Health, wide: int, colour: bool) -> list[str]:
    word = WORDS[health.result]
    shown = f"{_COLOURS[health.result]}{word}{_PLAIN}" if colour else word
    limit = f"（标准 {health.limit}）" if health.limit else ""
    name = health.name + " " * (wide - width(health.name))
    lines = [f"{shown}  {name}  {health.value}{limit}"]
    if health.advice and health.result != "pass":
        lines.append(" " * (wide + 8) + f"→ {health.advice}")
    return lines

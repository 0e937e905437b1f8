"""A report as a page for a terminal window, and as data: the cause first, what follows from it below it."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from kiosk.diagnostics.causes import Found, causes
from kiosk.diagnostics.past import Past
from kiosk.diagnostics.verdict import LEFT_OUT, UNASKED
from kiosk.model import Health

WORDS = {"pass": "通过", "warn": "警告", "fail": "失败"}
_COLOURS = {"pass": "\x1b[32m", "warn": "\x1b[33m", "fail": "\x1b[1;31m"}
_FOLLOWS, _LEFT_OUT, _PALE, _PLAIN = "随因", "没查", "\x1b[2m", "\x1b[0m"


def show(report: Sequence[Health], past: Past | None = None) -> str:
    """Colour only where standard output is a terminal window that wants it."""
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    found = causes(report)
    behind = {name: cause.finding for cause in found for name in cause.follows}
    wide = max((width(health.name) for health in report), default=0)
    lines: list[str] = []
    for health in report:
        first, *advice = _entry(health, wide, colour, behind.get(health.name))
        said = "  " + _painted(f"［{past.said(health.name)}］", _PALE, colour) if past else ""
        lines += [first + said, *advice]
    return "\n".join([*_head(report, found, colour), "", *lines, "", summary(report)])


def headline(report: Sequence[Health], found: Sequence[Found]) -> str:
    """The worst cause in one sentence."""
    if not found:
        done = sum(health.result == "pass" for health in report)
        rest = f"，{len(report) - done} 项没查" if done < len(report) else ""
        return f"正常：{done} 项检查都通过{rest}"
    return f"{'原因' if found[0].result == 'fail' else '留意'}：{found[0].sentence}"


def summary(report: Sequence[Health]) -> str:
    """How many of what; consequences are counted apart, and are no alarm of their own."""
    found = causes(report)
    following = {name for cause in found for name in cause.follows}
    asked = [health for health in report if health.code not in (UNASKED, LEFT_OUT)]
    counted = [health.result for health in asked if health.name not in following]
    said = [f"{counted.count(result)} 项{word}" for result, word in WORDS.items() if result in counted]
    if following:
        said.append(f"{len(following)} 项随因")
    left_out = sum(h.code in (UNASKED, LEFT_OUT) and h.name not in following for h in report)
    if left_out:
        said.append(f"{left_out} 项没查")
    first = next((cause.finding for cause in found if cause.result == "fail"), None)
    return f"{'，'.join(said)}。" + (f"先解决“{first}”。" if first else "")


def as_json(report: Sequence[Health], past: Past | None = None) -> dict[str, Any]:
    """With `past`, each check has `last`: level, result and time, or null where nothing is on record."""
    found = causes(report)
    behind = {name: cause.finding for cause in found for name in cause.follows}
    checks = [
        {
            "name": health.name,
            "level": health.level.value,
            "result": health.result,
            "value": health.value,
            "limit": health.limit,
            "advice": health.advice,
            "code": health.code,
            "follows": behind.get(health.name),
            **({"last": past.data(health.name)} if past else {}),
        }
        for health in report
    ]
    return {
        "ok": all(health.result != "fail" for health in report),
        "headline": headline(report, found),
        "causes": [asdict(cause) for cause in found],
        "checks": checks,
    }


def width(text: str) -> int:
    """Columns in a terminal window: Chinese characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def _head(report: Sequence[Health], found: Sequence[Found], colour: bool) -> list[str]:
    result = found[0].result if found else "pass"
    first = _painted(headline(report, found), _COLOURS[result], colour)
    remedy = [f"  → {found[0].remedy}"] if found and found[0].remedy else []
    others = [
        f"另外：{cause.sentence}" + (f" → {cause.remedy}" if cause.remedy else "") for cause in found[1:]
    ]
    return [first, *remedy, *others]


def _entry(health: Health, wide: int, colour: bool, behind: str | None) -> list[str]:
    word, paint = WORDS[health.result], _COLOURS[health.result]
    if health.code in (UNASKED, LEFT_OUT):
        word, paint = _LEFT_OUT, _PALE
    if behind is not None:
        word, paint = _FOLLOWS, _PALE
    limit = f"（标准 {health.limit}）" if health.limit else ""
    name = health.name + " " * (wide - width(health.name))
    lines = [f"{_painted(word, paint, colour)}  {name}  {health.value}{limit}"]
    if behind is not None:
        lines[0] += f"（随“{behind}”）"
    elif health.advice and health.result != "pass":
        lines.append(" " * (wide + 8) + f"→ {health.advice}")
    return lines


def _painted(text: str, paint: str, colour: bool) -> str:
    return f"{paint}{text}{_PLAIN}" if colour else text

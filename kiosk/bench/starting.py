"""A screen process from its start until home answers a press, beside the smallest window of its kind.

Both are judged by what is on the glass: a finger comes down on a button as soon as the first frame is out,
and the time ends when the button is seen to be pressed.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path

from kiosk.bench import bare, machine, screens
from kiosk.bench.figure import Figure, times
from kiosk.bench.glass import Glass

_EDGE = 8  # pixels: so far within a button there is no letter yet


def start(scale: float) -> list[Figure]:
    """Both without a device, on an X display in memory."""
    with machine.folder() as folder, screens.display() as (display, glass):
        config = screens.configure(folder)
        smallest = bare.window(screens.WIDTH, screens.HEIGHT)
        spot = _a_button(config, folder / "probe", display)  # and what is cached is so from then on
        _until_answered(smallest, display, glass, bare.BUTTON)
        taken = [
            (
                _until_answered(screens.ours(config), display, glass, spot),
                _until_answered(smallest, display, glass, bare.BUTTON),
            )
            for _ in range(times(scale, 7))
        ]
    ours, limit = (statistics.median(column) for column in zip(*taken, strict=True))
    against = "最小的 QML 窗口（Controls），从进程启动到按钮有反应"
    return [Figure("start", ours, "ms", limit, 1.75, against)]


def _a_button(config: Path, probe: Path, display: str) -> tuple[int, int]:
    with screens.started(screens.ours(config, probe), display, probe) as screen:
        screen.wait("ready")
        screen.order("show", "take_stage")
        x, y, width, _ = screen.where("help")
        screen.wait("warm")
        return x + width // 2, y + _EDGE


def _until_answered(command: Sequence[str], display: str, glass: Glass, spot: tuple[int, int]) -> float:
    """Milliseconds. Raises BenchError when the process ends before."""
    with screens.started(command, display) as screen:
        if "screen" in command:
            screen.wait("ready")
            screen.order("show", "take_stage")
        screen.wait("shown")
        before = glass.pixel(*spot)
        glass.press(*spot)
        answered = glass.wait(*spot, lambda seen: seen != before, screens.WITHIN)
        glass.release()
        return (answered - screen.started) * 1000

"""The next screen comes up: from the end of a session until home is on the glass, beside one repaint of home.

Two real screen processes, one on stage and one warm in the wings, as the host has them.
"""

from __future__ import annotations

import statistics
from contextlib import ExitStack

from kiosk.bench import machine, screens
from kiosk.bench.figure import Figure, times
from kiosk.bench.screens import Screen

TWO_FRAMES = 2 * 1000 / 60  # ms


def stage(scale: float) -> list[Figure]:
    with machine.folder() as folder, screens.display() as (display, _):
        config, probe = screens.configure(folder), folder / "probe"
        taken, repaints = [], []
        with ExitStack() as before:
            for _ in range(times(scale, 6) + 1):
                now = ExitStack()
                screen = now.enter_context(screens.started(screens.ours(config, probe), display, probe))
                screen.wait("warm")
                taken.append(_comes_up(screen))
                before.close()  # the one that was on stage, and lies beneath by now
                before.push(now.pop_all())
                screen.order("take_stage")
                repaints += [_repaint(screen) for _ in range(5)]
    value, repaint = statistics.median(taken[1:]), statistics.median(repaints)
    against = "把同一屏重画一遍；前一个人离开到首页画好，不超过两帧（33 ms）"
    return [Figure("stage", value, "ms", repaint, TWO_FRAMES / repaint, against)]


def _comes_up(screen: Screen) -> float:
    """Milliseconds between the host's word and the frame."""
    told = screen.order("show")
    return (screen.wait("shown") - told) * 1000


def _repaint(screen: Screen) -> float:
    screen.where("help")
    return float(screen.ask(cmd="repaint")["ms"])

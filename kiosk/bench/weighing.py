"""What a screen process weighs while home waits for somebody, beside a window with Qt's keyboard."""

from __future__ import annotations

import time

from kiosk.bench import bare, machine, screens
from kiosk.bench.figure import Figure
from kiosk.bench.screens import Screen

_AT_REST = 3.0  # seconds until whatever comes once has come


def weight(scale: float) -> list[Figure]:
    """With the devices of a whole terminal open, asked again and again. Each screen of a machine but
    its first knows from that one that the items are sound; so does the one that is weighed."""
    with machine.folder() as folder, screens.display() as (display, _), screens.devices(folder) as devices:
        config = screens.configure(folder, devices)
        for _ in ("the first", "any other"):
            with screens.started(screens.ours(config), display) as screen:
                screen.wait("ready")
                screen.order("show", "take_stage")
                screen.wait("warm")
                rss, pss = _at_rest(screen)
        with screens.started(bare.keyboard(screens.WIDTH, screens.HEIGHT), display) as window:
            window.wait("shown")
            limit, shared = _at_rest(window)
    against = f"最小的带键盘的 QML 窗口；按比例分摊（Pss）{pss:.0f} 比 {shared:.0f} MB"
    return [Figure("weight", rss, "MB", limit, 1.6, against)]


def _at_rest(screen: Screen) -> tuple[float, float]:
    time.sleep(_AT_REST)
    return screen.memory()

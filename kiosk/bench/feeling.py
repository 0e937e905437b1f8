"""How the glass feels under a finger: until a button is seen to be pressed, and what each frame takes while
one page gives way to another.

A real screen process on an X display. Beside the press a bare window with a button; beside the frames one
repaint of a page. What comes before a page's first frame is the figure `next`.
"""

from __future__ import annotations

import statistics
import time

from kiosk.bench import bare, machine, screens
from kiosk.bench.figure import BenchError, Figure, times
from kiosk.bench.glass import Glass
from kiosk.bench.screens import Screen
from kiosk.bench.tapping import HELD, QUESTION, SETTLED, TAPS, p95, tap, to_the_question

FELT, SMOOTH, STUCK = 50.0, 33.0, 100.0  # ms: a press; a frame, and the worst of them
_INSIDE = 12  # pixels from the edge of a card: beside what is written on it


def feel(scale: float) -> list[Figure]:
    turns = times(scale, 40)
    with machine.folder() as folder, screens.display() as (display, glass):
        with screens.started(bare.window(screens.WIDTH, screens.HEIGHT), display) as window:
            window.wait("shown")
            limits = [_pressed(glass, *bare.BUTTON) for _ in range(turns)]
        with screens.devices(folder) as devices:
            config, probe = screens.configure(folder, devices), folder / "probe"
            with screens.started(screens.ours(config, probe), display, probe) as screen:
                to_the_question(screen, glass, screens.states(folder))
                repaint = statistics.median(float(screen.ask(cmd="repaint")["ms"]) for _ in range(5))
                presses, frames = _changes(screen, glass, turns)
    bare_press = p95(limits)
    return [
        Figure(
            "press",
            p95(presses),
            "ms",
            bare_press,
            FELT / bare_press,
            "空窗口里的按钮；按下到看见，50 ms，95 %",
        ),
        Figure(
            "frame",
            p95(frames),
            "ms",
            repaint,
            SMOOTH / repaint,
            "把同一页重画一遍；换页时的一帧，33 ms，95 %",
        ),
        Figure(
            "frame.worst", max(frames), "ms", repaint, STUCK / repaint, "把同一页重画一遍；最慢的一帧，100 ms"
        ),
    ]


def _changes(screen: Screen, glass: Glass, turns: int) -> tuple[list[float], list[float]]:
    """Forth by an answer and back by the footer: milliseconds of each press, and of each frame."""
    presses, frames = [], []
    for turn in range(turns):
        name, following = TAPS[turn % len(TAPS)]  # not the one before: that is shown as chosen already
        x, y, _, height = screen.where(name)
        time.sleep(SETTLED)
        screen.ask(cmd="frames")  # those before do not count
        presses.append(_pressed(glass, x + _INSIDE, y + height // 2))
        screen.comes_to(following)
        tap(screen, glass, "back")
        screen.comes_to(QUESTION)
        screen.where(name)
        frames += screen.ask(cmd="frames").get("ms", [])
    if not frames:
        raise BenchError("no frame was painted")
    return presses, frames


def _pressed(glass: Glass, x: int, y: int) -> float:
    """Milliseconds from the finger until what it lies on looks otherwise; then it is lifted."""
    before = glass.pixel(x, y)
    down = time.monotonic()
    glass.press(x, y)
    seen = glass.wait(x, y, lambda colour: colour != before, screens.WITHIN)
    time.sleep(HELD)
    glass.release()
    time.sleep(HELD)
    return (seen - down) * 1000

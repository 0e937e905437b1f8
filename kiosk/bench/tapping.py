"""From a tap on an answer until the next question is painted and everything answered so far is on the disk.

A real screen process on an X display, a real card on a virtual reader, real pointer events. Beside it a bare
window whose Loader swaps one page for another.
"""

from __future__ import annotations

import sqlite3
import statistics
import time
from pathlib import Path

from kiosk.bench import bare, machine, screens
from kiosk.bench.figure import BenchError, Figure, times
from kiosk.bench.glass import Glass
from kiosk.bench.screens import Screen
from kiosk.devices.virtual import state

LONGEST = 100.0  # ms: what still feels like one's own doing
_PERSON = "liu-yang"  # whose card says where the first answer is
_FIRST, QUESTION = "region", "certificate"
TAPS = (("choice.payments", "period"), ("choice.insured", "review"))  # an answer, and what is asked next
SETTLED = 0.35  # seconds: a page does not take the second half of a double tap
HELD = 0.1  # seconds that a finger stays: the button is painted as pressed by then
_PEEP = 0.005  # seconds between two looks at the store: more would take a core from the screen and the glass


def next_question(scale: float) -> list[Figure]:
    turns = times(scale, 40)  # of fewer, a single odd moment of the machine is the 95th of a hundred
    with machine.folder() as folder, screens.display() as (display, glass):
        bare_taken = _swaps(display, glass, 2 * turns)
        with screens.devices(folder) as devices:
            config, probe = screens.configure(folder, devices), folder / "probe"
            with screens.started(screens.ours(config, probe), display, probe) as screen:
                to_the_question(screen, glass, screens.states(folder))
                taken = _answers(screen, glass, folder / "kiosk.db", turns)
    painted, kept = (p95(list(column)) for column in zip(*taken, strict=True))
    against = "空窗口里 Loader 换一页，95 % 的点按；答案同时在存盘"
    return [
        Figure("next", painted, "ms", p95(bare_taken), 2.0, against),
        Figure("next.kept", max(painted, kept), "ms", LONGEST, 1.0, "100 ms：下一题画好，答案也已存盘，95 %"),
    ]


def _swaps(display: str, glass: Glass, count: int) -> list[float]:
    with screens.started(bare.loader(screens.WIDTH, screens.HEIGHT), display) as window:
        window.wait("shown")
        return [_swap(window, glass) for _ in range(count)]


def _swap(window: Screen, glass: Glass) -> float:
    time.sleep(HELD)
    glass.press(*bare.BUTTON)
    time.sleep(HELD)
    lifted = glass.release()
    return (float(window.hear("swapped").split()[-1]) - lifted) * 1000


def to_the_question(screen: Screen, glass: Glass, states: Path) -> None:
    screen.wait("ready")
    screen.order("show", "take_stage")
    screen.wait("warm")
    tap(screen, glass, "item.si-certificate")
    screen.comes_to("Notice")
    tap(screen, glass, "agree")
    screen.comes_to("ReadCard")
    state.update(states, state.CardReaderState, card=_PERSON)
    screen.comes_to("ConfirmByPhone")
    state.update(states, state.CardReaderState, card=None)
    tap(screen, glass, "phone.later")  # there is no line
    screen.comes_to(_FIRST)
    tap(screen, glass, "choice.330500")
    screen.comes_to(QUESTION)


def _answers(screen: Screen, glass: Glass, store: Path, turns: int) -> list[tuple[float, float]]:
    """Forth by answers and back by the footer, again and again."""
    taken = []
    db = sqlite3.connect(f"file:{store}?mode=ro", uri=True, isolation_level=None)
    try:
        for _ in range(turns):
            for name, following in TAPS:
                taken.append(_answer(screen, glass, db, name, following))
                tap(screen, glass, "back")
                screen.comes_to(QUESTION)
    finally:
        db.close()
    return taken


def _answer(
    screen: Screen, glass: Glass, db: sqlite3.Connection, name: str, following: str
) -> tuple[float, float]:
    """Milliseconds until the next question is painted, and until the draft is on the disk."""
    x, y, width, height = screen.where(name)
    time.sleep(SETTLED)
    glass.press(x + width // 2, y + height // 2)
    time.sleep(HELD)
    before = _draft(db)
    lifted = glass.release()
    while _draft(db) == before:
        if time.monotonic() - lifted > screens.WITHIN:
            raise BenchError("an answer was not saved")
        time.sleep(_PEEP)
    saved = time.monotonic()
    time.sleep(HELD)  # who asks sooner takes the screen's time
    screen.comes_to(following)
    while (painted := screen.ask(cmd="painted").get("at")) is None:
        time.sleep(0.005)
    return (float(painted) - lifted) * 1000, (saved - lifted) * 1000


def _draft(db: sqlite3.Connection) -> bytes | None:
    """Sealed anew with every answer."""
    row = db.execute("select sealed from draft").fetchone()
    return bytes(row[0]) if row else None


def tap(screen: Screen, glass: Glass, name: str) -> None:
    x, y, width, height = screen.where(name)
    glass.press(x + width // 2, y + height // 2)
    glass.release()


def p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]

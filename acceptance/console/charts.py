"""Lines and bars as inline SVG: numbers in, points out. What is drawn is said in words beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from acceptance.beats import STRETCH, Stretch, stretch_of

WIDTH, HEIGHT = 600, 80


@dataclass(frozen=True)
class Line:
    """Of a day. Where the terminal said nothing, there is no line."""

    pieces: tuple[str, ...]  # each the points of a polyline
    highest: float
    silent: int  # stretches without a word since the first one


def day_of(
    stretches: Sequence[Stretch], now: datetime, measure: Callable[[Stretch], float], whole: timedelta
) -> Line:
    """`whole`: how much time the width stands for; it ends now."""
    last, count = stretch_of(now), int(whole / STRETCH)
    shown = [stretch for stretch in stretches if stretch.number > last - count]
    highest = max((measure(stretch) for stretch in shown), default=0.0)
    scale = (HEIGHT - 8) / highest if highest else 0.0
    pieces: list[list[str]] = []
    before = None
    for stretch in shown:
        if before is None or stretch.number != before + 1:
            pieces.append([])
        x = WIDTH * (stretch.number - (last - count)) / count
        y = HEIGHT - 4 - measure(stretch) * scale
        pieces[-1].append(f"{x:.1f},{y:.1f}")
        before = stretch.number
    silent = last - shown[0].number + 1 - len(shown) if shown else count
    return Line(tuple(" ".join(_wide(piece)) for piece in pieces), highest, silent)


def share(part: float, whole: float) -> float:
    """In per cent; nothing of nothing is nothing."""
    return 100 * part / whole if whole else 0.0


def _wide(piece: list[str]) -> list[str]:
    """A single point has no length, and would not be seen."""
    if len(piece) > 1:
        return piece
    x, y = (float(number) for number in piece[0].split(","))
    return [f"{x - 2:.1f},{y:.1f}", f"{x:.1f},{y:.1f}"]

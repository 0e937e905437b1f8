"""One figure: what the program takes, beside what physics takes for the same thing in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


class BenchError(Exception):
    """Something could not be measured at all; a slow figure is no error."""


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    unit: str
    limit: float  # in the same unit: the bare thing, or what physics allows
    reach: float  # how many times the limit the program may take
    against: str  # what the limit is

    def __post_init__(self) -> None:
        if self.limit <= 0:
            raise BenchError(f"{self.name} 的极限是 {self.limit}，没法相比")

    @property
    def ratio(self) -> float:
        return self.value / self.limit

    @property
    def ok(self) -> bool:
        return self.ratio <= self.reach

    def told(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio, "ok": self.ok}


def timed(call: Callable[[], object]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def side_by_side(ours: Callable[[], object], bare: Callable[[], object], turns: int) -> tuple[float, float]:
    """Medians in milliseconds, taken in turns, so that a slow moment of the machine meets both."""
    taken = [(timed(ours), timed(bare)) for _ in range(turns)]
    return statistics.median(a for a, _ in taken), statistics.median(b for _, b in taken)


def times(scale: float, full: int) -> int:
    """How often something is done: `full` times, or fewer in a test."""
    return max(2, round(full * scale))

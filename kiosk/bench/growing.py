"""Sessions one after the other on a whole terminal: what host and sync hold must not grow with them.

Host and sync live on while the screens are replaced. Most sessions are the shortest true ones (begin, card,
leave); every tenth files whole. Everything is a process of its own, as in the demo.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.bench import machine, visiting
from kiosk.bench.figure import BenchError, Figure, times
from kiosk.demo.citizen import DemoError
from kiosk.demo.stand import StandError
from kiosk.demo.xvfb import ScreenError

SESSIONS = 200  # measured, after those that warm up
WARM_UP = 20
LIMIT = 1.0  # kB a session


@dataclass(frozen=True)
class Sample:
    """What a process holds while nobody is there."""

    rss: int  # kB
    descriptors: int
    threads: int


@dataclass(frozen=True)
class Growth:
    """Of one process; what it held at least in the first half of the sessions, and in the last."""

    slope: float  # kB a session, by least squares
    descriptors: tuple[int, int]
    threads: tuple[int, int]


def growth(scale: float) -> list[Figure]:
    """Raises BenchError when a session does not go through."""
    count = times(scale, SESSIONS)
    found = {name: measure(samples) for name, samples in sessions(count, times(scale, WARM_UP)).items()}
    against = f"{count} 次办事里每次多占的内存；允许 {LIMIT:.0f} kB"
    figures = [
        Figure(f"growth.{name}", grown.slope, "kB/次", LIMIT, 1.0, against) for name, grown in found.items()
    ]
    for name in ("descriptors", "threads"):
        before, after = (
            sum(least) for least in zip(*(getattr(g, name) for g in found.values()), strict=True)
        )
        figures.append(
            Figure(
                f"growth.{name}", after, "个", before, 1.0, "前一半办事里最少的时候；多出来的就是没有放手的"
            )
        )
    return figures


def sessions(count: int, warm_up: int = WARM_UP) -> dict[str, list[Sample]]:
    """What host and sync held after each session, without those of the warm-up. Raises BenchError."""
    found: dict[str, list[Sample]] = {"host": [], "sync": []}
    try:
        with machine.folder() as folder, visiting.terminal(folder) as terminal:
            for number in range(warm_up + count):
                terminal.visit(number)
                for name, pid in (("host", terminal.host), ("sync", terminal.sync())):
                    found[name].append(sample(pid))
    except (DemoError, StandError, ScreenError) as error:
        raise BenchError(str(error)) from error
    return {name: samples[warm_up:] for name, samples in found.items()}


def sample(pid: int) -> Sample:
    status = Path(f"/proc/{pid}/status").read_text()
    said = dict(line.split(":", 1) for line in status.splitlines())
    return Sample(int(said["VmRSS"].split()[0]), len(os.listdir(f"/proc/{pid}/fd")), int(said["Threads"]))


def measure(samples: Sequence[Sample]) -> Growth:
    half = len(samples) // 2
    descriptors, threads = (
        (min(values[:half]), min(values[half:]))
        for values in ([s.descriptors for s in samples], [s.threads for s in samples])
    )
    return Growth(slope([s.rss for s in samples]), descriptors, threads)


def slope(values: Sequence[float]) -> float:
    """Of the straight line that lies nearest to the values, one step apart."""
    return statistics.linear_regression(range(len(values)), values).slope

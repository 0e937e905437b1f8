"""How many filings go in one request: as many as the line carries in time, and never too heavy a load.

A batch that breaks off has told the terminal of no receipt, whatever the platform kept; it is half as large
next time, down to one, and twice as large after each that worked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

LARGEST = 50  # filings
HEAVIEST = 1_000_000  # bytes, before base64
T = TypeVar("T")


@dataclass(frozen=True)
class Batching:
    size: int = LARGEST
    most: int = LARGEST

    def smaller(self) -> Batching:
        return replace(self, size=max(1, self.size // 2))

    def larger(self) -> Batching:
        return replace(self, size=min(self.most, self.size * 2))

    def groups(self, due: Sequence[T], size: Callable[[T], int | None]) -> Iterator[Sequence[T]]:
        """What goes together, in the order of `due`. `size` is None for what goes by itself."""
        group: list[T] = []
        weight = 0
        for one in due:
            heavy = size(one)
            full = heavy is None or len(group) == self.size or weight + heavy > HEAVIEST
            if group and full:
                yield group
                group, weight = [], 0
            group.append(one)
            weight = HEAVIEST if heavy is None else weight + heavy  # nothing joins what goes by itself
        if group:
            yield group


ALONE = Batching(1, 1)

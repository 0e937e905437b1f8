"""One thing that is wrong with an item, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    path: tuple[str | int, ...]
    rule: str
    remedy: str

"""What a target is, and the bytes that it accepts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Target = Callable[[bytes], object]


@dataclass(frozen=True)
class Parser:
    target: Target
    seeds: tuple[bytes, ...]

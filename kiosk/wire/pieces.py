"""How large a piece of an upload is: a break costs what was under way, so pieces follow what the line showed.

A piece is a thirty-second of what went through since the line last broke, so that all breaks together cost
about a thirty-second of what is sent, and a line that holds soon carries large ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

SMALLEST = 32 * 1024  # bytes
GREATEST = 1024 * 1024
_SHARE = 32


@dataclass(frozen=True)
class Uploading:
    offered: bool | None = None  # by the platform; None before it was asked
    steady: int = 0  # bytes since the line broke

    @property
    def piece(self) -> int:
        return min(max(self.steady // _SHARE, SMALLEST), GREATEST)

    def through(self, count: int) -> Uploading:
        return replace(self, steady=self.steady + count)

    def broken(self) -> Uploading:
        return replace(self, steady=0)

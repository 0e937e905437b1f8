"""What went over the line of a device last, for its technician: when, which way, and the bytes in hex.

An adapter says which bytes its protocol itself gives a meaning: heads, commands, status words. All others may
be somebody's and are only counted, before anything is kept: what is not here, nobody can read here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Protocol, runtime_checkable

LAST = 50
_ROUND = 16  # exchanges of one look at a device, at most
_LONGEST = 64  # shown bytes of one exchange: a slip has thousands

Piece = bytes | int  # bytes that are shown, or how many are not


@dataclass(frozen=True)
class Exchange:
    at: datetime
    sent: bool
    hex: str
    times: int = 1

    def when(self, zone: tzinfo | None) -> str:
        return f"{self.at.astimezone(zone):%H:%M:%S.%f}"[:-3]

    @property
    def way(self) -> str:
        return ("发" if self.sent else "收") + (f"　×{self.times}" if self.times > 1 else "")


class Exchanges:
    """The last of them; any thread may add one, and any may look. What is said over and over stands there
    once, or the questions of some seconds would leave no room for what went wrong before."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._kept: list[Exchange] = []
        self._lock = threading.Lock()

    def sent(self, *pieces: Piece) -> None:
        self._keep(True, pieces)

    def came(self, *pieces: Piece) -> None:
        self._keep(False, pieces)

    def last(self) -> tuple[Exchange, ...]:
        """The newest last."""
        with self._lock:
            return tuple(self._kept)

    def _keep(self, sent: bool, pieces: tuple[Piece, ...]) -> None:
        if not (said := _told(pieces)):
            return
        with self._lock:
            kept = self._kept
            kept.append(Exchange(self._clock(), sent, said))
            for round_ in range(1, min(_ROUND, len(kept) // 2) + 1):
                before, now = kept[-2 * round_ : -round_], kept[-round_:]
                if _same(before, now):
                    pairs = zip(before, now, strict=True)
                    kept[-2 * round_ :] = [replace(new, times=old.times + new.times) for old, new in pairs]
                    break
            del kept[:-LAST]


@runtime_checkable
class Keeping(Protocol):
    """A device whose adapter keeps its exchanges; another package's may not."""

    @property
    def exchanges(self) -> Exchanges: ...


def _same(before: list[Exchange], now: list[Exchange]) -> bool:
    return [(one.sent, one.hex) for one in before] == [(one.sent, one.hex) for one in now]


def _told(pieces: tuple[Piece, ...]) -> str:
    said, room, hidden = [], _LONGEST, 0
    for piece in pieces:
        shown = b"" if isinstance(piece, int) else piece[:room]
        if shown:
            said += _counted(hidden) + [shown.hex(" ").upper()]
            hidden, room = 0, room - len(shown)
        hidden += piece if isinstance(piece, int) else len(piece) - len(shown)
    return " ".join(said + _counted(hidden))


def _counted(hidden: int) -> list[str]:
    return [f"〔{hidden} 字节〕"] if hidden else []

"""What went over the line of a device last, for its technician: when, which way, and the bytes in hex.

An adapter says which bytes its protocol itself gives a meaning: heads, commands, status words. All others may
be somebody's and are only counted, before anything is kept: what is not here, nobody can read here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Protocol, runtime_checkable

LAST = 50
_ROUND = 16  # exchanges of one look at a device, at most
_LONGEST = 64  # shown bytes of one exchange: a slip has thousands

Piece = bytes | int  # bytes that are shown, or how many are not
_Said = tuple[bool, tuple[Piece, ...]]  # whether it was sent, and what
_Kept = tuple[_Said, datetime, int]  # and when, and how often


@dataclass(frozen=True)
class Exchange:
    at: datetime
    sent: bool
    pieces: tuple[Piece, ...]
    times: int = 1

    @property
    def hex(self) -> str:
        return _told(self.pieces)

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
        self._kept: list[_Kept] = []
        self._lock = threading.Lock()

    def sent(self, *pieces: Piece) -> None:
        self._keep(True, pieces)

    def came(self, *pieces: Piece) -> None:
        self._keep(False, pieces)

    def last(self) -> tuple[Exchange, ...]:
        """The newest last."""
        with self._lock:
            return tuple(Exchange(at, *said, times) for said, at, times in self._kept)

    def _keep(self, sent: bool, pieces: tuple[Piece, ...]) -> None:
        """An exchange must not take longer for being kept: it is put into words when somebody reads it."""
        if not any(pieces):
            return
        with self._lock:
            kept = self._kept
            kept.append(((sent, _cut(pieces)), self._clock(), 1))
            if length := _again(kept):
                pairs = zip(kept[-2 * length : -length], kept[-length:], strict=True)
                kept[-2 * length :] = [(said, at, new + old[2]) for old, (said, at, new) in pairs]
            del kept[:-LAST]


@runtime_checkable
class Keeping(Protocol):
    """A device whose adapter keeps its exchanges; another package's may not."""

    @property
    def exchanges(self) -> Exchanges: ...


def _again(kept: list[_Kept]) -> int:
    """How many of the last are those before them once more; 0: none are. Most differ in the very last."""
    newest = kept[-1][0]
    for length in range(1, min(_ROUND, len(kept) // 2) + 1):
        if kept[-1 - length][0] == newest and all(
            kept[-place][0] == kept[-place - length][0] for place in range(2, length + 1)
        ):
            return length
    return 0


def _cut(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """No more bytes than are shown; of the others how many they are."""
    room, left = _LONGEST, list[Piece]()
    for piece in pieces:
        if isinstance(piece, int):
            left.append(piece)
        else:
            left += [piece[:room], max(0, len(piece) - room)]
            room = max(0, room - len(piece))
    return pieces if room else tuple(left)


def _told(pieces: tuple[Piece, ...]) -> str:
    said, hidden = [], 0
    for piece in pieces:
        if isinstance(piece, int):
            hidden += piece
        elif piece:
            said += _counted(hidden) + [piece.hex(" ").upper()]
            hidden = 0
    return " ".join(said + _counted(hidden))


def _counted(hidden: int) -> list[str]:
    return [f"〔{hidden} 字节〕"] if hidden else []

"""A board of sensors or switches on a pseudo-terminal, line by line; which ones, its state file says.

The format is this project's own: `KEY=VALUE*XX` with an XOR checksum, pushed on change, all of it every
`beat` seconds and when asked by `?`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from kiosk.devices.virtual.code_scanner_lines import Pty
from kiosk.devices.virtual.plugged import PluggedDevice, PluggedState
from kiosk.devices.virtual.state import choice

BOARD_FAULTS = ("silent", "slow", "garbage", "half", "unplugged")
_TICK = 0.02
_GARBAGE = b"\xff\x00presence=near*00\n\x80=*\n\n"
_LONGEST = 40


@dataclass(frozen=True)
class BoardState(PluggedState):
    """What every board has; a kind adds its keys, in the order in which it says them."""

    KEYS: ClassVar[tuple[str, ...]]

    def __post_init__(self) -> None:
        super().__post_init__()
        choice(self.fault, "fault", None, *BOARD_FAULTS)

    @property
    def said(self) -> Mapping[str, str]:
        """Null is a sensor that cannot be read, and "none" one that the board does not have."""
        values = {key: getattr(self, key) for key in self.KEYS}
        return {key: "?" if value is None else str(value) for key, value in values.items() if value != "none"}


class VirtualLineBoard(PluggedDevice[BoardState]):
    """`link` is the path that its serial port has here; it is gone while the board is unplugged.

    `slow`: seconds before each answer where it is slow.
    """

    def __init__(
        self, folder: Path, link: Path, kind: type[BoardState], beat: float = 2.0, slow: float = 5.0
    ) -> None:
        super().__init__(link, Pty(link), folder, kind)
        self._beat, self._slow = beat, slow
        self._said: Mapping[str, str] = {}
        self._beats = 0
        self._next_beat = 0.0
        self._unplug_told: int | None = None
        self._left: int | None = None  # bytes until the cable goes

    def _changed(self, now: BoardState) -> None:
        if now.unplug_at_byte != self._unplug_told:
            self._unplug_told = self._left = now.unplug_at_byte

    def _serve(self) -> None:
        while not self._stop.is_set():
            self._line.ready(_TICK)
            now = self._watch.now()
            self._plug_as(now)
            heard = b"".join(self._line.hear())
            if not self._line.plugged or now.fault == "silent":
                self._heard, self._said = b"", now.said
                continue
            self._push(now)
            if time.monotonic() >= self._next_beat:
                self._say_all()
            *lines, self._heard = (self._heard + heard).split(b"\n")
            self._heard = self._heard[-_LONGEST:]
            for content in lines:
                self._take(content)

    def _powered(self, now: BoardState) -> None:
        self._said = now.said

    def _obey(self, key: str, value: str) -> Mapping[str, Any]:
        """What a line from the terminal changes."""
        return {}

    def _happened(self, before: Mapping[str, str], now: BoardState) -> Mapping[str, Any]:
        """What the board itself makes of a change."""
        return {}

    def _push(self, now: BoardState) -> None:
        if more := self._happened(self._said, now):
            self._watch.update(**more)
        before, self._said = self._said, self._watch.now().said
        self._say({key: value for key, value in self._said.items() if before.get(key) != value})

    def _say_all(self) -> None:
        self._next_beat = time.monotonic() + self._beat
        self._beats = (self._beats + 1) % 1000
        self._say({**self._watch.now().said, "beat": str(self._beats)})

    def _take(self, content: bytes) -> None:
        content = content.removesuffix(b"\r")
        if content == b"?":
            self._say_all()
            return
        body, _, sum_ = content.rpartition(b"*")
        key, _, value = body.partition(b"=")
        if sum_ != _sum(body):
            return
        changes = self._obey(key.decode("ascii", "replace"), value.decode("ascii", "replace"))
        if changes:
            self._watch.update(**changes)
            self._said = self._watch.now().said
            self._say({name: self._said[name] for name in changes})

    def _say(self, values: Mapping[str, str]) -> None:
        now = self._watch.now()
        if not values or now.fault in ("silent", "unplugged"):
            return
        if now.fault == "slow" and self._stop.wait(self._slow):
            return
        for key, value in values.items():
            body = f"{key}={value}".encode()
            data = body + b"*" + _sum(body) + b"\n"
            if now.fault == "garbage":
                data = _GARBAGE
            if self._line.plugged:
                self._send(data[: len(data) // 2] if now.fault == "half" else data)

    def _send(self, data: bytes) -> None:
        """A cable that goes is out in the file first: whoever finds it gone may put it back at once."""
        left = self._left
        if left is None or left > len(data):
            self._left = None if left is None else left - len(data)
            self._line.say(data)
            return
        self._line.say(data[:left])
        self._watch.update(fault="unplugged", unplug_at_byte=None)
        self._line.unplug()


def _sum(body: bytes) -> bytes:
    total = 0
    for byte in body:
        total ^= byte
    return b"%02X" % total

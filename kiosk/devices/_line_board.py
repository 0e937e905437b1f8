"""A board that says by itself what its sensors and switches are, and says it all when asked.

What it said stands for three heartbeats and no longer; nothing outlives the line on which it came. Whoever
listened last longer than one heartbeat ago asks anew: what lies in the system's buffer is of unknown age.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kiosk.devices import faults
from kiosk.devices._board_lines import ASK, BEAT, UNREADABLE, Lines, line
from kiosk.devices._board_port import NOT_NEEDED, BoardPort
from kiosk.devices.exchanges import Exchanges
from kiosk.model import Completion, DeviceError, Fault

MISSES = 3
_BEAT_DIGITS = 3
LOOK = 0.05  # seconds: how soon a change and close() are noticed
_NEVER = float("-inf")

Meaning = Callable[[str], object]  # raises ValueError for what the key cannot be


@dataclass(frozen=True)
class _Heard:
    value: object  # None: the board has this sensor and cannot read it
    at: float


class LineBoard:
    """`heartbeat` and `deadline` in seconds. Commands raise DeviceError, with CANCELED after close()."""

    def __init__(
        self, name: str, path: str, meanings: Mapping[str, Meaning], heartbeat: float, deadline: float
    ) -> None:
        self.name, self.deadline = name, deadline
        self._meanings, self._heartbeat = meanings, heartbeat
        self._port = BoardPort(name, path, deadline)
        self.exchanges = Exchanges()
        self._turn = threading.RLock()
        self._closing = threading.Event()
        self._heard: dict[str, _Heard] = {}
        self._lines = Lines()
        self._strange = self._bytes = self._beats = 0
        self._listened = self._beat_at = _NEVER

    @property
    def ignored(self) -> int:
        """Lines that were none, that say what their key cannot be, or whose key is unknown."""
        return self._lines.ignored + self._strange

    @property
    def closing(self) -> threading.Event:
        """Belongs to the call that takes it at its beginning: close() sets it and makes another."""
        return self._closing

    def values(self) -> Mapping[str, object]:
        """What was said within three heartbeats, by key; None for what the board cannot read."""
        with self._turn:
            oldest = time.monotonic() - MISSES * self._heartbeat
            open_ = self._port.is_open
            return {key: heard.value for key, heard in self._heard.items() if open_ and heard.at >= oldest}

    def ask(self, closing: threading.Event) -> None:
        """Waits until the board has said everything, or for its deadline."""
        with self._my_turn(closing):
            self._open()
            self._port.drain()
            self._lines.begin()
            before = self._beats
            self._command(ASK, lambda: self._beats != before, closing)

    def listen(self, closing: threading.Event) -> None:
        """Takes in what was said since; waits only where it has to ask anew."""
        with self._my_turn(closing):
            if not self._port.is_open or time.monotonic() - self._listened > self._heartbeat:
                self.ask(closing)
                return
            self._receive(0)
            if time.monotonic() - self._beat_at > MISSES * self._heartbeat:
                raise self._port.fell_silent()

    def set(self, key: str, value: str, closing: threading.Event) -> None:
        """Waits until the board confirms it."""
        wanted = self._meanings[key](value)
        with self._my_turn(closing):
            self._open()
            self._heard.pop(key, None)
            self._command(
                line(key, value), lambda: key in self._heard and self._heard[key].value == wanted, closing
            )

    def close(self) -> None:
        """Breaks every wait; a later call opens the line again."""
        closing, self._closing = self._closing, threading.Event()
        closing.set()
        with self._turn:
            self._port.close()

    @contextlib.contextmanager
    def _my_turn(self, closing: threading.Event) -> Iterator[None]:
        end = time.monotonic() + 2 * self.deadline
        while not self._turn.acquire(timeout=LOOK):
            self._must_go_on(closing)
            if time.monotonic() >= end:
                raise DeviceError(Completion.DEVICE_NOT_READY, _busy(self.name))
        try:
            self._must_go_on(closing)
            yield
        finally:
            self._turn.release()

    def _must_go_on(self, closing: threading.Event) -> None:
        if closing.is_set():
            raise faults.closed(self.name)

    def _open(self) -> None:
        if self._port.open():
            self._heard.clear()
            self._lines.begin()

    def _command(self, data: bytes, done: Callable[[], bool], closing: threading.Event) -> None:
        self.exchanges.sent(data)
        self._port.send(data)
        end, before = time.monotonic() + self.deadline, self._bytes
        while not done():
            self._must_go_on(closing)
            left = end - time.monotonic()
            if left <= 0:
                raise self._port.missed(self._bytes - before)
            self._receive(min(left, LOOK))

    def _receive(self, wait: float) -> None:
        data = self._port.receive(wait)
        self._listened = time.monotonic()
        self._bytes += len(data)
        said = b""
        for key, value in self._lines.take(data):
            said += line(key, value) if self._take(key, value) else b""
        self.exchanges.came(said, max(0, len(data) - len(said)))  # else it may be another device's

    def _take(self, key: str, value: str) -> bool:
        """Whether it is what a board says."""
        if key == BEAT:
            self._beats += 1
            self._beat_at = time.monotonic()
            self._port.worked()
            return value.isdigit() and len(value) <= _BEAT_DIGITS
        try:
            meant = None if value == UNREADABLE else self._meanings[key](value)
        except (KeyError, ValueError):
            self._strange += 1
            return False
        self._heard[key] = _Heard(meant, time.monotonic())
        return True


def _busy(name: str) -> Fault:
    citizen = NOT_NEEDED.format(device=name)
    return Fault("busy", citizen, f"{name}正在回答别的问题：稍后再试")

"""Follows one state file: always the newest state when asked, and a call when it changes on its own."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic

from kiosk.devices.virtual import state as states
from kiosk.devices.virtual.state import S

_EVERY = 0.015


class Watch(Generic[S]):
    """`changed` is called in the thread that notices, never twice at once."""

    def __init__(self, folder: Path, kind: type[S], changed: Callable[[S], None]) -> None:
        self._folder = folder
        self._kind: type[S] = kind
        self._changed: Callable[[S], None] = changed
        self._turn = threading.RLock()
        self._mark: tuple[int, int] | None = (-1, -1)  # as no file looks
        self._state: S = kind()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, name=f"watch-{kind.KIND}", daemon=True)

    def start(self) -> None:
        self.now()
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def now(self) -> S:
        with self._turn:
            mark = self._look()
            if mark != self._mark:
                self._mark = mark
                self._take()
            return self._state

    def update(self, **changes: object) -> None:
        """The device itself changed: says so in the file."""
        states.update(self._folder, self._kind, **changes)
        self.now()

    def _look(self) -> tuple[int, int] | None:
        try:
            found = states.path(self._folder, self._kind).stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _take(self) -> None:
        try:
            self._state = states.read(self._folder, self._kind)
        except states.StateError as error:
            print(f"{error}; the last good state stays", file=sys.stderr)
            return
        self._changed(self._state)

    def _follow(self) -> None:
        while not self._stop.wait(_EVERY):
            self.now()

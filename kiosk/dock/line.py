"""The line between terminal and platform: a TCP proxy that can be cut, slowed and restored while it runs.

It passes bytes and knows no TLS. What it is told stands in line.json, like the state of a device.
"""

from __future__ import annotations

import fcntl
import json
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from kiosk.devices.virtual.state import StateError, replace_file
from kiosk.dock.relay import Relay

_EVERY = 0.02


@dataclass(frozen=True)
class LineState:
    """`cut`: what runs is reset, what is new is refused. `delay_s` is added to every piece, both ways."""

    cut: bool = False
    delay_s: float = 0

    def __post_init__(self) -> None:
        if not isinstance(self.cut, bool):
            raise StateError("cut must be true or false")
        number = isinstance(self.delay_s, int | float) and not isinstance(self.delay_s, bool)
        if not number or not 0 <= self.delay_s <= 600:
            raise StateError("delay_s must be a number from 0 to 600")


def read(folder: Path) -> LineState:
    """No file means a line in good order. Raises StateError."""
    try:
        return LineState(**json.loads((folder / "line.json").read_text("utf-8")))
    except FileNotFoundError:
        return LineState()
    except (OSError, ValueError, TypeError) as error:
        raise StateError("line.json says something that a line cannot be") from error


def update(folder: Path, **changes: object) -> LineState:
    """Changes some keys and leaves the others. Raises StateError."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        state = replace(read(folder), **changes)  # type: ignore[arg-type]
        replace_file(folder / "line.json", json.dumps(asdict(state)).encode())
    return state


class Line:
    """Listens on a free port of this machine and passes to `host`:`port`."""

    def __init__(self, folder: Path, host: str, port: int) -> None:
        self._folder = folder
        self._relay = Relay(host, port)
        self._mark: tuple[int, int] | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="line", daemon=True)

    @property
    def port(self) -> int:
        return self._relay.port

    def start(self) -> None:
        self._look()
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()
        self._relay.close()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._look()
            self._relay.turn(_EVERY)

    def _look(self) -> None:
        with suppress(FileNotFoundError, StateError):  # the last good state stays
            found = (self._folder / "line.json").stat()
            mark = found.st_mtime_ns, found.st_ino
            if mark != self._mark:
                self._mark = mark
                self._obey(read(self._folder))

    def _obey(self, state: LineState) -> None:
        self._relay.delay = state.delay_s
        if state.cut:
            self._relay.cut()
        else:
            self._relay.restore()

"""A device on a line that its state file plugs in and pulls out, with a thread of its own."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from kiosk.devices.virtual.code_scanner_lines import Line
from kiosk.devices.virtual.state import State, count
from kiosk.devices.virtual.watch import Watch


@dataclass(frozen=True)
class PluggedState(State):
    fault: str | None = None
    unplug_at_byte: int | None = None  # the cable goes after so many more bytes of what it sends

    def __post_init__(self) -> None:
        count(self.unplug_at_byte, "unplug_at_byte")


P = TypeVar("P", bound=PluggedState)


class PluggedDevice(Generic[P]):
    """`place` is the path of its port or socket."""

    def __init__(self, place: Path, line: Line, folder: Path, kind: type[P]) -> None:
        self._place, self._line = place, line
        self._watch = Watch(folder, kind, self._changed)
        self._stop = threading.Event()
        self._heard = b""
        self._thread = threading.Thread(target=self._serve, name=f"virtual-{kind.KIND}", daemon=True)

    @property
    def endpoint(self) -> str:
        return str(self._place)

    def start(self) -> None:
        self._plug_as(self._watch.now())
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()
        self._line.unplug()

    def _changed(self, now: P) -> None:
        raise NotImplementedError

    def _serve(self) -> None:
        """What it does until `_stop`."""
        raise NotImplementedError

    def _plug_as(self, now: P) -> None:
        if now.fault == "unplugged" and self._line.plugged:
            self._line.unplug()
            self._pulled()
        elif now.fault != "unplugged" and not self._line.plugged:
            self._line.plug()
            self._heard = b""
            self._powered(now)

    def _pulled(self) -> None:
        """What becomes of it without power."""

    def _powered(self, now: P) -> None:
        """How it begins."""

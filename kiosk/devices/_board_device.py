"""What every device on a line board does alike: its state now, the wait for a change, status and check."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from kiosk.devices import faults
from kiosk.devices._board_port import NOT_NEEDED
from kiosk.devices._line_board import LOOK, LineBoard
from kiosk.devices.exchanges import Exchanges
from kiosk.model import Completion, DeviceError, DeviceState, DeviceStatus, Fault, Health, Level

T = TypeVar("T")

_CHECK_WAIT = 30.0
_GO_ON = "这台机器可以照常使用。"


class BoardDevice(Generic[T]):
    """`understood` makes the state of what is known by key; without any key it is the unknown state."""

    def __init__(
        self,
        board: LineBoard,
        understood: Callable[[Mapping[str, object]], T],
        warnings: Callable[[T], tuple[Fault, ...]],
    ) -> None:
        self._board, self._understood, self._warnings = board, understood, warnings
        self._told = threading.local()  # what one thread was told takes nothing from another

    @property
    def exchanges(self) -> Exchanges:
        return self._board.exchanges

    def wait_change(self, timeout: float) -> T:
        closing, end = self._board.closing, time.monotonic() + timeout
        while True:
            self._quietly(self._board.listen, closing)
            found = self._understood(self._board.values())
            if self._is_news(found) or time.monotonic() >= end:
                return found
            if closing.wait(min(LOOK, max(0.0, end - time.monotonic()))):
                raise faults.closed(self._board.name)

    def status(self) -> DeviceStatus:
        try:
            self._board.ask(self._board.closing)
        except DeviceError as error:
            busy = error.fault.code == "busy"
            return DeviceStatus(DeviceState.BUSY, faults=(error.fault,)) if busy else faults.snapshot(error)
        known = self._board.values()
        detail = {key: _word(value) for key, value in sorted(known.items())}
        detail["ignored_lines"] = str(self._board.ignored)
        if not known:
            nothing = self._nothing()
            return DeviceStatus(DeviceState.FAULT, faults=(nothing,), detail=detail)
        found = (*self._unreadable(known), *self._warnings(self._understood(known)))
        state = DeviceState.ATTENTION if found else DeviceState.ONLINE
        return DeviceStatus(state, faults=found, detail=detail)

    def check(self, level: Level) -> Health:
        started = time.monotonic()
        found = self.status()
        if found.worst is not None:
            return faults.health(self._board.name, level, found.worst, "warn" if found.ready else "fail")
        try:
            if level is Level.EXTERNAL:
                self._act()
            if level is Level.INTERACTIVE and not self._changes():
                return faults.health(self._board.name, level, self._unmoved(), "warn")
        except DeviceError as error:
            return faults.health(self._board.name, level, error.fault)
        taken = f"{(time.monotonic() - started) * 1000:.0f} ms"
        said = f"{len(found.detail) - 1} 项读数，忽略 {self._board.ignored} 行，{taken}"
        return Health(self._board.name, level, "pass", said, limit=f"每次问答 {self._board.deadline:g} s")

    def close(self) -> None:
        self._board.close()

    def _now(self) -> T:
        self._quietly(self._board.ask, self._board.closing)
        return self._understood(self._board.values())

    def _act(self) -> None:
        """What a board does where a technician may hear or see it; most can do nothing."""

    def _changes(self) -> bool:
        before, end = self._now(), time.monotonic() + _CHECK_WAIT
        while (left := end - time.monotonic()) > 0:
            if self.wait_change(left) != before:
                return True
        return False

    def _is_news(self, found: T) -> bool:
        """Whether it is something else than this thread was told last; at first, than nothing at all."""
        before = getattr(self._told, "state", None)
        self._told.state = found
        return bool(found != (self._understood({}) if before is None else before))

    @staticmethod
    def _quietly(look: Callable[[threading.Event], None], closing: threading.Event) -> None:
        """Trouble on the line is an unknown state here, and said by status(); only close() ends the call."""
        try:
            look(closing)
        except DeviceError as error:
            if error.completion is Completion.CANCELED:
                raise

    def _unreadable(self, known: Mapping[str, object]) -> tuple[Fault, ...]:
        names = "、".join(sorted(key for key, value in known.items() if value is None))
        if not names:
            return ()
        technician = f"{self._board.name}有读不出的传感器（{names}）：检查传感器和接线"
        return (Fault("sensor.unknown", _GO_ON, technician, "warning"),)

    def _nothing(self) -> Fault:
        citizen = NOT_NEEDED.format(device=self._board.name)
        return Fault("sensor.none", citizen, f"{self._board.name}在应答，但没有一项读数：检查接的是哪块板")

    def _unmoved(self) -> Fault:
        technician = f"{_CHECK_WAIT:g} 秒内{self._board.name}没有任何变化：动一动再检查"
        return Fault("sensor.unmoved", _GO_ON, technician, "warning")


def _word(value: object) -> str:
    if value is None:
        return "unknown"
    return str(value).lower() if isinstance(value, bool) else str(value)

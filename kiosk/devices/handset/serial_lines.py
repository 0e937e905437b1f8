"""Call button and handset on a board with a serial line; the words are `kiosk.devices._board_lines`.

    call=pressed|released   presses=0..999   handset=lifted|hung   headphones=in|out   lamp=on|off

A board sends the keys that it has; `lamp` can be set.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.devices import options
from kiosk.devices._board_device import BoardDevice
from kiosk.devices._board_words import either, whole
from kiosk.devices._line_board import LineBoard, Meaning
from kiosk.devices.handset import HandsetState, _faults
from kiosk.model import Completion, DeviceError

_MEANINGS: Mapping[str, Meaning] = {
    "call": either("pressed", "released"),
    "presses": whole(999),
    "handset": either("lifted", "hung"),
    "headphones": either("in", "out"),
    "lamp": either("on", "off"),
}
_FIELDS = {"call": "calling", "handset": "lifted"}


class SerialHandset(BoardDevice[HandsetState]):
    def state(self) -> HandsetState:
        return self._now()

    def ring(self, on: bool) -> None:
        closing = self._board.closing
        if "lamp" not in self._board.values():
            self._board.ask(closing)
        if "lamp" not in self._board.values():
            raise DeviceError(Completion.UNSUPPORTED, _faults.NO_LAMP)
        self._board.set("lamp", "on" if on else "off", closing)

    def _act(self) -> None:
        """Lights the lamp where there is one, and leaves it as it was."""
        was = self._board.values().get("lamp")
        if was is not None:
            self.ring(not was)
            self.ring(bool(was))


def connect(port: str, heartbeat: float = 2.0, deadline: float = 2.0) -> SerialHandset:
    """`heartbeat`: seconds between two of the board's; `deadline`: for one answer. Raises ValueError."""
    path = options.device_path("port", port)
    beat, limit = options.seconds("heartbeat", heartbeat), options.seconds("deadline", deadline)
    return SerialHandset(
        LineBoard(_faults.DEVICE, path, _MEANINGS, beat, limit), _understood, _faults.warnings
    )


def _understood(values: Mapping[str, object]) -> HandsetState:
    known: dict[str, Any] = {_FIELDS.get(key, key): value for key, value in values.items()}
    return HandsetState(**known)

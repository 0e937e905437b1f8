"""Sensors on a board with a serial line; the words are those of `kiosk.devices._board_lines`.

    presence=near|away   door=open|closed   ups=mains|battery   charge=0..100   minutes=0..9999
    temperature=-40.0..125.0   humidity=0..100

A board sends the keys that it has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kiosk.devices import options
from kiosk.devices._board_device import BoardDevice
from kiosk.devices._board_words import either, whole
from kiosk.devices._line_board import LineBoard, Meaning
from kiosk.devices.sensors import Readings, _faults

_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9])?")


class SerialSensors(BoardDevice[Readings]):
    def readings(self) -> Readings:
        return self._now()


def connect(port: str, heartbeat: float = 2.0, deadline: float = 2.0) -> SerialSensors:
    """`heartbeat`: seconds between two of the board's; `deadline`: for one answer. Raises ValueError."""
    path = options.device_path("port", port)
    beat, limit = options.seconds("heartbeat", heartbeat), options.seconds("deadline", deadline)
    return SerialSensors(
        LineBoard(_faults.DEVICE, path, _MEANINGS, beat, limit), _understood, _faults.warnings
    )


def _degrees(text: str) -> float:
    if not _DEGREES.fullmatch(text) or not -40 <= float(text) <= 125:
        raise ValueError("no temperature")
    return float(text)


_MEANINGS: Mapping[str, Meaning] = {
    "presence": either("near", "away"),
    "door": either("open", "closed"),
    "ups": either("battery", "mains"),
    "charge": whole(100),
    "minutes": whole(9999),
    "temperature": _degrees,
    "humidity": whole(100),
}
_FIELDS = {"door": "door_open", "ups": "on_battery", "minutes": "minutes_left"}


def _understood(values: Mapping[str, object]) -> Readings:
    known: dict[str, Any] = {_FIELDS.get(key, key): value for key, value in values.items()}
    return Readings(**known)

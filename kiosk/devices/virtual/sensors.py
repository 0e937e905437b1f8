"""A cabinet's sensors: somebody before it, its door, its UPS, its climate."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.devices.virtual.line_board import BoardState, VirtualLineBoard
from kiosk.devices.virtual.stand import Stand
from kiosk.devices.virtual.state import choice, demand


@dataclass(frozen=True)
class SensorsState(BoardState):
    """null: cannot be read; "none": not fitted."""

    KIND = "sensors"
    KEYS = ("presence", "door", "ups", "charge", "minutes", "temperature", "humidity")
    presence: str | None = "away"
    door: str | None = "closed"
    ups: str | None = "mains"
    charge: int | str | None = 100
    minutes: int | str | None = 30
    temperature: float | str | None = 24.5
    humidity: int | str | None = 45

    def __post_init__(self) -> None:
        super().__post_init__()
        choice(self.presence, "presence", "near", "away", "none", None)
        choice(self.door, "door", "open", "closed", "none", None)
        choice(self.ups, "ups", "mains", "battery", "none", None)
        _within(self.charge, "charge", 0, 100)
        _within(self.minutes, "minutes", 0, 9999)
        _within(self.humidity, "humidity", 0, 100)
        _within(self.temperature, "temperature", -40, 125, digits=1)


class VirtualSensors(VirtualLineBoard):
    def __init__(self, folder: Path, link: Path, beat: float = 2.0, slow: float = 5.0) -> None:
        super().__init__(folder, link, SensorsState, beat=beat, slow=slow)


STAND = Stand(
    name="sensors",
    kind="sensors",
    adapter="serial_lines",
    states=(SensorsState,),
    build=lambda states, out: VirtualSensors(states, states / "sensors"),
    options=lambda device: {"port": device.endpoint},
)


def _within(value: object, key: str, least: int, most: int, digits: int = 0) -> None:
    kinds = (int, float) if digits else (int,)
    number = isinstance(value, kinds) and not isinstance(value, bool) and least <= value <= most
    fits = number and round(float(str(value)), digits) == value
    allowed = f"null, none or a number from {least} to {most}"
    demand(value in (None, "none") or fits, key, f"{allowed}, {digits} decimals" if digits else allowed)

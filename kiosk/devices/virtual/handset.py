"""An emergency-call button with a lamp, a handset on its hook and a headphone jack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.devices.virtual.line_board import BoardState, VirtualLineBoard
from kiosk.devices.virtual.stand import Stand
from kiosk.devices.virtual.state import choice, demand


@dataclass(frozen=True)
class HandsetState(BoardState):
    """null: cannot be read; "none": not fitted. The board counts `presses` when `call` becomes pressed."""

    KIND = "handset"
    KEYS = ("call", "presses", "handset", "headphones", "lamp")
    call: str | None = "released"
    presses: int | str | None = 0
    handset: str | None = "hung"
    headphones: str | None = "out"
    lamp: str | None = "off"

    def __post_init__(self) -> None:
        super().__post_init__()
        choice(self.call, "call", "pressed", "released", "none", None)
        choice(self.handset, "handset", "lifted", "hung", "none", None)
        choice(self.headphones, "headphones", "in", "out", "none", None)
        choice(self.lamp, "lamp", "on", "off", "none", None)
        number = isinstance(self.presses, int) and not isinstance(self.presses, bool)
        fits = self.presses in (None, "none") or number and 0 <= int(self.presses) <= 999
        demand(fits, "presses", "null, none or a number from 0 to 999")


class VirtualHandset(VirtualLineBoard):
    def __init__(self, folder: Path, link: Path, beat: float = 2.0, slow: float = 5.0) -> None:
        super().__init__(folder, link, HandsetState, beat, slow)

    def _obey(self, key: str, value: str) -> Mapping[str, object]:
        fitted = "lamp" in self._watch.now().said
        return {"lamp": value} if fitted and key == "lamp" and value in ("on", "off") else {}

    def _happened(self, before: Mapping[str, str], now: BoardState) -> Mapping[str, object]:
        assert isinstance(now, HandsetState)
        pressed = before.get("call") == "released" and now.call == "pressed"
        return {"presses": (now.presses + 1) % 1000} if pressed and isinstance(now.presses, int) else {}


STAND = Stand(
    name="handset",
    kind="handset",
    adapter="serial_lines",
    states=(HandsetState,),
    build=lambda states, out: VirtualHandset(states, states / "handset"),
    options=lambda device: {"port": device.endpoint},
)

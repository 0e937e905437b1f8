"""The machine that is looked after: its configuration, and the terminal that has its devices open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk import diagnostics
from kiosk.config import Config
from kiosk.diagnostics import by_hand
from kiosk.diagnostics.parts import NAMES
from kiosk.model import Health, Level
from kiosk.terminal import Terminal

__all__ = ["NAMES", "Machine"]


@dataclass(frozen=True)
class Machine:
    config: Config
    terminal: Terminal

    def now(self) -> datetime:
        return self.terminal.clock()

    def report(self, level: Level, say: by_hand.Say = by_hand.nobody) -> tuple[Health, ...]:
        """What `kiosk doctor` would find, with the devices that this process holds."""
        opened = self.terminal.peripherals.opened
        return diagnostics.report(self.config, level, self.terminal.clock, devices=opened, say=say)

    def past(self) -> diagnostics.Past:
        return diagnostics.Past.look(self.config.store, self.now())

    def told(self, at: datetime) -> str:
        return f"{at.astimezone(self.now().tzinfo):%m-%d %H:%M}"

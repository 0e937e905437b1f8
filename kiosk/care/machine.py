"""The machine that is looked after: its configuration, and the terminal that has its devices open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk import diagnostics
from kiosk.config import Config
from kiosk.diagnostics import by_hand
from kiosk.model import Health, Level
from kiosk.terminal import Terminal

NAMES = {
    "card_reader": "身份证阅读器",
    "receipt_printer": "凭条打印机",
    "document_printer": "文件打印机",
    "social_card_reader": "社保卡阅读器",
    "code_scanner": "扫码器",
    "document_camera": "高拍仪",
    "face_camera": "人脸摄像头",
    "sensors": "机柜传感器",
    "handset": "呼叫按钮和听筒",
}  # by kind, as their checks are called


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

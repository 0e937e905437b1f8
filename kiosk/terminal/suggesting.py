"""提建议: what a person tells those who run terminals goes out at once or not at all: nothing of it is kept.

The terminal makes the code, so that what is sent once more after a lost answer is still one suggestion.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.devices.receipt_printer import ReceiptPrinter
from kiosk.model import SlipLine, SlipPair, SlipQr, SlipRule, SlipText
from kiosk.store import Store
from kiosk.store.journal import Event
from kiosk.terminal.slips import KIND
from kiosk.terminal.words import OfflineError
from kiosk.wire.client import PlatformClient
from kiosk.wire.suggestions import LONGEST, new_code
from kiosk.wire.troubles import GarbledError, RefusedError, UnreachableError

__all__ = ["KINDS", "LONGEST", "Suggesting", "new_code"]

KINDS = ("suggestion", "complaint")  # what is wrong with the machine has its own page
_WITHIN = 20.0  # seconds
_ZH = ("意见已收到", "查询码", "手机扫码，输入查询码，看处理结果", "终端", "没有留您的姓名，请保管好查询码")
_EN = ("We have it", "Code", "Scan, and enter the code to see what became of it", "Terminal",
       "Your name was not kept: keep this code")  # fmt: skip


@dataclass(frozen=True)
class Suggesting:
    platform: PlatformClient
    store: Store
    device: Callable[[str], Any]
    number: str
    clock: Callable[[], datetime]

    def send(self, kind: str, text: str, code: str) -> str:
        """Where the code is asked with. Raises OfflineError; the person may try the same again."""
        try:
            answer = self.platform.ask("/v1/suggestions", {"kind": kind, "text": text, "code": code})
            url = str(answer["url"])
        except (RefusedError, UnreachableError, GarbledError, KeyError) as error:
            raise OfflineError(type(error).__name__) from None
        self.store.journal.append(Event.SUGGESTED, self.clock(), kind)
        return url

    def print(self, code: str, url: str, language: str) -> None:
        """Returns when the slip came out. Raises DeviceError."""
        printer: ReceiptPrinter = self.device(KIND)
        printer.print(f"suggestion:{code}", self.slip(code, url, language), timeout=_WITHIN)

    def slip(self, code: str, url: str, language: str) -> tuple[SlipLine, ...]:
        title, label, how, terminal, keep = _EN if language == "en" else _ZH
        return (
            SlipText(title, size=2, align="center", bold=True),
            SlipRule(),
            SlipText(label, align="center"),
            SlipText(code, size=2, align="center", bold=True),
            SlipQr(url),
            SlipText(how),
            SlipText(keep),
            SlipRule(),
            SlipPair(terminal, self.number),
        )

"""An ESC/POS receipt printer on TCP, and on a pseudo-terminal if one is wanted: it really prints, to PNG.

Real-time requests are answered as they come in, even off-line; everything else waits for the mechanism.
"""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

from kiosk.devices.virtual.escpos_lines import Channel, Lines
from kiosk.devices.virtual.mechanism import Mechanism
from kiosk.devices.virtual.paper import Paper
from kiosk.devices.virtual.state import ReceiptPrinterState
from kiosk.devices.virtual.watch import Watch

_FIXED = 0x12
_CLEARED = bytes.fromhex("372500")
_GARBAGE = b"\xff\x81\x99"


class VirtualReceiptPrinter:
    """Writes slip-0001.png and slip-0001.json into `out`, and mouth.json: which slip hangs there."""

    def __init__(  # noqa: PLR0913 - a printer's switches, by name
        self,
        folder: Path,
        out: Path,
        *,
        dots: int = 576,
        repertoire: str = "gbk",
        link: Path | None = None,
        slow: float = 5.0,
        fixed_bits: bool = True,
    ) -> None:
        self._slow, self._fixed = slow, _FIXED if fixed_bits else 0
        self._speaker: Channel | None = None
        self._lines = Lines(self, link)
        self._watch = Watch(folder, ReceiptPrinterState, self._changed)
        self._mechanism = Mechanism(self._watch, out, partial(Paper, dots, repertoire), self._echo)
        self._lines_told: int | None = None
        self._over = False

    @property
    def endpoint(self) -> tuple[str, int]:
        return self._lines.address

    def start(self) -> None:
        self._mechanism.start()
        self._lines.open()
        self._watch.start()

    def stop(self) -> None:
        self._over = True
        self._watch.stop()
        self._lines.close()
        self._mechanism.stop()

    # --- what the lines bring ---

    def hear(self, channel: Channel, data: bytes) -> None:
        if self._watch.now().fault != "silent":
            self._speaker = channel
            self._mechanism.give(data)

    def asked(self, channel: Channel, number: int) -> None:
        """DLE EOT n."""
        now = self._watch.now()
        cover, out = now.cover == "open", now.paper == "out"
        jam, hot = now.cutter == "jam", now.heat == "hot"
        bits = {
            1: 0x08 * (cover or out or jam or hot),
            2: 0x04 * cover | 0x20 * out | 0x40 * (jam or hot),
            3: 0x08 * jam | 0x40 * hot,
            4: {"full": 0, "low": 0x0C, "out": 0x6C}[now.paper],
        }
        self._answer(channel, self._fixed | bits[number])

    def cleared(self, channel: Channel) -> None:
        """DLE DC4 8."""
        if self._watch.now().fault != "silent":
            self._mechanism.clear()
            channel.send(_CLEARED)

    def _echo(self, number: int) -> None:
        """GS r 1: reached only when everything before it was printed."""
        if number in (1, 0x31) and self._speaker is not None:
            self._answer(self._speaker, {"full": 0, "low": 0x03, "out": 0x0F}[self._watch.now().paper])

    def _answer(self, channel: Channel, byte: int) -> None:
        fault = self._watch.now().fault
        answer = _GARBAGE if fault == "garbage" else bytes([byte])
        if fault == "slow":
            timer = threading.Timer(self._slow, channel.send, (answer,))
            timer.daemon = True
            timer.start()
        elif fault != "silent":
            channel.send(answer)

    def _changed(self, now: ReceiptPrinterState) -> None:
        if self._over:  # whoever is still at work looks at the state too, and would open the lines again
            return
        if now.paper_out_after_lines != self._lines_told:
            self._lines_told = now.paper_out_after_lines
            self._mechanism.count_down(self._lines_told)
        if now.fault == "disconnected" and self._lines.is_open:
            threading.Thread(target=self._lines.close, name="escpos-unplug").start()
        elif now.fault != "disconnected" and not self._lines.is_open:
            self._lines.open()
        self._mechanism.show_mouth(now.torn)

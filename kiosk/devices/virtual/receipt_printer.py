"""An ESC/POS receipt printer on TCP, and on a pseudo-terminal if one is wanted: it really prints, to PNG.

Real-time requests are answered as they come in, even off-line; everything else waits for the mechanism.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from kiosk.devices.virtual.escpos_lines import Channel, Lines
from kiosk.devices.virtual.mechanism import Mechanism, ReceiptMechanismState
from kiosk.devices.virtual.paper import Paper
from kiosk.devices.virtual.stand import Stand
from kiosk.devices.virtual.state import ReceiptPrinterState
from kiosk.devices.virtual.watch import Watch

_FIXED = 0x12
_CLEARED = bytes.fromhex("372500")
_GARBAGE = b"\xff\x81\x99"
_FULL = 0x14
MODELS: Mapping[str, Mapping[str, object]] = {"80": {}, "58": {"dots": 384}, "presenter": {"presenter": True}}
_NAMES = {66: b"VIRTUAL", 67: b"SLIP-80"}


class VirtualReceiptPrinter:
    """Writes slip-0001.png and slip-0001.json into `out`, mouth.json: which slip hangs there, retracted.json:
    those that were taken back, and nv-*.png: the logos that it keeps."""

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
        presenter: bool = False,
    ) -> None:
        self._presenter = presenter
        self._profile = (
            "custom-vkp80ii" if presenter else "generic-58" if dots == MODELS["58"]["dots"] else ""
        )
        self._slow, self._fixed = slow, _FIXED if fixed_bits else 0
        self._speaker: Channel | None = None
        self._lines = Lines(self, link)
        self._watch = Watch(folder, ReceiptPrinterState, self._changed)
        self._more = Watch(folder, ReceiptMechanismState, self._changed_too)
        self._mechanism = Mechanism(
            self._watch, out, partial(Paper, dots, repertoire), self._echo, self._more, presenter
        )
        self._lines_told: int | None = None
        self._wanted = 0  # which changes are to be told of unasked, by the bits of GS a
        self._pushed = b""
        self._over = False
        self._plug_turn = threading.Lock()
        self._unplug_told: int | None = None
        self.bytes_left: int | None = None  # until the cable is pulled out
        self._cut_off = False  # the cable is out, and nothing of what is said gets through

    @property
    def endpoint(self) -> tuple[str, int]:
        return self._lines.address

    @property
    def options(self) -> Mapping[str, object]:
        """The adapter's, the profile among them unless it is the usual one."""
        host, port = self.endpoint
        return {"host": host, "port": port} | ({"profile": self._profile} if self._profile else {})

    def start(self) -> None:
        self._mechanism.start()
        self._lines.open()
        self._more.start()
        self._watch.start()

    def stop(self) -> None:
        with self._plug_turn:
            self._over = True
        self._watch.stop()
        self._more.stop()
        self._lines.close()
        self._mechanism.stop()

    # --- what the lines bring ---

    def lets_in(self, count: int) -> int:
        """How many of so many bytes come in before the cable is pulled out."""
        self._more.now()
        left = self.bytes_left
        if self._cut_off:
            return 0
        if left is None:
            return count
        if left > count:
            self.bytes_left = left - count
            return count
        self._cut_off = True
        self._more.update(unplug_at_byte=None)
        self._watch.update(fault="disconnected")
        return left

    def hear(self, channel: Channel, data: bytes) -> None:
        if self._watch.now().fault != "silent":
            self._speaker = channel
            self._mechanism.give(data)

    def asked(self, channel: Channel, number: int) -> None:
        """DLE EOT n."""
        self._say(channel, self._full() if number == _FULL else bytes([self._fixed | self._bits()[number]]))

    def cleared(self, channel: Channel) -> None:
        """DLE DC4 8."""
        if self._watch.now().fault != "silent":
            self._mechanism.clear()
            self._send(channel, _CLEARED)

    # --- what it says ---

    def _bits(self) -> dict[int, int]:
        """Of DLE EOT 1 to 4."""
        now, more = self._watch.now(), self._more.now()
        cover, out = now.cover == "open", now.paper == "out"
        jam, hot, feeding = now.cutter == "jam", now.heat == "hot", more.panel == "feeding"
        broken = more.error in ("unrecoverable", "voltage")
        recoverable = more.error in ("recoverable", "line") or more.path == "jam"
        error = jam or hot or broken or recoverable
        return {
            1: 0x08 * (cover or out or error or more.panel != "ready") | 0x40 * feeding,
            2: 0x04 * cover | 0x08 * feeding | 0x20 * out | 0x40 * error,
            3: 0x04 * recoverable | 0x08 * jam | 0x20 * broken | 0x40 * hot,
            4: {"full": 0, "low": 0x0C, "out": 0x6C}[now.paper],
        }

    def _full(self) -> bytes:
        """10 04 14 of a kiosk printer."""
        now, more = self._watch.now(), self._more.now()
        paper = {"full": 0, "low": 0x04, "out": 0x05}[now.paper] | 0x20 * self._mechanism.at_mouth
        user = 0x03 * (now.cover == "open") | 0x08 * self._mechanism.moving | 0x20 * (more.panel == "feeding")
        recoverable = 0x01 * (now.heat == "hot") | 0x40 * (more.path == "jam")
        recoverable |= {"line": 0x02, "voltage": 0x08}.get(more.error or "", 0)
        return bytes([0x10, 0x0F, paper, user, recoverable, 0x01 * (now.cutter == "jam")])

    def _automatic(self) -> bytes:
        """Of GS a: how the printer is, what went wrong, paper."""
        bits, paper = self._bits(), {"full": 0, "low": 0x03, "out": 0x0F}[self._watch.now().paper]
        first = 0x10 | bits[1] | 0x20 * (self._watch.now().cover == "open")
        return bytes([first, bits[3] | 0x02 * bool(bits[1] & 0x40), paper, 0])

    def _echo(self, what: str, number: int) -> None:
        """Reached only when everything before it was printed."""
        if what == "a":
            self._wanted, self._pushed = number, b""
            self._push()
        elif self._speaker is None:
            return
        elif what == "r" and number in (1, 0x31):
            self._say(self._speaker, bytes([{"full": 0, "low": 0x03, "out": 0x0F}[self._watch.now().paper]]))
        elif what == "e":
            error = 0x08 * self._mechanism.at_mouth | 0xC0 * (self._more.now().path == "jam")
            self._say(self._speaker, bytes([error | (self._watch.now().paper != "full")]))
        elif what == "I" and number in _NAMES:
            self._say(self._speaker, b"_" + _NAMES[number] + b"\0")

    def _push(self) -> None:
        if self._wanted and self._speaker is not None and (now := self._automatic()) != self._pushed:
            self._pushed = now
            self._say(self._speaker, now)

    def _say(self, channel: Channel, answer: bytes) -> None:
        fault = self._watch.now().fault
        if fault == "garbage":
            answer = _GARBAGE
        if fault == "slow":
            timer = threading.Timer(self._slow, self._send, (channel, answer))
            timer.daemon = True
            timer.start()
        elif fault != "silent":
            self._send(channel, answer)

    def _send(self, channel: Channel, answer: bytes) -> None:
        if self._more.now().answers == "half":
            answer = answer[: len(answer) // 2]
        if answer and not self._cut_off:
            channel.send(answer)

    def _changed_too(self, now: ReceiptMechanismState) -> None:
        if now.presenter is not self._presenter:
            only = {} if self._presenter else {"output": "clear"}
            self._more.update(presenter=self._presenter, **only)
            return  # called again with what is true
        if now.unplug_at_byte != self._unplug_told:
            self._unplug_told = self.bytes_left = now.unplug_at_byte
        self._push()

    def _plug(self) -> None:
        """Apart from whoever noticed: that may be a line, which cannot wait for its own end."""
        with self._plug_turn:
            if self._over:
                return
            gone = self._watch.now().fault == "disconnected"
            if self._lines.is_open and (gone or self._cut_off):
                self._lines.close()
            if not gone and not self._lines.is_open:
                self._cut_off = False
                self._lines.open()

    def _changed(self, now: ReceiptPrinterState) -> None:
        if self._over:  # whoever is still at work looks at the state too, and would open the lines again
            return
        if now.paper_out_after_lines != self._lines_told:
            self._lines_told = now.paper_out_after_lines
            self._mechanism.count_down(self._lines_told)
        if (now.fault == "disconnected") is self._lines.is_open:
            threading.Thread(target=self._plug, name="escpos-plug").start()
        self._mechanism.show_mouth(now.torn)
        self._push()


STAND = Stand(
    name="receipt_printer",
    kind="receipt_printer",
    adapter="escpos",
    states=(ReceiptPrinterState, ReceiptMechanismState),
    build=VirtualReceiptPrinter,
    options=lambda device: device.options,
)

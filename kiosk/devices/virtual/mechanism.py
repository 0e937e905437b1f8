"""Buffer, paper and cutter of a receipt printer: takes its time, stops without paper, leaves slips behind.

When it cannot print it keeps the rest of the buffer and goes on as soon as it can: what a client does
not clear comes out later, as with a real one.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from kiosk.devices.virtual.escpos_stream import Stream
from kiosk.devices.virtual.paper import Cell, Paper
from kiosk.devices.virtual.state import ReceiptPrinterState, replace_file
from kiosk.devices.virtual.watch import Watch

_DOTS_A_MM = 8
_LOOK = 0.02


class _StoppedError(Exception):
    """The printer was switched off."""


class _ClearedError(Exception):
    """The buffer was thrown away in the middle of a command."""


class Mechanism:
    """Works in a thread of its own. `echo` sends an answer that keeps the order of the data."""

    def __init__(
        self,
        watch: Watch[ReceiptPrinterState],
        out: Path,
        new_paper: Callable[[], Paper],
        echo: Callable[[int], None],
    ) -> None:
        self._watch, self._out = watch, out
        self._new_paper, self._echo = new_paper, echo
        self._ready = threading.Condition()
        self._buffer = bytearray()
        self._running = True
        self._cleared = False
        self._lines_left: int | None = None
        self._paper = new_paper()
        self._whole = True  # nothing that belongs on this paper was lost
        self._scraps = 0  # blank pieces that fell since the last slip
        self._slip = 0
        self._thread = threading.Thread(target=self._work, name="escpos-mechanism", daemon=True)

    def start(self) -> None:
        self._out.mkdir(parents=True, exist_ok=True)
        self._slip = max((int(path.stem[5:]) for path in self._out.glob("slip-*.png")), default=0)
        self._thread.start()

    def stop(self) -> None:
        with self._ready:
            self._running = False
            self._ready.notify_all()
        self._thread.join()

    def give(self, data: bytes) -> None:
        with self._ready:
            self._buffer += data
            self._ready.notify_all()

    def clear(self) -> None:
        with self._ready:
            self._buffer.clear()
            self._cleared = True
            self._ready.notify_all()

    def count_down(self, lines: int | None) -> None:
        """So many more lines come out; then the roll is at its end."""
        self._lines_left = lines

    def show_mouth(self, torn: int) -> None:
        """mouth.json says which slip hangs out of the printer, unless somebody took it."""
        hanging = f"slip-{self._slip:04d}.png" if self._slip > torn else None
        self._write("mouth.json", json.dumps({"slip": hanging}).encode())

    # --- what the stream moves ---

    def line(self, cells: list[Cell], align: int, pitch: int) -> None:
        self._need_paper(pitch, lines=1)
        self._paper.line(cells, align, pitch)

    def raster(self, image: Image.Image, align: int) -> None:
        self._need_paper(image.height, lines=1)
        self._paper.rasters += 1
        self._paper.picture(image, align)

    def code(self, payload: str, image: Image.Image, align: int) -> None:
        self._need_paper(image.height, lines=1)
        self._paper.qr.append(payload)
        self._paper.picture(image, align)

    def feed(self, dots: int) -> None:
        self._need_paper(dots)
        self._paper.feed(dots)

    def cut(self) -> None:
        self._need_paper(0)
        if self._paper.blank:
            self._paper = self._new_paper()
            self._scraps += 1
        else:
            self._drop_slip(complete=self._whole)
        self._whole = True

    def transmit(self, number: int) -> None:
        self._need_paper(0)
        self._echo(number)

    # --- inside ---

    def _work(self) -> None:
        stream = Stream(self._take, self)
        while True:
            try:
                stream.step()
            except _ClearedError:
                stream.reset()
                self._whole = self._paper.blank
            except _StoppedError:
                return

    def _take(self, count: int) -> bytes:
        with self._ready:
            self._ready.wait_for(lambda: len(self._buffer) >= count or not self._running or self._cleared)
            self._look_up()
            data = bytes(self._buffer[:count])
            del self._buffer[:count]
            return data

    def _look_up(self) -> None:
        if not self._running:
            raise _StoppedError
        if self._cleared:
            self._cleared = False
            raise _ClearedError

    def _need_paper(self, dots: int, lines: int = 0) -> None:
        """Waits until the printer can print, then for as long as `dots` of paper take."""
        if lines and self._lines_left is not None:
            self._lines_left -= lines
            if self._lines_left < 0:
                self._end_roll()
        while not _able(now := self._watch.now()):
            if now.paper == "out" and not self._paper.blank:
                self._drop_slip(complete=False)
                self._whole = False
            self._pause(_LOOK)
        if now.speed_mm_s:
            self._pause(dots / _DOTS_A_MM / now.speed_mm_s)

    def _pause(self, seconds: float) -> None:
        with self._ready:
            self._ready.wait_for(lambda: not self._running or self._cleared, seconds)
            self._look_up()

    def _end_roll(self) -> None:
        self._lines_left = None
        self._watch.update(paper="out", paper_out_after_lines=None)

    def _drop_slip(self, complete: bool) -> None:
        paper, self._paper = self._paper, self._new_paper()
        self._slip += 1
        name = f"slip-{self._slip:04d}"
        facts = {"texts": paper.texts, "qr": paper.qr, "rasters": paper.rasters}
        facts |= {"complete": complete, "scraps": self._scraps}
        self._scraps = 0
        self._write(f"{name}.json", json.dumps(facts, ensure_ascii=False).encode())
        self._write(f"{name}.png", paper.png(complete))
        self.show_mouth(self._watch.now().torn)

    def _write(self, name: str, content: bytes) -> None:
        replace_file(self._out / name, content)


def _able(now: ReceiptPrinterState) -> bool:
    return now.paper != "out" and now.cover == "closed" and now.cutter == "ok" and now.heat == "ok"

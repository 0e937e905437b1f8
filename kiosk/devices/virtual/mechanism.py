"""Buffer, paper and cutter of a receipt printer: takes its time, stops without paper, leaves slips behind.

When it cannot print it keeps the rest of the buffer and goes on as soon as it can: what a client does
not clear comes out later, as with a real one.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from kiosk.devices.virtual.escpos_stream import Stream
from kiosk.devices.virtual.paper import Cell, Paper
from kiosk.devices.virtual.state import ReceiptPrinterState, State, choice, count, demand, replace_file
from kiosk.devices.virtual.watch import Watch

_DOTS_A_MM = 8
_LOOK = 0.02
ERRORS = ("recoverable", "unrecoverable", "voltage", "line")


@dataclass(frozen=True)
class ReceiptMechanismState(State):
    """What else can be with a receipt printer and its presenter, beside ReceiptPrinterState.

    Only a presenter's six-byte status tells voltage, line and path apart; DLE EOT: recoverable, or not.
    """

    KIND = "receipt_mechanism"
    error: str | None = None
    panel: str = "ready"  # or switched off-line, or its feed button is pressed
    path: str = "clear"  # of the presenter
    output: str = "clear"  # blocked: something stands at the mouth that it cannot take back
    answers: str | None = None  # half: the second half of each answer is lost
    unplug_at_byte: int | None = None  # the cable goes after so many more bytes to the printer
    presenter: bool = True  # the device writes here whether it has one

    def __post_init__(self) -> None:
        choice(self.error, "error", None, *ERRORS)
        choice(self.panel, "panel", "ready", "offline", "feeding")
        choice(self.path, "path", "clear", "jam")
        choice(self.output, "output", "clear", "blocked")
        demand(self.presenter in (True, False), "presenter", "true or false")
        demand(self.presenter or self.output == "clear", "output", "clear without a presenter")
        choice(self.answers, "answers", None, "half")
        count(self.unplug_at_byte, "unplug_at_byte")

    @property
    def able(self) -> bool:
        return self.error is None and self.panel == "ready" and self.path == "clear"


class _StoppedError(Exception):
    """The printer was switched off."""


class _ClearedError(Exception):
    """The buffer was thrown away in the middle of a command."""


class Mechanism:
    """Works in a thread of its own. `echo` sends an answer that keeps the order of the data.

    With a presenter a slip stays inside until it is told to come out, and may be taken back.
    """

    def __init__(  # noqa: PLR0913 - the parts of one mechanism
        self,
        watch: Watch[ReceiptPrinterState],
        out: Path,
        new_paper: Callable[[], Paper],
        echo: Callable[[str, int], None],
        more: Watch[ReceiptMechanismState],
        presenter: bool = False,
    ) -> None:
        self._watch, self._more, self._out = watch, more, out
        self._presenter = presenter
        self._presented = 0  # the slip that was brought to the mouth, unless it went back
        self._inside = 0  # the one that was cut and not yet brought there
        self._continuous = presenter  # paper comes out of the mouth while it is printed
        self._timer: threading.Timer | None = None
        self.moving = False
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
        self._stop_timer()

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
        last = self._presented if self._presenter else self._slip
        hanging = f"slip-{last:04d}.png" if last > torn else None
        self._write("mouth.json", json.dumps({"slip": hanging}).encode())

    @property
    def at_mouth(self) -> bool:
        """What the sensor of the presenter sees."""
        standing = self._presented > self._watch.now().torn or self._more.now().output == "blocked"
        return standing or (self._continuous and not self._paper.blank)

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

    def transmit(self, what: str, number: int) -> None:
        self._need_paper(0)
        self._echo(what, number)

    def forget(self) -> None:
        self._echo("a", 0)

    def keep(self, key: bytes, image: Image.Image) -> None:
        """In a file: it outlives the power."""
        image.save(self._out / f"nv-{key.hex()}.png")

    def logo(self, key: bytes, align: int) -> None:
        """Nothing is printed of one that is not there."""
        kept = self._out / f"nv-{key.hex()}.png"
        if kept.is_file():
            with Image.open(kept) as image:
                self._need_paper(image.height, lines=1)
                self._paper.logos += 1
                self._paper.picture(image, align)

    def move(self, how: int, seconds: int) -> None:
        """GS e: 2 takes back, 5 throws out, 3 and 32 bring to the mouth; all of them cut before.

        18 keeps paper inside while it is printed, 20 lets it come out.
        """
        if not self._presenter:
            return
        if how in (18, 20):
            self._continuous = how == 20
            return
        self._need_paper(0)
        if not self._paper.blank:
            self.cut()
        if how == 2:
            self._take_back()
        elif how == 5:
            self._presented = self._inside = 0
        elif self._inside and self._more.now().output != "blocked":
            self._presented, self._inside = self._inside, 0
            if how == 32 and seconds:
                self._stop_timer()
                self._timer = threading.Timer(seconds, self._take_back)
                self._timer.daemon = True
                self._timer.start()
        self.show_mouth(self._watch.now().torn)

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
        while not _able(now := self._watch.now()) or not self._more.now().able:
            if now.paper == "out" and not self._paper.blank:
                self._drop_slip(complete=False)
                self._whole = False
            self._pause(_LOOK)
        if now.speed_mm_s:
            self.moving = True
            try:
                self._pause(dots / _DOTS_A_MM / now.speed_mm_s)
            finally:
                self.moving = False

    def _take_back(self) -> None:
        slip = self._presented or self._inside
        self._presented = self._inside = 0
        torn = self._watch.now().torn
        if slip > torn:
            back = self._out / "retracted.json"
            before = json.loads(back.read_text("utf-8")) if back.is_file() else []
            self._write(back.name, json.dumps([*before, f"slip-{slip:04d}.png"]).encode())
            self.show_mouth(torn)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

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
        self._inside = self._slip
        name = f"slip-{self._slip:04d}"
        facts = {"texts": paper.texts, "qr": paper.qr, "rasters": paper.rasters, "logos": paper.logos}
        facts |= {"complete": complete, "scraps": self._scraps}
        self._scraps = 0
        self._write(f"{name}.json", json.dumps(facts, ensure_ascii=False).encode())
        self._write(f"{name}.png", paper.png(complete))
        self.show_mouth(self._watch.now().torn)

    def _write(self, name: str, content: bytes) -> None:
        replace_file(self._out / name, content)


def _able(now: ReceiptPrinterState) -> bool:
    return now.paper != "out" and now.cover == "closed" and now.cutter == "ok" and now.heat == "ok"

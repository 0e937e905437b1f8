"""One print with a trouble in it, and the paper's own word on what came out."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.devices import open_device
from kiosk.devices.receipt_printer import ReceiptPrinter, _mouth
from kiosk.devices.receipt_printer._ear import REPLIES
from kiosk.model import DeviceError, SlipLine, SlipPair, SlipQr, SlipRule, SlipText
from tests.devices.rigs import until
from tests.devices.rigs.receipt_printer import SlipRig
from tests.slip_truth.plan import TROUBLES, WELL, Plan
from tests.slip_truth.wire import Wire

SLIPS: tuple[tuple[SlipLine, ...], ...] = (
    (SlipText("收件凭证", size=2, align="center"), SlipText("已收件（还没受理）"), SlipQr("short")),
    (
        SlipText("收件凭证", size=2, align="center", bold=True),
        SlipRule(),
        SlipPair("编号", "3305210001001261121000011K"),
        SlipPair("事项", "社保参保证明"),
        SlipPair("办事人", "**明"),
        *[SlipText(f"第 {number} 行，一共八行") for number in range(8)],
        SlipQr("kiosk:filing:3305210001001261121000011K:held"),
        SlipPair("查询电话", "12345"),
    ),
    (SlipText("𠮷𪚥", size=2), SlipPair("办事人", "*𬭎"), *[SlipText("一行")] * 6, SlipQr("rare")),
)
NEXT: tuple[SlipLine, ...] = (SlipText("下一位的凭条"), SlipQr("next"))

_DEADLINE = 0.8
_PATIENCE = 60.0
_LOOK = 0.002


@dataclass(frozen=True)
class Verdict:
    """Of one print, and of the next one when all was well again."""

    plan: Plan
    said: str  # "printed", or the fault
    out: int  # whole slips of this job when the adapter spoke
    told: bool  # the printer's ordered reply had reached the adapter before anything went wrong
    cleared: bool  # the last word of the printer was that it threw the rest away
    again_out: int  # whole slips of the job that was tried again, in all
    again_said: str
    tries: int

    @property
    def wrong(self) -> str | None:
        if self.said == "printed" and self.out != 1:
            return f"printed was said with {self.out} whole slips"
        if self.told and self.said != "printed" and not self.contradicted and not self.plan.estimated:
            return f"{self.said} was said of a slip that the printer had confirmed"
        if self.again_said != "printed":
            return f"never recovered: {self.again_said}"
        known = self.plan.next_process or self.said == "printed" or (self.cleared and not self.out)
        if not 1 <= self.again_out <= self.tries + (not known):
            return f"{self.again_out} whole slips when it was tried again"
        return None

    @property
    def contradicted(self) -> bool:
        """A printer that confirms a cut and reports a jammed cutter does not know itself."""
        return self.said in ("cutter.jam", "printer.unrecoverable")


def judge(plan: Plan, folder: Path) -> Verdict:
    dots = 384 if plan.profile.endswith("58") else 576
    rig = SlipRig(folder, dots=dots, fixed_bits=not plan.estimated)
    try:
        with Wire(rig.device.endpoint, folder / "port" if plan.serial else None, plan.baud) as wire:
            return _Trial(plan, rig, wire).run()
    finally:
        rig.stop()


class _Trial:
    def __init__(self, plan: Plan, rig: SlipRig, wire: Wire) -> None:
        self._plan, self._rig, self._wire = plan, rig, wire
        self._lines = SLIPS[plan.slip]
        self._wanted = paper(plan.profile, plan.slip)
        self._over = threading.Event()  # the attempt has ended
        self._told = False
        self._answers = 0
        self._struck = threading.Event()

    def run(self) -> Verdict:
        if self._plan.clean:
            known_clean(self._wire)
        self._rig.set(speed_mm_s=self._plan.speed)
        adapter = self._open()
        with self._trouble():
            said = attempt(
                adapter, "job", self._lines, 20 if self._plan.estimated or self._plan.serial else 6
            )
            out, cleared = self._whole(self._wanted), self._wire.cleared_at == self._wire.sent
        self._recover()
        if self._plan.next_process:
            adapter.close()
            adapter, job, lines, wanted = self._open(), "next", NEXT, paper(self._plan.profile, -1)
        else:
            job, lines, wanted = "job", self._lines, self._wanted
        again, tries = until_printed(adapter, job, lines)
        again_out = self._whole(wanted)
        adapter.close()
        return Verdict(self._plan, said, out, self._told, cleared, again_out, again, tries)

    def _open(self) -> ReceiptPrinter:
        options = {**self._wire.options, "profile": self._plan.profile, "deadline": _DEADLINE}
        return open_device("receipt_printer", "escpos", options)

    def _whole(self, wanted: object) -> int:
        """What has fallen, once it lies there."""
        until(lambda: len(_contents(self._rig, all=True)) >= self._rig.device._mechanism._slip)
        return _contents(self._rig).count(wanted)

    # --- what goes wrong ---

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        kind, at = self._plan.moment
        if self._plan.trouble == "roll ends":
            self._rig.set(paper_out_after_lines=int(at * 10) if kind == "bytes" else int(at))
        if kind == "bytes":
            self._wire.at = (int(at * length(self._plan.profile, self._plan.slip)), self._struck.set)
        self._wire.bend = self._bent
        hand = threading.Thread(target=self._hand)
        hand.start()
        try:
            yield
        finally:
            self._over.set()
            hand.join()

    def _hand(self) -> None:
        """Waits for the moment, does what is planned, and takes it back where it does not last."""
        while not self._struck.is_set() and not self._over.is_set() and not self._reached():
            self._over.wait(_LOOK)
        if self._over.is_set():
            return
        self._told = self._wire.ordered >= REPLIES
        if self._plan.lie == "stray byte":
            self._wire.inject(self._plan.noise)
        elif self._plan.lie == "automatic status":
            self._wire.inject(b"\x10\x00\x0c\x00")
        self._strike()
        if self._plan.lasts is not None:
            self._over.wait(self._plan.lasts)
            self._recover(self._plan.speed)

    def _reached(self) -> bool:
        kind, lines = self._plan.moment
        done = self._rig.slips() and lines < 13  # the last lines never come on a short slip
        return kind == "lines" and bool(done or self._rig.printed_lines() >= lines)

    def _strike(self) -> None:
        if self._plan.trouble == "cable out":
            self._wire.cut()
        elif self._plan.trouble == "power cycle":
            self._rig.set(fault="silent")
            self._over.wait(0.02)  # what was on its way is heard by nobody
            self._rig.device._mechanism.clear()
            if not self._plan.serial:
                self._wire.cut()
        else:
            self._rig.set(**TROUBLES[self._plan.trouble])

    def _recover(self, speed: float = 0) -> None:
        self._rig.set(**{**WELL, "speed_mm_s": speed})
        self._wire.dead = False
        if self._over.is_set():
            self._wire.bend = lambda answer: bytes([answer])

    def _bent(self, answer: int) -> bytes:
        self._answers += 1
        here = self._answers - 1 == self._plan.lie_at
        match self._plan.lie:
            case "all well" if answer & 0x10 and answer != 0x37:
                return b"\x12"
            case "wrong bit" if here:
                return bytes([answer ^ 1 << self._plan.bit])
            case "lost answer" if here:
                return b""
            case "double answer" if here:
                return bytes([answer, answer])
        return bytes([answer])


def attempt(adapter: ReceiptPrinter, job: str, lines: tuple[SlipLine, ...], timeout: float = 20) -> str:
    try:
        adapter.print(job, lines, timeout)
    except DeviceError as error:
        return error.fault.code
    return "printed"


def until_printed(adapter: ReceiptPrinter, job: str, lines: tuple[SlipLine, ...]) -> tuple[str, int]:
    """The last word, and how many attempts it took."""
    end, pause, tries = time.monotonic() + _PATIENCE, threading.Event(), 1
    while (said := attempt(adapter, job, lines)) != "printed" and time.monotonic() < end:
        pause.wait(0.05)
        tries += 1
    return said, tries


@lru_cache
def paper(profile: str, slip: int) -> object:
    """What the slip looks like when nothing goes wrong; -1 is the next person's."""
    return _healthy(profile, slip)[0]


@lru_cache
def length(profile: str, slip: int) -> int:
    """Bytes that go to a printer for it when nothing goes wrong."""
    return _healthy(profile, slip)[1]


@lru_cache
def _healthy(profile: str, slip: int) -> tuple[object, int]:
    with TemporaryDirectory() as name:
        dots = 384 if profile.endswith("58") else 576
        rig = SlipRig(Path(name), dots=dots, fixed_bits=profile.startswith("generic"))
        try:
            with Wire(rig.device.endpoint) as wire:
                known_clean(wire)
                adapter = open_device("receipt_printer", "escpos", {**wire.options, "profile": profile})
                assert attempt(adapter, "job", NEXT if slip < 0 else SLIPS[slip]) == "printed"
                adapter.close()
                return until(lambda: _contents(rig))[0], wire.sent
        finally:
            rig.stop()


def known_clean(wire: Wire) -> None:
    options = wire.options
    _mouth.Mouth(str(options.get("path") or f"{options['host']}:{options['port']}")).left_clean()


def _contents(rig: SlipRig, all: bool = False) -> list[object]:
    """Of every slip that was cut off whole, or of all: what its codes say, and each of its dots."""
    pictures = sorted(rig.out.glob("slip-[0-9]*.png"))  # the last that is written of a slip
    facts = [json.loads(picture.with_suffix(".json").read_text("utf-8")) for picture in pictures]
    return [
        (fact["qr"], picture.read_bytes())
        for fact, picture in zip(facts, pictures, strict=True)
        if all or fact["complete"]
    ]

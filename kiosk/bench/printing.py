"""A real slip: to its last byte on a serial line, beside what the line itself takes; and beside the paper."""

from __future__ import annotations

import os
import statistics
import time
import tty
from collections.abc import Sequence
from pathlib import Path

from kiosk import receipt
from kiosk.bench import machine
from kiosk.bench.figure import BenchError, Figure, times
from kiosk.bench.reading import BYTES_A_SECOND, Wire
from kiosk.devices.receipt_printer import _encode, _profile, escpos
from kiosk.devices.virtual.receipt_printer import VirtualReceiptPrinter
from kiosk.model import DeviceError, SlipLine

PAPER_MM_S = 150
_TAIL = 24  # bytes by which the end of a slip is known among what else goes over the line


def slip(scale: float) -> list[Figure]:
    """As the printer of the profile generic-80 gets it."""
    name = machine.applicant().masked_name
    with machine.folder() as folder:
        terminal = machine.terminal(folder, machine.identity(folder / "identity"))
        session = machine.finished(terminal)
        filing = terminal.file(session)
        facts, outcome = terminal.store.filings.slip(filing.id), terminal.outcome(filing.id)
        terminal.store.close()
        ours, line = _through_a_wire(folder, receipt.lines(facts, outcome, name), times(scale, 5))
    profile = _profile.named("generic-80")
    taken = []
    for _ in range(times(scale, 50)):
        started = time.process_time()
        job = _encode.encode(receipt.lines(facts, outcome, name), profile)
        taken.append((time.process_time() - started) * 1000)
    size = sum(map(len, job.chunks))
    paper = job.mm / PAPER_MM_S  # seconds
    return [
        Figure("slip.bytes", size, "B", paper * BYTES_A_SECOND, 1.0,
               f"{job.mm:.0f} mm 纸以 {PAPER_MM_S} mm/s 走完时，115200 波特能送的字节"),
        Figure("slip", ours, "ms", line, 1.1, "同样的字节在 115200 波特的线上，从下令打印到最后一个字节"),
        Figure("slip.cpu", statistics.median(taken), "ms", paper * 1000, 0.05, "走纸的时间"),
    ]  # fmt: skip


def _through_a_wire(folder: Path, slip: Sequence[SlipLine], turns: int) -> tuple[float, float]:
    """Milliseconds from the order to print to the last byte of the slip, and those of the bytes alone."""
    near, far = folder / "printer", folder / "states"
    far.mkdir()
    virtual = VirtualReceiptPrinter(far, folder / "paper", link=near)
    virtual.start()
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    end = os.open(near, os.O_RDWR | os.O_NOCTTY)
    wire, printer = Wire(ours, end), escpos.connect(path=os.ttyname(theirs))
    end_of_slip = b"".join(_encode.encode(slip, _profile.named("generic-80")).chunks)[-_TAIL:]
    taken = []
    try:
        for turn in range(turns):
            before, started = len(wire.sent), time.perf_counter()
            printer.print(f"bench-{turn}", slip, timeout=30)
            last = wire.sent.index(end_of_slip, before) + len(end_of_slip)
            at = next(at for passed, at in wire.through if passed >= last)
            taken.append(((at - started) * 1000, (last - before) / BYTES_A_SECOND * 1000))
    except DeviceError as error:
        raise BenchError(error.fault.code) from error
    finally:
        printer.close()
        wire.close()
        for descriptor in (ours, theirs, end):
            os.close(descriptor)
        virtual.stop()
    return statistics.median(a for a, _ in taken), statistics.median(b for _, b in taken)

"""A real slip: its bytes beside what the line carries while the paper moves, its making beside the paper."""

from __future__ import annotations

import statistics
import time

from kiosk import receipt
from kiosk.bench import machine
from kiosk.bench.figure import Figure, times
from kiosk.bench.reading import BYTES_A_SECOND
from kiosk.devices.receipt_printer import _encode, _profile

PAPER_MM_S = 150


def slip(scale: float) -> list[Figure]:
    """As the printer of the profile generic-80 gets it."""
    with machine.folder() as folder:
        terminal = machine.terminal(folder, machine.identity(folder / "identity"))
        session = machine.finished(terminal)
        filing = terminal.file(session)
        facts, outcome = terminal.store.filings.slip(filing.id), terminal.outcome(filing.id)
        terminal.store.close()
    name = machine.applicant().masked_name
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
        Figure("slip.wire", size / BYTES_A_SECOND, "s", paper, 1.0, "走纸的时间"),
        Figure("slip.cpu", statistics.median(taken), "ms", paper * 1000, 0.05, "走纸的时间"),
    ]  # fmt: skip

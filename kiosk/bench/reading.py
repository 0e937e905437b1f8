"""A card read at 115,200 baud, beside the time that its frames take on the wire."""

from __future__ import annotations

import os
import select
import statistics
import termios
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.bench import machine
from kiosk.bench.figure import BenchError, Figure, timed, times
from kiosk.devices.card_reader.sdt_serial import connect
from kiosk.devices.virtual import persons, state
from kiosk.devices.virtual.card_reader import VirtualCardReader
from kiosk.devices.virtual.state import CardReaderState
from kiosk.model import DeviceError

BYTES_A_SECOND = 11_520  # 115,200 baud, ten bits a byte
_PIECE = 32  # bytes that go on together: 2.8 ms
_OPENS_WITHIN = 5.0  # seconds


class Wire:
    """Carries bytes between two pseudo-terminals no faster than a serial line does, and counts them."""

    def __init__(self, here: int, there: int) -> None:
        self.carried = 0
        self.sent = bytearray()  # by `here`
        self.through: list[tuple[int, float]] = []  # how many of them had passed, and when
        self._here = here
        self._over = threading.Event()
        ends = ((here, there), (there, here))
        self._threads = [threading.Thread(target=self._carry, args=end, daemon=True) for end in ends]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _carry(self, source: int, target: int) -> None:
        free_at = 0.0
        while not self._over.is_set():
            if not select.select([source], [], [], 0)[0]:  # else a full buffer leaves no gap on the line
                if not select.select([source], [], [], 0.05)[0]:
                    continue
                free_at = time.perf_counter()
            piece = os.read(source, _PIECE)
            free_at += len(piece) / BYTES_A_SECOND
            self._over.wait(max(0.0, free_at - time.perf_counter()))
            os.write(target, piece)
            self.carried += len(piece)
            if source == self._here:
                self.sent += piece
                self.through.append((len(self.sent), time.perf_counter()))


def card(scale: float) -> list[Figure]:
    """From the order to read, with the card lying there, to its fields."""
    person = next(iter(persons.load()))
    with machine.folder() as folder, _line(folder) as (wire, port):
        reader = connect(port)
        try:
            if not reader.status().ready:
                raise BenchError("the virtual reader does not answer")
            taken, carried = [], []
            for _ in range(times(scale, 10)):
                state.update(folder, CardReaderState, card=person)
                before = wire.carried
                taken.append(timed(lambda: reader.read(5)))
                carried.append(wire.carried - before)
                state.update(folder, CardReaderState, card=None)
                _wait_until_gone(reader)
        except DeviceError as error:
            raise BenchError(error.fault.code) from error
        finally:
            reader.close()
    on_the_wire = statistics.median(carried) / BYTES_A_SECOND * 1000
    against = f"{statistics.median(carried):.0f} 字节在 115200 波特的线上"
    return [Figure("card", statistics.median(taken), "ms", on_the_wire, 1.10, against)]


def _wait_until_gone(reader: object) -> None:
    """The same card is not found twice: it has to leave the field first."""
    end = time.monotonic() + _OPENS_WITHIN
    while reader.present():  # type: ignore[attr-defined]
        if time.monotonic() > end:
            raise BenchError("the card does not leave the reader")


@contextmanager
def _line(folder: Path) -> Iterator[tuple[Wire, str]]:
    """A virtual reader behind a paced line, and the port to open."""
    virtual = VirtualCardReader(folder, folder / "reader")
    virtual.start()
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    far = os.open(virtual.endpoint, os.O_RDWR | os.O_NOCTTY)
    settings = termios.tcgetattr(far)
    settings[4:6] = termios.B115200, termios.B115200
    termios.tcsetattr(far, termios.TCSANOW, settings)
    wire = Wire(ours, far)
    try:
        yield wire, os.ttyname(theirs)
    finally:
        wire.close()
        for end in (ours, theirs, far):
            os.close(end)
        virtual.stop()

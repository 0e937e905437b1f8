"""A second-generation ID-card reader on a pseudo-terminal, byte for byte.

The line; what comes over it is in `reader_conduct`, and what the security module answers in `sam`.
"""

from __future__ import annotations

import contextlib
import os
import select
import termios
import threading
import tty
from pathlib import Path

from kiosk.devices.virtual import persons, sam
from kiosk.devices.virtual.reader_conduct import Conduct
from kiosk.devices.virtual.stand import Stand
from kiosk.devices.virtual.state import CardReaderState
from kiosk.devices.virtual.watch import Watch


class VirtualCardReader:
    """`link` is the path that a serial port has here; it is gone while the reader is unplugged.

    What is sent at another rate than `baud` is noise to it, until command 60 sets another one.
    """

    def __init__(
        self,
        folder: Path,
        link: Path,
        people: dict[str, persons.Person] | None = None,
        slow: float = 5.0,
        baud: int = 115200,
    ):
        self._sam = sam.Sam(persons.load() if people is None else people, baud)
        self._link, self._slow = link, slow
        self._watch = Watch(folder, CardReaderState, self._changed)
        self._conduct = Conduct(self._sam, self._watch)
        self._stop = threading.Event()
        self._wake, self._waker = os.pipe()
        self._turn = threading.RLock()
        self._ends: tuple[int, int] | None = None
        self._thread = threading.Thread(target=self._serve, name="virtual-card-reader", daemon=True)

    @property
    def endpoint(self) -> str:
        return str(self._link)

    def start(self) -> None:
        self._watch.start()
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        os.write(self._waker, b"!")
        self._thread.join()
        self._watch.stop()
        self._unplug()
        os.close(self._wake)
        os.close(self._waker)

    def _changed(self, now: CardReaderState) -> None:
        with self._turn:
            self._conduct.follow(now)
            if now.fault == "unplugged":
                self._unplug()
            elif self._ends is None and not self._stop.is_set():
                self._plug()

    def _plug(self) -> None:
        ours, theirs = os.openpty()
        tty.setraw(theirs)
        self._ends = (ours, theirs)
        self._sam.power_up()
        self._link.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._link.with_name(f".{self._link.name}.new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(theirs))
        fresh.replace(self._link)
        with contextlib.suppress(OSError):
            os.write(self._waker, b"!")

    def _unplug(self) -> None:
        with self._turn:
            ends, self._ends = self._ends, None
            if ends is None:
                return
            self._link.unlink(missing_ok=True)
            for end in ends:
                os.close(end)

    def _serve(self) -> None:
        stream = bytearray()
        while not self._stop.is_set():
            self._hear(stream)
            while (command := sam.next_command(stream)) is not None:
                rate, now = self._sam.baud, self._watch.now()
                with self._turn:
                    answer = self._conduct.answer(command, now)
                if self._watch.now().fault == "slow" and self._stop.wait(self._slow):
                    return
                self._send(answer, rate)
                self._conduct.after(command, answer)

    def _hear(self, stream: bytearray) -> None:
        ends = self._ends
        sources = [self._wake] + ([ends[0]] if ends else [])
        try:
            ready, _, _ = select.select(sources, [], [], 0.2)
            if self._wake in ready:
                os.read(self._wake, 64)
            with self._turn:
                if ends is not None and ends is self._ends and ends[0] in ready:
                    heard = os.read(ends[0], 4096)
                    stream += heard if self._rate_is(self._sam.baud) else b""
        except (OSError, ValueError):  # unplugged meanwhile
            stream.clear()

    def _send(self, answer: bytes, rate: int) -> None:
        now = self._watch.now()
        with self._turn:
            out, gone = self._conduct.before_the_cable_goes(answer, now)
            if self._ends is not None and self._rate_is(rate):
                with contextlib.suppress(OSError):
                    os.write(self._ends[0], out)
        if gone:
            self._conduct.pull()

    def _rate_is(self, baud: int) -> bool:
        """At another rate bytes are noise. What opened the line has left its rate on it."""
        assert self._ends is not None
        return bool(termios.tcgetattr(self._ends[1])[4] == getattr(termios, f"B{baud}"))


def _build(
    states: Path, out: Path, link: Path | None = None, people: dict[str, persons.Person] | None = None
) -> VirtualCardReader:
    return VirtualCardReader(states, link or states / "reader", people)


STAND = Stand(
    name="card_reader",
    kind="card_reader",
    adapter="sdt_serial",
    states=(CardReaderState,),
    build=_build,
    options=lambda device: {"port": device.endpoint},
)

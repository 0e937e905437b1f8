"""A second-generation ID-card reader on a pseudo-terminal, byte for byte.

The line and its faults; what the security module answers is in `sam`.
"""

from __future__ import annotations

import contextlib
import os
import select
import threading
import tty
from pathlib import Path

from kiosk.devices.virtual import persons, sam
from kiosk.devices.virtual.state import CardReaderState
from kiosk.devices.virtual.watch import Watch

_GARBAGE = b"\x55\xaa\xaa\x96\x69\x00\x08not SDT at all\xaa\xaa\xaa\x96"
_LIFT = {sam.FIND: "find", sam.SELECT: "select", sam.READ: "read"}
_GOOD = (b"\x90", b"\x9f")
_SW3 = slice(9, 10)


class VirtualCardReader:
    """`link` is the path that a serial port has here; it is gone while the reader is unplugged."""

    def __init__(
        self, folder: Path, link: Path, people: dict[str, persons.Person] | None = None, slow: float = 5.0
    ):
        self._sam = sam.Sam(persons.load() if people is None else people)
        self._link, self._slow = link, slow
        self._watch = Watch(folder, CardReaderState, self._changed)
        self._stop = threading.Event()
        self._wake, self._waker = os.pipe()
        self._turn = threading.RLock()
        self._ends: tuple[int, int] | None = None
        self._sent = 0
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
            self._sam.lay(now.card)
            if now.unplug_at_byte is None:
                self._sent = 0
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
                answer = self._answer(command)
                if self._watch.now().fault == "slow" and self._stop.wait(self._slow):
                    return
                self._send(answer)
                self._after(command, answer)

    def _hear(self, stream: bytearray) -> None:
        ends = self._ends
        sources = [self._wake] + ([ends[0]] if ends else [])
        try:
            ready, _, _ = select.select(sources, [], [], 0.2)
            if self._wake in ready:
                os.read(self._wake, 64)
            with self._turn:
                if ends is not None and ends is self._ends and ends[0] in ready:
                    stream += os.read(ends[0], 4096)
        except (OSError, ValueError):  # unplugged meanwhile
            stream.clear()

    def _answer(self, command: bytes) -> bytes:
        now = self._watch.now()
        if now.fault == "silent":
            return b""
        if now.fault == "garbage":
            return _GARBAGE
        with self._turn:
            answer = self._sam.answer(command, now.sw3, now.fault == "scrambled")
        return answer[: len(answer) // 2] if now.fault == "half" else answer

    def _send(self, answer: bytes) -> None:
        now = self._watch.now()
        with self._turn:
            if self._ends is None:
                return
            left = len(answer) if now.unplug_at_byte is None else now.unplug_at_byte - self._sent
            with contextlib.suppress(OSError):
                os.write(self._ends[0], answer[:left]) if left > 0 else None
            self._sent += len(answer)
        if left < len(answer) or left == len(answer) and now.unplug_at_byte is not None:
            self._watch.update(fault="unplugged", unplug_at_byte=None)

    def _after(self, command: bytes, answer: bytes) -> None:
        lift = self._watch.now().lift_after
        if lift is not None and _LIFT.get(command) == lift and answer[_SW3] in _GOOD:
            self._watch.update(card=None, lift_after=None)

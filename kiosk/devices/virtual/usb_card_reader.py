"""A second-generation ID-card reader on the virtual USB bus: bulk pipes, split pipes or HID reports."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from kiosk.devices.virtual import persons, sam
from kiosk.devices.virtual.reader_conduct import Conduct
from kiosk.devices.virtual.state import CardReaderState, choice, demand
from kiosk.devices.virtual.usb_bus import HID, PACKET, VENDOR, Bus, Peripheral
from kiosk.devices.virtual.watch import Watch

_HEAD = 7  # preamble and LEN, which split readers send on the first pipe
_OUTS, _INS = (0x02, 0x06), (0x81, 0x85)
_LISTENS = {"single": 0x02, "second": 0x06, "hid": 0x01}
_BULK = (0x0400, 0xC35A)
_REPORTS = (0x2B8B, 0x2721)


@dataclass(frozen=True)
class UsbCardReaderState(CardReaderState):
    """`access` denied: the system gives no right to it. `stalled`: the next answer's pipe stops first."""

    KIND = "usb_card_reader"
    access: str = "granted"
    stalled: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        choice(self.access, "access", "granted", "denied")
        demand(isinstance(self.stalled, bool), "stalled", "true or false")


class VirtualUsbCardReader:
    """`layout`: single (on the first pair), second (on the second), split or hid."""

    def __init__(  # noqa: PLR0913
        self,
        folder: Path,
        bus: Bus,
        layout: str = "single",
        people: dict[str, persons.Person] | None = None,
        slow: float = 5.0,
        serial: str = "20230001",
        port: int = 1,
    ) -> None:
        self._bus, self._layout, self._slow = bus, layout, slow
        self._sam = sam.Sam(persons.load() if people is None else people)
        self._watch = Watch(folder, UsbCardReaderState, self._changed)
        self._conduct = Conduct(self._sam, self._watch)
        hid = layout == "hid"
        endpoints = (0x01, 0x81) if hid else (_OUTS[0], _INS[0], _OUTS[1], _INS[1])
        self.peripheral = Peripheral(
            *(_REPORTS if hid else _BULK),
            endpoints,
            self._hear,
            serial=serial,
            port=port,
            kind=HID if hid else VENDOR,
        )
        self.peripheral.may_be_opened = lambda: self._watch.now().access == "granted"
        self._stop = threading.Event()
        self._wake = threading.Condition()
        self._commands: deque[bytes] = deque()
        self._stream = bytearray()
        self._head = b""
        self._turn = threading.RLock()
        self._thread = threading.Thread(target=self._serve, name="virtual-usb-card-reader", daemon=True)

    @property
    def endpoint(self) -> dict[str, str]:
        """As the options of an adapter."""
        return {"vendor": f"{self.peripheral.vendor:04X}", "product": f"{self.peripheral.product:04X}"}

    def start(self) -> None:
        self._watch.start()
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        with self._wake:
            self._wake.notify_all()
        self._thread.join()
        self._watch.stop()
        self._bus.pull(self.peripheral)

    def _changed(self, now: UsbCardReaderState) -> None:
        with self._turn:
            self._conduct.follow(now)
            if now.fault == "unplugged":
                self._bus.pull(self.peripheral)
                self._sam.power_up()
                with self._wake:
                    self._stream.clear()
                    self._commands.clear()
            elif not self._stop.is_set():
                self._bus.plug(self.peripheral)

    def _hear(self, endpoint: int, content: bytes) -> None:
        """In the thread of whoever sends. On the wrong pipe, or in the wrong pieces, it is no command."""
        if self._layout == "split":
            if endpoint == _OUTS[0]:
                self._head = content if len(content) == _HEAD else b""
                return
            content, self._head = self._head + content, b""
        elif endpoint != _LISTENS[self._layout] or self._layout == "hid" and len(content) != PACKET:
            return
        with self._wake:
            self._stream += content
            while (command := sam.next_command(self._stream)) is not None:
                self._commands.append(command)
            self._wake.notify_all()

    def _serve(self) -> None:
        while not self._stop.is_set():
            with self._wake:
                if not self._commands:
                    self._wake.wait(0.2)
                    continue
                command = self._commands.popleft()
            now = self._watch.now()
            with self._turn:
                answer = self._conduct.answer(command, now)
            if self._watch.now().fault == "slow" and self._stop.wait(self._slow):
                return
            self._send(answer)
            self._conduct.after(command, answer)

    def _send(self, answer: bytes) -> None:
        now = self._watch.now()
        with self._turn, self._bus.changed:
            out, gone = self._conduct.before_the_cable_goes(answer, now)
            for endpoint, part in self._parts(out):
                self.peripheral.send(endpoint, part)
                if now.stalled:
                    self.peripheral.stalled.add(endpoint)
            self._bus.changed.notify_all()
        if now.stalled:
            self._watch.update(stalled=False)
        if gone:
            self._conduct.pull()

    def _parts(self, answer: bytes) -> list[tuple[int, bytes]]:
        if self._layout == "split":
            return [(_INS[0], answer[:_HEAD]), (_INS[1], answer[_HEAD:])]
        if self._layout == "hid":
            return [(_INS[0], answer.ljust(-(-len(answer) // PACKET) * PACKET, b"\0"))]
        return [(_INS[1] if self._layout == "second" else _INS[0], answer)]

"""A social-security card in a reader, at the real smart-card service: what goes over vpcd's socket.

The line to the reader and its faults; what the chip answers is in `social_chip`, the service in `pcscd`.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk.devices.virtual import persons
from kiosk.devices.virtual.pcscd import READER, Pcscd, PcscdError, service_socket
from kiosk.devices.virtual.social_chip import Chip, Habits
from kiosk.devices.virtual.stand import Stand
from kiosk.devices.virtual.state import State, choice, count, demand
from kiosk.devices.virtual.watch import Watch

FAULTS = ("silent", "stopped", "unplugged", "mute", "slow", "garbage", "half")
BANK_CARD = "bank-card"

_OFF, _ON, _RESET, _ATR = b"\x00", b"\x01", b"\x02", b"\x04"
_ANSWER_TO_RESET = bytes.fromhex("3B0453534345")
_GARBAGE = b"\x13\x37\xff\x00no card says this\x07\x07"
_QUICK_ACK = getattr(socket, "TCP_QUICKACK", 12)


@dataclass(frozen=True)
class SocialCardState(State):
    """`card` is a person's id or bank-card. Faults of the service: silent (hangs), stopped; of the reader:
    unplugged; of the card: mute, slow, garbage, half."""

    KIND = "social_card"
    card: str | None = None
    slot: int = 0
    fault: str | None = None
    lift_after: int | None = None  # the card leaves after so many more answers
    unplug_at_byte: int | None = None  # it leaves after so many more bytes of answers
    stop_after: int | None = None  # the service is killed after so many more answers
    addressing: str = "both"
    pieces: bool = False
    exact: bool = False
    pin: str | None = field(default=None, repr=False)
    tries: int = 3
    authorised_only: bool = False
    padding: int = 0

    def __post_init__(self) -> None:
        demand(self.card is None or isinstance(self.card, str), "card", "null or a person's id")
        demand(self.slot in (0, 1), "slot", "0 or 1")
        choice(self.fault, "fault", None, *FAULTS)
        choice(self.addressing, "addressing", "both", "identifier", "number")
        demand(
            self.pin is None or isinstance(self.pin, str) and self.pin.isdigit() and len(self.pin) % 2 == 0,
            "pin",
            "null or an even number of digits",
        )
        for key in ("lift_after", "unplug_at_byte", "stop_after", "tries", "padding"):
            count(getattr(self, key), key)

    @property
    def habits(self) -> Habits:
        return Habits(self.addressing, self.pieces, self.exact, self.pin, self.authorised_only, self.padding)


class VirtualSocialCard:
    """With a pcscd of its own, or in a room that others use after it. `endpoint`: the name of its reader."""

    def __init__(
        self, folder: Path, slow: float = 5.0, reader: str = READER, room: Pcscd | None = None
    ) -> None:
        """Raises PcscdError where the service cannot run."""
        self.people = persons.load()
        self._slow = slow
        self.endpoint = reader
        self._pcscd = Pcscd(reader) if room is None else room
        self._leave = self._pcscd.leave if room is None else room.kill
        self._served: str | None = "stopped"  # the fault that the service has now
        self._turn = threading.RLock()
        self._inserted: object = None
        self._line: socket.socket | None = None
        self._talked_on: socket.socket | None = None
        self._chip = Chip(None, Habits(), 0, self._tries)
        self._stop, self._moved = threading.Event(), threading.Event()
        self._counted: tuple[int | None, ...] = ()  # what the next two are counted for
        self._sent = self._answers = 0
        self.asked = 0  # commands so far
        self._watch = Watch(folder, SocialCardState, self._changed)
        self._thread = threading.Thread(target=self._serve, name="virtual-social-card", daemon=True)

    def start(self) -> None:
        self._watch.start()
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._watch.stop()
        with self._turn:
            self._eject()
        self._moved.set()
        self._thread.join()
        self._leave()

    def look(self) -> None:
        """What stands in the file is true at the service when this returns."""
        self._watch.now()

    def _changed(self, now: SocialCardState) -> None:
        with self._turn:
            self._attend(now.fault)
            counted = (now.lift_after, now.stop_after, now.unplug_at_byte)
            if counted != self._counted:
                self._counted, self._answers, self._sent = counted, 0, 0
            there = self._served not in ("stopped", "unplugged") and now.card is not None
            mute = now.fault == "mute"  # a card that was mute is pulled, and put in again
            wanted = (
                replace(now, fault=None, tries=0, lift_after=None, unplug_at_byte=None, stop_after=None),
                mute,
            )
            if not there or wanted != self._inserted:
                self._eject()
            if there and self._line is None and not self._stop.is_set():
                self._insert(now, wanted)

    def _attend(self, fault: str | None) -> None:
        fault = fault if fault in ("silent", "stopped", "unplugged") else None
        if fault == self._served:
            return
        before, self._served = self._served, fault
        if before == "silent":
            self._pcscd.go_on()
        if fault == "stopped":
            self._pcscd.kill()
        elif fault == "silent":
            self._pcscd.hang()
        elif before != "silent" or fault == "unplugged":
            self._eject()
            self._pcscd.run(reader=fault is None)

    def _insert(self, now: SocialCardState, wanted: object) -> None:
        person = None if now.card == BANK_CARD else self.people[str(now.card)]
        self._chip = Chip(person, now.habits, now.tries, self._tries)
        self._line, self._inserted = self._pcscd.line(now.slot), wanted
        self._moved.set()

    def _eject(self) -> None:
        line, self._line = self._line, None
        self._inserted = None
        if line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            # Whoever talks on it closes it: closed from here, its number may be the next line's before that
            # thread comes to read, which would take what is not for it.
            if line is not self._talked_on:
                line.close()

    def _tries(self, left: int) -> None:
        self._watch.update(tries=left)

    def _serve(self) -> None:
        while not self._stop.is_set():
            with self._turn:
                line = self._talked_on = self._line
                self._moved.clear()
            if line is None:
                self._moved.wait()
                continue
            try:
                self._talk(line)
            except (OSError, EOFError):
                self._lost(line)

    def _lost(self, line: socket.socket) -> None:
        """The driver drops its card when an exchange failed; one that still lies there is found again."""
        with self._turn:
            if self._line is line:
                self._eject()
            self._talked_on = None
            line.close()
        with contextlib.suppress(PcscdError):  # the service is going: the card comes with the next change
            self._changed(self._watch.now())
        self._moved.wait(0.01)

    def _talk(self, line: socket.socket) -> None:
        while True:
            message = _exactly(line, int.from_bytes(_exactly(line, 2), "big"))
            if message == _ATR:
                line.sendall(_framed(_ANSWER_TO_RESET))
            elif message in (_ON, _OFF, _RESET):
                self._chip.power_up()
            else:
                self._exchange(line, message)

    def _exchange(self, line: socket.socket, command: bytes) -> None:
        now = self._watch.now()
        self.asked += 1
        if now.fault == "mute" or now.fault == "slow" and self._stop.wait(self._slow):
            return
        if now.stop_after == self._answers:
            self._watch.update(fault="stopped", stop_after=None)
            raise EOFError
        answer = _GARBAGE if now.fault == "garbage" else self._chip.answer(command)
        if now.fault == "half":
            answer = answer[: len(answer) // 2]
        left = len(answer) if now.unplug_at_byte is None else now.unplug_at_byte - self._sent
        if now.lift_after == self._answers or left < len(answer):
            line.sendall(_framed(answer)[: 2 + left] if now.lift_after is None else b"")
            self._lift(line)
        line.sendall(_framed(answer))
        self._sent += len(answer)
        self._answers += 1

    def _lift(self, line: socket.socket) -> None:
        """Says in the file what happened once the contact is lost."""
        with self._turn:
            if self._line is line:
                self._eject()
        self._watch.update(card=None, lift_after=None, unplug_at_byte=None)
        raise EOFError


STAND = Stand(
    name="social_card",
    kind="social_card_reader",
    adapter="pcsc_social",
    states=(SocialCardState,),
    build=lambda states, out: VirtualSocialCard(states),
    options=lambda device: {"reader": device.endpoint, "socket": str(service_socket())},
    alone=True,  # needs pcscd, and the right to start it
)


def _exactly(line: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        line.setsockopt(socket.IPPROTO_TCP, _QUICK_ACK, 1)  # vpcd sends in pieces, and waits for this
        piece = line.recv(size - len(found))
        if not piece:
            raise EOFError
        found += piece
    return found


def _framed(message: bytes) -> bytes:
    return len(message).to_bytes(2, "big") + message

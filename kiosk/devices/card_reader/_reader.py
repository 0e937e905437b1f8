"""Second-generation ID-card readers that speak the SDT/SAM-V protocol, whatever carries it.

No fingerprints are asked for. Nothing that was read is kept.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace

from kiosk.devices import faults
from kiosk.devices.card_reader import _faults, _text
from kiosk.devices.card_reader._faults import DEVICE
from kiosk.devices.card_reader._frame import (
    FIND,
    NEWEST_ADDRESS,
    READ,
    RESET,
    SAM_ID,
    SAM_STATUS,
    SELECT,
    Command,
    set_longest_radio_frame,
)
from kiosk.devices.card_reader._link import Link
from kiosk.devices.card_reader._photo import PhotoDecoder, PhotoError
from kiosk.devices.card_reader._transport import Transport
from kiosk.devices.exchanges import Exchanges
from kiosk.model import (
    Completion,
    DeviceError,
    DeviceState,
    DeviceStatus,
    Fault,
    Health,
    IdentityCard,
    Level,
    Media,
)

_DONE = 0x90
_FOUND = 0x9F
_NONE = 0x80
_NOT_YET = 0x34  # the same in the words of some readers
_NOT_ON_CARD = 0x91
_UNKNOWN_COMMAND = 0x21
_TEXT = slice(4, 4 + _text.LENGTH)
_PHOTO = slice(_TEXT.stop, None)
_CHECK_WAIT = 30.0


@dataclass(frozen=True)
class Manner:
    """How a reader is used; `poll` and `deadline` (of one command and its answer) are seconds."""

    poll: float
    deadline: float
    radio_frame: int  # the most bytes over the air at once; 0: as the reader has it
    photo: PhotoDecoder


class SdtCardReader:
    def __init__(self, transport: Transport, manner: Manner) -> None:
        self._manner, self._deadline = manner, manner.deadline
        self._link = Link(transport, backoff=manner.poll)
        self._turn = threading.RLock()  # a card's sequence of commands is never cut by another thread
        self._closing = threading.Event()
        self._sam_id = ""
        self._photo_fault: Fault | None = None

    @property
    def exchanges(self) -> Exchanges:
        return self._link.exchanges

    def read(self, timeout: float) -> IdentityCard:
        """After a read the card must leave the field: the same card on the reader is not found again."""
        closing = self._closing
        end = time.monotonic() + timeout
        while True:
            with self._turn:
                self._link.begin()
                if closing.is_set():
                    raise faults.closed(DEVICE)
                self._greet()
                if self._ask(FIND, _FOUND, _NONE, _NOT_YET)[0] == _FOUND:
                    card = self._take()
                    break
                if time.monotonic() >= end:
                    raise self._nobody()
            if closing.wait(min(self._manner.poll, max(0.0, end - time.monotonic()))):
                raise faults.closed(DEVICE)
        return replace(card, portrait=self._portrait(card.photo))

    def present(self) -> bool:
        with self._turn:
            self._link.begin()
            self._greet()
            return self._lies_there()

    def status(self) -> DeviceStatus:
        with self._turn:
            self._link.begin()
            try:
                self._greet()
                self._ask(SAM_STATUS, _DONE)
                media = Media.PRESENT if self._lies_there() else Media.NOT_PRESENT
            except DeviceError as error:
                return faults.snapshot(error)
            state = DeviceState.ATTENTION if self._warnings else DeviceState.ONLINE
            detail = {"sam_id": self._sam_id, **self._link.detail}
            return DeviceStatus(state, media, faults=self._warnings, detail=detail)

    def check(self, level: Level) -> Health:
        started = time.monotonic()
        try:
            if level is Level.INTERACTIVE:
                self.read(_CHECK_WAIT)
                return self._passed(level, "读到一张证件", started)
            with self._turn:
                self._link.begin()
                self._greet()
                if level is Level.EXTERNAL:
                    self._reset()
                self._ask(SAM_STATUS, _DONE)
            return self._passed(level, f"应答正常，SAM 编号 {self._sam_id}", started)
        except DeviceError as error:
            return faults.health(DEVICE, level, error.fault)

    def close(self) -> None:
        """Breaks every wait; a later call opens the port again."""
        closing, self._closing = self._closing, threading.Event()
        closing.set()
        self._link.interrupt()
        with self._turn:
            self._link.close()

    @property
    def _warnings(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in (self._link.warning, self._photo_fault) if fault is not None)

    def _greet(self) -> None:
        """Once for each time the line was opened: is the SAM well, and which one is it?"""
        if self._link.is_open and self._sam_id:
            return
        self._sam_id = ""
        reply = self._link.meet(SAM_STATUS, self._deadline)
        if reply.sw3 != _DONE:
            raise _faults.outcome(reply.sw3)
        if self._manner.radio_frame:
            self._ask(set_longest_radio_frame(self._manner.radio_frame), _DONE)
        self._sam_id = _sam_name(self._ask(SAM_ID, _DONE)[1])

    def _reset(self) -> None:
        """As after power-up; a reader that has no such command is asked for its number instead."""
        self._ask(RESET, _DONE, _UNKNOWN_COMMAND)
        self._sam_id = ""
        self._greet()

    def _take(self) -> IdentityCard:
        data = self._content()
        sw3, newest = self._ask(NEWEST_ADDRESS, _DONE, _NOT_ON_CARD)
        if data[:4] != _text.LENGTH.to_bytes(2, "big") + (len(data) - _PHOTO.start).to_bytes(2, "big"):
            raise DeviceError(Completion.INVALID_DATA, faults.garbled(DEVICE, "正文长度"))
        try:
            card = replace(_text.parse(data[_TEXT]), photo=data[_PHOTO])
            return replace(card, address=_text.parse_address(newest)) if sw3 == _DONE else card
        except _text.UnknownKindError:
            raise DeviceError(Completion.USER_ERROR, _faults.WRONG_KIND) from None
        except _text.TextError as error:
            fault = _faults.UNREADABLE
            where = f"{fault.technician}（{error.field}）"
            raise DeviceError(Completion.USER_ERROR, replace(fault, technician=where)) from None

    def _portrait(self, photo: bytes) -> bytes:
        """No picture is no reason to send a person away: it is a technician's warning."""
        try:
            portrait = self._manner.photo.decode(photo)
        except PhotoError as error:
            self._photo_fault = _faults.no_portrait(error.technician)
            return b""
        self._photo_fault = None
        return portrait

    def _content(self) -> bytes:
        """A card that is found and selected a second time, and is not read again, was not moved: it is of
        another kind."""
        self._ask(SELECT, _DONE)
        try:
            return self._ask(READ, _DONE)[1]
        except DeviceError as error:
            if error.fault.code != _faults.LIFTED:
                raise
        self._ask(FIND, _FOUND)
        self._ask(SELECT, _DONE)
        try:
            return self._ask(READ, _DONE)[1]
        except DeviceError as error:
            if error.fault.code != _faults.LIFTED:
                raise
            raise DeviceError(Completion.USER_ERROR, _faults.FOREIGN) from None

    def _lies_there(self) -> bool:
        return self._read_one_lies_there() or self._ask(FIND, _FOUND, _NONE, _NOT_YET)[0] == _FOUND

    def _read_one_lies_there(self) -> bool:
        """A vendor's trick: command 30 03 is answered only while the card that was read lies there."""
        return self._link.exchange(NEWEST_ADDRESS, self._deadline).sw3 in (_DONE, _NOT_ON_CARD)

    def _ask(self, command: Command, *wanted: int) -> tuple[int, bytes]:
        """SW3 and data of a reply whose SW3 is wanted; every other SW3 is raised as what it means."""
        reply = self._link.exchange(command, self._deadline)
        if reply.sw3 not in wanted:
            raise _faults.outcome(reply.sw3)
        return reply.sw3, reply.data

    def _nobody(self) -> DeviceError:
        if self._read_one_lies_there():
            return DeviceError(Completion.USER_ERROR, _faults.STILL_THERE)
        return DeviceError(Completion.TIME_OUT, _faults.NO_CARD)

    def _passed(self, level: Level, what: str, started: float) -> Health:
        taken = f"{(time.monotonic() - started) * 1000:.0f} ms"
        for warning in self._warnings:
            return faults.health(DEVICE, level, warning, "warn")
        return Health(DEVICE, level, "pass", f"{what}，{taken}", limit=f"每条命令 {self._deadline:g} s")


def _sam_name(data: bytes) -> str:
    """The 16 bytes as vendors print them: two little-endian shorts and three little-endian longs."""
    kind, region = (int.from_bytes(data[at : at + 2], "little") for at in (0, 2))
    first, second, third = (int.from_bytes(data[at : at + 4], "little") for at in (4, 8, 12))
    return f"{kind:02d}.{region:02d}-{first}-{second:010d}-{third}"

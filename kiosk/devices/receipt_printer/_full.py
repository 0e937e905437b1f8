"""10 04 14: everything about a kiosk printer in six bytes, with its presenter.

Bits as Custom and Pyramid Technologies publish them; only those that both give a meaning are looked at.
"""

from __future__ import annotations

import time
from dataclasses import replace

from kiosk.devices import faults
from kiosk.devices.receipt_printer import _faults, _status
from kiosk.devices.receipt_printer._ear import Ear
from kiosk.devices.receipt_printer._faults import DEVICE, OUT_OF_ORDER
from kiosk.devices.receipt_printer._status import Answers
from kiosk.devices.receipt_printer._transport import Line
from kiosk.model import Completion, DeviceError, DeviceState, DeviceStatus, Fault, Media

_ASK = b"\x10\x04\x14"
_HEAD, _LENGTH = b"\x10\x0f", 6

_NO_PAPER, _NEAR_END, _TICKET = 0x01, 0x04, 0x20  # of the third byte
_COVER, _MOTOR, _BUTTON = 0x03, 0x08, 0x20  # of the fourth
_HOT, _LINE, _VOLTAGE, _JAM = 0x01, 0x02, 0x08, 0x40  # of the fifth
_CUTTER = 0x01  # of the sixth


def ask(line: Line, deadline: float, ear: Ear) -> DeviceStatus:
    """Raises TimeoutError after `deadline` seconds of silence, DeviceError for what is no answer."""
    ear.expect(_HEAD[0], lambda heard: len(heard) == _LENGTH or not _HEAD.startswith(heard[:2]))
    try:
        line.send(_ASK, deadline)
        end = time.monotonic() + deadline
        while not ear.told:
            data = line.receive(max(0.0, end - time.monotonic()))
            if not data:
                raise TimeoutError
            if other := ear.sort(data):
                raise _garbled(other)
    finally:
        ear.expect_no_more()
    if not ear.told.startswith(_HEAD):
        raise _garbled(ear.told)
    return interpret(ear.told)


def _garbled(answer: bytes) -> DeviceError:
    said = f"状态字节 {answer[:8].hex(' ')}"
    return DeviceError(Completion.INVALID_DATA, faults.garbled(DEVICE, said, OUT_OF_ORDER))


def interpret(answer: bytes) -> DeviceStatus:
    """`answer` has six bytes and begins as it must."""
    paper, user, recoverable, broken = answer[2:]
    found = _status.interpret(
        Answers(
            printer=0,
            offline=0x04 * bool(user & _COVER),
            error=0x08 * bool(broken & _CUTTER) | 0x40 * bool(recoverable & _HOT),
            paper=0x60 * bool(paper & _NO_PAPER) | 0x0C * bool(paper & _NEAR_END),
        )
    )
    signs: list[tuple[int, Fault]] = [
        (recoverable & _JAM, _faults.JAM),
        (recoverable & _VOLTAGE, _faults.VOLTAGE),
        (recoverable & _LINE, _faults.LINE_ERRORS),
        (user & _BUTTON, _faults.FEEDING),
    ]
    more = tuple(fault for sign, fault in signs if sign)
    return replace(
        found,
        state=DeviceState.FAULT if more else found.state,
        media=_media(recoverable & _JAM, user & _MOTOR, paper & _TICKET),
        faults=found.faults + more,
    )


def _media(jam: int, moving: int, ticket: int) -> Media:
    """Paper that moves past the sensor is not yet a slip that stands there, nor one that is gone."""
    if jam:
        return Media.JAMMED
    if moving:
        return Media.UNKNOWN
    return Media.PRESENT if ticket else Media.NOT_PRESENT

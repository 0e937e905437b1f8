"""DLE EOT 1 to 4: four status bytes → one snapshot. Only the bits that mean something are looked at.

What else a printer says meanwhile is sorted out before (_ear.py).
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from kiosk.devices import faults
from kiosk.devices.receipt_printer import _faults
from kiosk.devices.receipt_printer._ear import Ear, is_answer
from kiosk.devices.receipt_printer._faults import DEVICE, OUT_OF_ORDER
from kiosk.devices.receipt_printer._transport import Line
from kiosk.model import Completion, DeviceError, DeviceState, DeviceStatus, Fault, Supply

_OFFLINE = 0x08  # of DLE EOT 1
_COVER, _PAPER_END, _ERROR = 0x04, 0x20, 0x40  # of 2
_BUTTON = 0x08  # of 2; some makers always set it: it counts only of a printer that is off-line
_RECOVERABLE, _CUTTER, _UNRECOVERABLE, _AUTO = 0x04, 0x08, 0x20, 0x40  # of 3
_NEAR_END, _NO_PAPER = 0x0C, 0x60  # of 4


@dataclass(frozen=True)
class Answers:
    """The four bytes."""

    printer: int
    offline: int
    error: int
    paper: int


def ask(line: Line, deadline: float, ear: Ear, fixed_bits: bool) -> Answers:
    """Raises TimeoutError after `deadline` seconds of silence, DeviceError for what is no answer."""
    heard = []
    for number in (1, 2, 3, 4):
        line.send(bytes((0x10, 0x04, number)), deadline)
        heard.append(_hear(line, deadline, ear, fixed_bits))
    return Answers(*heard)


def interpret(answers: Answers) -> DeviceStatus:
    out = answers.offline & _PAPER_END or answers.paper & _NO_PAPER
    low = answers.paper & _NEAR_END
    found = _errors(answers, bool(out))
    if low and not out:
        found.append(_faults.PAPER_LOW)
    supply = Supply.OUT if out else Supply.LOW if low else Supply.FULL
    return DeviceStatus(_state(found), supplies={"paper": supply}, faults=tuple(found))


def _errors(answers: Answers, out: bool) -> list[Fault]:
    signs = [
        (out, _faults.PAPER_OUT),
        (answers.offline & _COVER, _faults.COVER_OPEN),
        (answers.error & _CUTTER, _faults.CUTTER),
        (answers.error & _UNRECOVERABLE, _faults.BROKEN),
        (answers.error & _AUTO, _faults.HOT),
        (answers.error & _RECOVERABLE, _faults.RECOVERABLE),
    ]
    found = [fault for sign, fault in signs if sign]
    if not found and answers.offline & _ERROR:
        found.append(_faults.ERROR)
    if not found and answers.printer & _OFFLINE:
        found.append(_faults.FEEDING if answers.offline & _BUTTON else _faults.OFFLINE)
    return found


def _state(found: list[Fault]) -> DeviceState:
    if any(fault.severity == "error" for fault in found):
        return DeviceState.FAULT
    return DeviceState.ATTENTION if found else DeviceState.ONLINE


def _hear(line: Line, deadline: float, ear: Ear, fixed_bits: bool) -> int:
    end = time.monotonic() + deadline
    while True:
        data = line.receive(max(0.0, end - time.monotonic()))
        answers = ear.sort(data)
        if not data:
            raise TimeoutError
        if len(answers) == 1 and is_answer(answers[0], fixed_bits):
            return answers[0]
        if answers:
            said = f"状态字节 {answers.hex(' ')}"
            raise DeviceError(Completion.INVALID_DATA, faults.garbled(DEVICE, said, OUT_OF_ORDER))

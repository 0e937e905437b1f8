"""DLE EOT 1 to 4: four status bytes → one snapshot. Only the bits that mean something are looked at.

Some makers leave the fixed bits 0, so a byte counts as a status byte when bits 0 and 7 are 0. Where a
profile says that the maker sets them (0xx1xx10), the ordered reply to GS r, which has bit 4 at 0, can be
told apart from them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from kiosk.devices import faults
from kiosk.devices.receipt_printer import _faults
from kiosk.devices.receipt_printer._faults import DEVICE, OUT_OF_ORDER
from kiosk.devices.receipt_printer._transport import Line
from kiosk.model import Completion, DeviceError, DeviceState, DeviceStatus, Fault, Supply

_OFFLINE = 0x08  # of DLE EOT 1
_COVER, _PAPER_END, _ERROR = 0x04, 0x20, 0x40  # of 2
_CUTTER, _UNRECOVERABLE, _AUTO = 0x08, 0x20, 0x40  # of 3
_NEAR_END, _NO_PAPER = 0x0C, 0x60  # of 4


@dataclass(frozen=True)
class Answers:
    """The four bytes, and whether an ordered reply came among them."""

    printer: int
    offline: int
    error: int
    paper: int
    echoed: bool = False


def ask(line: Line, deadline: float, fixed_bits: bool) -> Answers:
    """Raises DeviceError when the printer is silent for `deadline` seconds or answers something else."""
    heard = []
    for number in (1, 2, 3, 4):
        line.send(bytes((0x10, 0x04, number)), deadline)
        heard.append(_hear(line, deadline, fixed_bits))
    printer, offline, error, paper = (byte for byte, _ in heard)
    return Answers(printer, offline, error, paper, any(echoed for _, echoed in heard))


def is_echo(byte: int) -> bool:
    return byte & 0x90 == 0


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
    ]
    found = [fault for sign, fault in signs if sign]
    if not found and answers.offline & _ERROR:
        found.append(_faults.ERROR)
    if not found and answers.printer & _OFFLINE:
        found.append(_faults.OFFLINE)
    return found


def _state(found: list[Fault]) -> DeviceState:
    if any(fault.severity == "error" for fault in found):
        return DeviceState.FAULT
    return DeviceState.ATTENTION if found else DeviceState.ONLINE


def _hear(line: Line, deadline: float, fixed_bits: bool) -> tuple[int, bool]:
    """One status byte, and whether an ordered reply came before it."""
    echoed = False
    end = time.monotonic() + deadline
    while True:
        data = line.receive(max(0.0, end - time.monotonic()))
        if not data:
            raise DeviceError(Completion.TIME_OUT, faults.silent(DEVICE, line.where, OUT_OF_ORDER))
        for byte in data:
            if fixed_bits and is_echo(byte):
                echoed = True
            elif _is_status(byte, fixed_bits) and len(data) <= 2:
                return byte, echoed
            else:
                raise DeviceError(
                    Completion.INVALID_DATA, faults.garbled(DEVICE, f"状态字节 {byte:02X}", OUT_OF_ORDER)
                )


def _is_status(byte: int, fixed_bits: bool) -> bool:
    return byte & 0x93 == 0x12 if fixed_bits else byte & 0x81 == 0

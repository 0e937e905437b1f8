"""Reports of HID bar-code scanners (usage page 8C), and codes that take several of them.

An input report of 64 bytes: 2, how many bytes of data, three characters of AIM identifier, 56 bytes of data,
two bytes of the maker's, and a byte whose lowest bit says that the code goes on in the next report. Makers'
manuals agree on it. An output report FD carries what a serial line would.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.devices.code_scanner import _line_faults
from kiosk.devices.code_scanner._burst import Code
from kiosk.devices.code_scanner._payload import LONGEST
from kiosk.devices.code_scanner._trigger import Proof, Trigger
from kiosk.devices.exchanges import Piece
from kiosk.model import Completion, DeviceError

LENGTH = 64
USAGE_PAGE = 0x8C
_DECODED = 2
_COMMAND = 0xFD
_AIM = slice(2, 5)
_DATA = 5
_ROOM = 56
_FLAGS = 63
_CONTINUED = 0x01
_NAMES = {
    "A": "Code39", "C": "Code128", "d": "DataMatrix", "e": "DataBar", "E": "EAN13", "F": "Codabar",
    "G": "Code93", "h": "HanXin", "I": "ITF", "L": "PDF417", "Q": "QRCode", "z": "Aztec",
}  # fmt: skip


def command(data: bytes) -> bytes:
    return (bytes((_COMMAND, len(data))) + data).ljust(LENGTH, b"\0")


TRIGGER = Trigger(command(b"\x16T\r"), command(b"\x16U\r"), proof=Proof.TAKEN)
NO_TRIGGER = Trigger(proof=Proof.CODE)


@dataclass(frozen=True)
class Report:
    aim: bytes
    data: bytes
    continued: bool


def decoded(report: bytes) -> Report | None:
    """None for a report of another kind. Raises DeviceError for one that is broken."""
    if report[:1] != bytes((_DECODED,)):
        return None
    if len(report) != LENGTH or report[1] > _ROOM:
        raise DeviceError(Completion.INVALID_DATA, _line_faults.BAD_REPORT)
    return Report(report[_AIM], report[_DATA : _DATA + report[1]], bool(report[_FLAGS] & _CONTINUED))


def shown(report: bytes) -> tuple[Piece, ...]:
    """Kind, length, symbology and flags of a report that holds a code."""
    if len(report) != LENGTH or report[0] != _DECODED or report[1] > _ROOM or not symbology(report[_AIM]):
        return (len(report),)
    return report[:_DATA], _FLAGS - _DATA, report[_FLAGS:]


def symbology(aim: bytes) -> str:
    """Empty where the identifier is none that we know."""
    said = aim.decode("latin-1")
    if not said.startswith("]"):
        return ""
    return "EAN8" if said == "]E4" else _NAMES.get(said[1:2], "")


class Reports:
    """An Assembler of reports. `gap`: seconds within which the next report of a code has to come."""

    def __init__(self, gap: float) -> None:
        self._gap = gap
        self._heard = bytearray()
        self._aim: bytes | None = None

    @property
    def quiet(self) -> float | None:
        return None if self._aim is None else self._gap

    def begin(self) -> None:
        self._heard.clear()
        self._aim = None

    def take(self, chunk: bytes) -> Code | None:
        report = decoded(chunk)
        if report is None:
            return None
        if self._aim not in (None, report.aim):
            raise DeviceError(Completion.INVALID_DATA, _line_faults.CUT)
        self._aim = report.aim
        self._heard += report.data
        if report.continued and len(self._heard) <= LONGEST:
            return None
        code = Code(bytes(self._heard), symbology(report.aim))
        self.begin()
        return code

    def ended(self) -> Code | None:
        self.begin()
        raise DeviceError(Completion.INVALID_DATA, _line_faults.CUT)

"""Where a code ends on a line that only carries characters: CR, LF, CRLF, TAB, or silence.

An end character ends a code only when nothing follows it for a moment: a code of several lines is refused as
a whole elsewhere, and never taken for its first line. A scanner that has been ending its codes and leaves one
without an end was cut short; if it does so again, it was set to send none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from kiosk.devices.code_scanner import _line_faults
from kiosk.devices.code_scanner._payload import LONGEST
from kiosk.model import Completion, DeviceError

_ENDS = b"\r\n\t"


@dataclass(frozen=True)
class Code:
    data: bytes = field(repr=False)
    symbology: str = ""


class Assembler(Protocol):
    """Puts one code together out of what a line brings. Lives as long as its scanner."""

    @property
    def quiet(self) -> float | None:
        """After so many seconds of silence `ended` is called; None where no code has begun."""
        ...

    def begin(self) -> None:
        """Forgets what was begun: what comes next is the first of a new code."""
        ...

    def take(self, chunk: bytes) -> Code | None:
        """A code, as soon as it is whole. Raises DeviceError."""
        ...

    def ended(self) -> Code | None:
        """A code that silence made whole. Raises DeviceError where silence makes it a broken one."""
        ...


class Burst:
    def __init__(self, idle: float, after_end: float) -> None:
        """Seconds of silence that end a code, without and with an end character."""
        self._idle, self._after_end = idle, after_end
        self._heard = bytearray()
        self._ends_codes = False

    @property
    def quiet(self) -> float | None:
        if not self._heard:
            return None
        return self._after_end if self._heard[-1] in _ENDS else self._idle

    def begin(self) -> None:
        self._heard.clear()

    def take(self, chunk: bytes) -> Code | None:
        self._heard += chunk if self._heard else chunk.lstrip(_ENDS)
        return Code(bytes(self._heard)) if len(self._heard) > LONGEST else None

    def ended(self) -> Code | None:
        if not self._heard:
            return None
        whole, data = self._heard[-1] in _ENDS, bytes(self._heard.rstrip(_ENDS))
        self._heard.clear()
        cut = self._ends_codes and not whole
        self._ends_codes = whole
        if cut:
            raise DeviceError(Completion.INVALID_DATA, _line_faults.CUT)
        return Code(data)

"""Automatic status (GS a): four bytes that a printer sends when something about it changes.

The bits as in Epson's page on GS a; they become the answers to DLE EOT that say the same.
"""

from __future__ import annotations

from kiosk.devices.receipt_printer._status import Answers

ENABLE = b"\x1da\x4e"  # on-line and off-line, errors, paper, panel; the present status is sent at once
TRUSTED = 3.0  # seconds that a printer may say nothing before it is asked whether it is still there

_OFFLINE, _COVER, _BUTTON = 0x08, 0x20, 0x40  # of the first byte
_ERRORS = 0x04 | 0x08 | 0x20 | 0x40  # of the second: the same bits as of DLE EOT 3
_LOW, _OUT = 0x03, 0x0C  # of the third


def answers(pushed: bytes) -> Answers | None:
    """None where it cannot be an automatic status: bits that are always 0 are not."""
    first, errors, paper, rest = pushed
    if first & 0x93 != 0x10 or (errors | paper | rest) & 0x90:
        return None
    out = paper & _OUT
    offline = 0x04 * bool(first & _COVER) | 0x08 * bool(first & _BUTTON) | 0x20 * bool(out)
    return Answers(
        printer=first & _OFFLINE,
        offline=offline | 0x40 * bool(errors & _ERRORS),
        error=errors & _ERRORS,
        paper=0x60 * bool(out) | 0x0C * bool(paper & _LOW),
    )

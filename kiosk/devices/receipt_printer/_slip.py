"""The lines of one slip → what is sent to the printer, or why it cannot be printed at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kiosk.devices.receipt_printer import _encode, _faults
from kiosk.devices.receipt_printer._glyphs import GlyphError
from kiosk.devices.receipt_printer._profile import Profile
from kiosk.model import Completion, DeviceError, SlipLine


def encoded(
    lines: Sequence[SlipLine], profile: Profile, room: int, head: tuple[bytes, ...], printers_timer: float
) -> _encode.Job:
    """A presenter brings it out, for `printers_timer` seconds. Raises DeviceError: no byte was sent then."""
    try:
        slip = _encode.encode(lines, profile, room, head)
    except GlyphError as error:
        fault = _faults.missing_glyph(error.code_point)
        raise DeviceError(Completion.UNSUPPORTED, fault) from None
    except _encode.PayloadError:
        raise DeviceError(Completion.INVALID_DATA, _faults.BAD_PAYLOAD) from None
    if not profile.presenter:
        return slip
    return replace(slip, chunks=(*slip.chunks, _encode.present(printers_timer)))
